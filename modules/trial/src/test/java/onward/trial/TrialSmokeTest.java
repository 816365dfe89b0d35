package onward.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A short trial of the packaged server. Tagged, because it takes a minute and a half and all of two cores:
 * {@code mvn -pl modules/trial -Dtests.left-out= -Dtest=TrialSmokeTest test} after a build.
 */
@Tag("by-hand")
class TrialSmokeTest {

    @Test
    void every_promise_holds_for_half_a_minute_of_kills_and_mischief() throws Exception {
        Path home = checkout();
        assertThat(home.resolve("modules/app/target/app.jar"))
                .as("the server, packaged")
                .exists();
        Order order = Order.read(
                List.of(
                        "--minutes=0.5",
                        "--seed=7",
                        "--nodes=2",
                        "--faults=kill,pg,smtp",
                        "--keep=" + home.resolve("modules/trial/target/smoke")),
                home);

        Report report = Trial.hold(order, System.out);

        assertThat(report.verdict()).as(report.text()).isEqualTo(Report.Verdict.PASSED);
    }

    private static Path checkout() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.exists(at.resolve("onward"))) {
            at = at.getParent();
        }
        return at;
    }
}
