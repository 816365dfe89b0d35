package onward.bench.work;

import java.time.Duration;
import java.util.function.Consumer;
import onward.bench.house.House;
import onward.bench.house.Premises;

/**
 * What is to be measured.
 *
 * @param premises where servers are started
 * @param time of each loaded phase
 * @param connections of the driver
 * @param warmUp events before anything is measured, so that both Javas have compiled what they run
 * @param count how much of what the workload counts by
 * @param finished finished runs that lie there beside what is counted
 * @param progress told what is under way
 */
public record Job(
        Premises premises,
        Duration time,
        int connections,
        int warmUp,
        int count,
        int finished,
        Consumer<String> progress) {

    void tell(String words, Object... values) {
        progress.accept(String.format(words, values));
    }

    /** Opens a server and works with it; what fails tells why the server could not go on. */
    void inHouse(String name, String smtpUrl, Consumer<House> work) {
        try (House house = House.open(premises, name, smtpUrl)) {
            try {
                work.accept(house);
            } catch (RuntimeException e) {
                throw house.reasonOf(e);
            }
        }
    }
}
