package onward.trial.simulate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import onward.flow.graph.Automation;
import onward.flow.graph.Blueprint;

/**
 * A random automation: as the core reads it, and as the judges read it, who take nothing from the core. Numbered; the
 * same number is the same automation, so it is drawn once for all worlds.
 */
final class Chart {
    /** How many there are. */
    static final int CHARTS_MAX = 1_024;

    static final String START = "start";
    static final List<String> NAMES = List.of("go", "a", "b");
    static final String TEMPLATE = "welcome";

    private static final int STEPS_MAX = 6;
    private static final Chart[] DRAWN = new Chart[CHARTS_MAX];

    enum Kind {
        TRIGGER(List.of("default")),
        SEND_EMAIL(List.of("default")),
        DELAY(List.of("default")),
        WAIT_FOR_EVENT(List.of("event_received", "timeout")),
        CONDITION(List.of("condition_met", "condition_not_met"));

        final List<String> branches;

        Kind(List<String> branches) {
            this.branches = branches;
        }

        String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * A step as the judges read it.
     *
     * @param millis of a delay, or until a timeout; 0 for none
     * @param name of the event it waits for, or that starts the run
     * @param least of the event's {@code n}; -1 for any
     * @param isCorrelated the event's {@code k} must be that of the event that started the run
     * @param lookBackMillis how far it looks back; -1 for as far as the run's start
     * @param isHeld a mail of unknown fate is left to a person
     */
    record Step(
            String key,
            Kind kind,
            long millis,
            String name,
            long least,
            boolean isCorrelated,
            long lookBackMillis,
            boolean isHeld) {}

    final Automation automation;
    /** The event that ends a run wherever it is; null for none. */
    final String exit;

    private final Map<String, Step> steps = new LinkedHashMap<>();
    private final Map<String, String> arrows = new HashMap<>();

    private Chart(int number) {
        var dice = new Dice(number * 7919L + 17);
        String trigger = dice.chance(0.75) ? NAMES.get(0) : dice.oneOf(NAMES);
        add(new Step(START, Kind.TRIGGER, 0, trigger, -1, false, 0, false));
        int more = 1 + dice.below(STEPS_MAX - 1);
        for (int i = 1; i <= more; i++) {
            add(step("s" + i, dice));
        }
        connect(dice);
        exit = dice.chance(0.2) ? NAMES.get(1 + dice.below(2)) : null;
        automation = read();
    }

    static synchronized Chart of(int number) {
        if (DRAWN[number] == null) {
            DRAWN[number] = new Chart(number);
        }
        return DRAWN[number];
    }

    private void add(Step step) {
        steps.put(step.key(), step);
    }

    private static Step step(String key, Dice dice) {
        int lot = dice.below(100);
        if (lot < 40) {
            long timeout = dice.chance(0.05) ? 0 : 1_000 * dice.between(1, 25);
            long least = dice.chance(0.3) ? dice.between(2, 7) : -1;
            long lookBack = dice.chance(0.7) ? 0 : dice.chance(0.5) ? -1 : 1_000 * dice.between(1, 10);
            String name = NAMES.get(1 + dice.below(2));
            return new Step(key, Kind.WAIT_FOR_EVENT, timeout, name, least, dice.chance(0.2), lookBack, false);
        }
        if (lot < 70) {
            return new Step(key, Kind.SEND_EMAIL, 0, null, -1, false, 0, dice.chance(0.25));
        }
        return lot < 88
                ? new Step(key, Kind.DELAY, 1_000 * dice.between(1, 15), null, -1, false, 0, false)
                : new Step(key, Kind.CONDITION, 0, null, dice.between(2, 7), false, 0, false);
    }

    /** Every step is reached from an earlier one; what stays open then ends the run, or joins a later step. */
    private void connect(Dice dice) {
        List<Step> all = new ArrayList<>(steps.values());
        List<String[]> open = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            if (i > 0) {
                String[] branch = open.remove(dice.chance(0.7) ? open.size() - 1 : dice.below(open.size()));
                arrows.put(branch[0] + ":" + branch[1], all.get(i).key());
            }
            for (String branch : all.get(i).kind().branches) {
                open.add(new String[] {all.get(i).key(), branch});
            }
        }
        for (String[] branch : open) {
            int from = all.indexOf(steps.get(branch[0]));
            if (from < all.size() - 1 && dice.chance(0.6)) {
                arrows.put(
                        branch[0] + ":" + branch[1],
                        all.get(from + 1 + dice.below(all.size() - 1 - from)).key());
            }
        }
    }

    private Automation read() {
        List<Object> drawn = new ArrayList<>();
        steps.values().forEach(step -> drawn.add(drawn(step)));
        List<Object> connections = new ArrayList<>();
        arrows.forEach((from, to) -> {
            String[] parts = from.split(":", 2);
            connections.add(Map.of("from", parts[0], "to", to, "type", parts[1]));
        });
        Map<String, Object> definition = new LinkedHashMap<>();
        definition.put("steps", drawn);
        definition.put("connections", connections);
        if (exit != null) {
            definition.put("exit", Map.of("events", List.of(exit)));
        }
        var result = Blueprint.read(definition);
        if (!result.isOk()) {
            throw new IllegalStateException("Expected a sound automation, found " + result.problems());
        }
        return result.value();
    }

    private static Map<String, Object> drawn(Step step) {
        Map<String, Object> config = new LinkedHashMap<>();
        switch (step.kind()) {
            case TRIGGER -> config.put("event_name", step.name());
            case DELAY -> config.put("duration", step.millis() / 1_000 + " seconds");
            case CONDITION -> config.putAll(atLeast(step.least()));
            case SEND_EMAIL -> {
                config.put("template", Map.of("id", TEMPLATE));
                if (step.isHeld()) {
                    config.put("on_uncertain", "hold");
                }
            }
            case WAIT_FOR_EVENT -> wait(step, config);
        }
        return Map.of("key", step.key(), "type", step.kind().word(), "config", config);
    }

    private static void wait(Step step, Map<String, Object> config) {
        config.put("event_name", step.name());
        if (step.millis() > 0) {
            config.put("timeout", step.millis() / 1_000 + " seconds");
        }
        if (step.least() >= 0) {
            config.put("filter_rule", atLeast(step.least()));
        }
        if (step.isCorrelated()) {
            config.put("correlation", Map.of("field", "event.k", "equals", "event.k"));
        }
        if (step.lookBackMillis() != 0) {
            config.put(
                    "look_back", step.lookBackMillis() < 0 ? "run_start" : step.lookBackMillis() / 1_000 + " seconds");
        }
    }

    private static Map<String, Object> atLeast(long least) {
        return Map.of("type", "rule", "field", "event.n", "operator", "gte", "value", least);
    }

    String trigger() {
        return steps.get(START).name();
    }

    /** Null when there is none. */
    Step step(String key) {
        return steps.get(key);
    }

    /** The step that a branch leads to; null where nothing is connected. */
    String next(String key, String branch) {
        return arrows.get(key + ":" + branch);
    }
}
