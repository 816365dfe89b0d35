package onward.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import onward.bench.work.Work;
import org.junit.jupiter.api.Test;

class BenchCommandTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void help_names_every_workload_and_every_exit_code() {
        int code = run("--help");

        assertThat(code).isZero();
        Work.all()
                .keySet()
                .forEach(
                        name -> assertThat(out.toString(StandardCharsets.UTF_8)).contains("\n  " + name));
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("\n  micro").contains("\n  3  cut off");
    }

    @Test
    void help_of_one_tells_how_to_read_it() {
        run("w2", "--help");

        assertThat(out.toString(StandardCharsets.UTF_8))
                .startsWith("onward bench w2 [flags]")
                .contains("Faults: a run is missing")
                .contains("runs (default 100000)");
    }

    @Test
    void what_is_not_understood_is_told_on_standard_error() {
        int code = run("w1", "--seconds", "soon");

        assertThat(code).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("""
                --seconds: expected a whole number from 1 to 3600, found soon.
                See onward bench --help.
                """);
        assertThat(out.size()).isZero();
    }

    private int run(String... words) {
        return BenchCommand.run(
                List.of(words),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }
}
