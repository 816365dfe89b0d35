package onward.flow.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import onward.flow.Sample;

/** A random valid graph: grows a tree of steps, then lets some of the branches that lead nowhere join further down. */
final class RandomGraph {

    private static final int STEPS_MAX = 15;

    private final Dice dice;
    private final Flavor flavor;
    private final RandomSteps configs;
    private final List<Map<String, Object>> steps = new ArrayList<>();
    private final List<Map<String, Object>> connections = new ArrayList<>();
    private final List<Loose> loose = new ArrayList<>();

    /** A branch that leads nowhere yet, of the step at that place. */
    private record Loose(int place, String branch) {}

    RandomGraph(Dice dice, Flavor flavor) {
        this.dice = dice;
        this.flavor = flavor;
        this.configs = new RandomSteps(dice, flavor);
    }

    /** The definition in plain values. */
    Map<String, Object> definition() {
        add("trigger", Sample.map("event_name", dice.oneOf(Vocabulary.NAMES.subList(0, flavor.hasCrowd ? 2 : 1))));
        for (int size = dice.from(1, STEPS_MAX); steps.size() < size && !loose.isEmpty(); ) {
            grow();
        }
        loose.forEach(this::join);
        Map<String, Object> definition = Sample.map("steps", steps, "connections", connections);
        if (flavor.hasExits && dice.happens(30)) {
            definition.put("exit", configs.exit());
        }
        return definition;
    }

    /** Mostly from one of the newest, so that runs go far. */
    private void grow() {
        int from = dice.happens(85) ? Math.max(0, loose.size() - 2) : 0;
        Loose branch = loose.remove(dice.from(from, loose.size() - 1));
        String type = configs.type();
        connect(branch, steps.size());
        add(type, configs.config(type));
    }

    private void join(Loose branch) {
        if (branch.place() < steps.size() - 1 && dice.happens(65)) {
            connect(branch, dice.from(branch.place() + 1, steps.size() - 1));
        }
    }

    private void connect(Loose branch, int to) {
        Object type = branch.branch().equals("default") && dice.happens(50) ? null : branch.branch();
        connections.add(Sample.map("from", key(branch.place()), "to", key(to), "type", type));
    }

    private void add(String type, Map<String, Object> config) {
        int place = steps.size();
        steps.add(Sample.map("key", key(place), "type", type, "config", config));
        configs.remember(key(place), type);
        RandomSteps.branches(type, config).forEach(branch -> loose.add(new Loose(place, branch)));
    }

    /** Every fourth key is the beginning of another, with a dot between. */
    private static String key(int place) {
        return place % 4 == 3 ? "s" + (place - 1) + ".x" : "s" + place;
    }
}
