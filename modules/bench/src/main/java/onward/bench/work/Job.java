package onward.bench.work;

import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import onward.bench.house.Environment;
import onward.bench.house.House;
import onward.bench.house.Premises;

/**
 * What is to be measured.
 *
 * @param asked what was asked for, in words, to stand beside the numbers
 * @param premises where servers are started
 * @param time of each loaded phase
 * @param connections of the driver
 * @param warmUp events before anything is measured, so that both Javas have compiled what they run
 * @param count how much of what the workload counts by
 * @param finished finished runs that lie there beside what is counted
 * @param progress told what is under way
 */
public record Job(
        String asked,
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

    /** What the numbers of a server depend on. */
    Map<String, String> environment(House house) {
        Map<String, String> facts = Environment.of(house);
        facts.put("bench", asked);
        return facts;
    }

    /** Opens a server and works with it; what fails tells why the server could not go on. */
    void inHouse(String name, String smtpUrl, Consumer<House> work) {
        tell("starting a server, twice: its database is to remember when transactions committed");
        try (House house = House.open(premises, name, smtpUrl)) {
            try {
                work.accept(house);
            } catch (RuntimeException e) {
                throw house.reasonOf(e);
            }
        }
    }
}
