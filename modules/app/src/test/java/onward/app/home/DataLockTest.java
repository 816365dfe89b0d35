package onward.app.home;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataLockTest {
    @TempDir
    Path data;

    @Test
    void a_second_process_is_refused_and_told_who_has_the_directory() throws Exception {
        DataLock lock = DataLock.take(data);
        Process second = otherProcess();

        assertThat(second.waitFor(20, TimeUnit.SECONDS)).isTrue();
        String said = new String(second.getErrorStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(second.exitValue()).isEqualTo(1);
        assertThat(said).contains("pid " + ProcessHandle.current().pid());
        lock.close();
    }

    @Test
    void a_directory_given_back_can_be_taken_again() throws Exception {
        DataLock.take(data).close();

        DataLock.take(data).close();

        assertThat(Files.readString(data.resolve("onward.lock")))
                .isEqualTo(Long.toString(ProcessHandle.current().pid()));
    }

    private Process otherProcess() throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "onward.app.Main",
                        "start",
                        "--port=0",
                        "--data=" + data)
                .start();
    }
}
