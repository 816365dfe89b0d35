package onward.trial.drive;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import onward.trial.evidence.Graph;
import onward.trial.evidence.Intent;

/** Which events are sent when; follows from the seed alone. */
final class Plan {
    /** Events a second, for each name: together what two cores keep up with while nodes die and start. */
    private static final Map<String, Double> RATES = new TreeMap<>(Map.of(
            Workloads.DRIP,
            2.0,
            Workloads.TRIAL,
            1.5,
            Workloads.FAN,
            0.35,
            Workloads.CHURN,
            2.0,
            Workloads.NEWS,
            0.7,
            Workloads.TAIL,
            0.2,
            Workloads.RANDOM,
            0.3));

    private Plan() {}

    /** @param after how long after the start of the load it is sent first */
    record Item(Duration after, Intent intent) {}

    /** @param load by how much the rates are multiplied */
    static List<Item> of(long seed, Duration length, double load) {
        List<Item> items = new ArrayList<>();
        RATES.forEach(
                (name, rate) -> items.addAll(stream(name, load * rate, new Random(seed ^ name.hashCode()), length)));
        items.sort(Comparator.comparing(Item::after));
        return items;
    }

    private static List<Item> stream(String name, double rate, Random random, Duration length) {
        List<Item> items = new ArrayList<>();
        String word = name.substring(0, name.indexOf('.'));
        double millis = 0;
        while (true) {
            millis += -Math.log(1 - random.nextDouble()) * 1000 / rate;
            if (millis > length.toMillis()) {
                return items;
            }
            String who = word + "-" + (items.size() + 1);
            int number = random.nextInt(2 * Graph.MET_MIN);
            items.add(new Item(
                    Duration.ofMillis((long) millis), new Intent(who, name, who + "@people.example.com", number)));
        }
    }
}
