package onward.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PidFileTest {
    @TempDir
    Path data;

    @Test
    void a_zombie_is_told_by_the_state_behind_its_name() {
        assertThat(PidFile.isZombie("4711 (postgres) Z 1 4711 4711 0 -1")).isTrue();
        assertThat(PidFile.isZombie("4711 (od(d) Z name) S 1 4711 4711 0 -1")).isFalse();
    }

    @Test
    void no_file_names_no_server() {
        assertThat(new PidFile(data).namesAServer()).isFalse();
        assertThat(new PidFile(data).pid()).isEqualTo(-1);
    }

    @Test
    void a_half_written_file_holds_no_pid() throws Exception {
        Files.writeString(data.resolve("postmaster.pid"), "\n");

        assertThat(new PidFile(data).pid()).isEqualTo(-1);
    }
}
