package onward.trial.drive;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import onward.trial.evidence.Graph;
import onward.trial.evidence.Graph.Edge;
import onward.trial.evidence.Graph.Step;

/** Automations whose steps and branches a seed draws: trees, each wait for an event of its own. */
final class RandomGraphs {
    private static final int GRAPHS = 6;
    private static final int STEPS_MAX = 14;
    private static final int SECONDS_MAX = 3;
    private static final int BRANCH_PERCENT = 75;

    private final String label;
    private final Random random;
    private final List<Step> steps = new ArrayList<>(List.of(Workloads.trigger()));
    private final List<Edge> edges = new ArrayList<>();

    private RandomGraphs(String label, Random random) {
        this.label = label;
        this.random = random;
    }

    static List<Graph> of(long seed, String triggerEvent) {
        List<Graph> graphs = new ArrayList<>();
        for (int i = 0; i < GRAPHS; i++) {
            String label = "random-" + i;
            graphs.add(new RandomGraphs(label, new Random(seed * 31 + i)).graph(triggerEvent));
        }
        return graphs;
    }

    /** What the waits of these graphs wait for. */
    static Set<String> awaited(List<Graph> graphs) {
        Set<String> names = new TreeSet<>();
        graphs.stream()
                .flatMap(graph -> graph.steps().stream())
                .map(Step::awaited)
                .filter(name -> name != null && name.startsWith("random-"))
                .forEach(names::add);
        return names;
    }

    private Graph graph(String triggerEvent) {
        grow(steps.get(0).key(), "default");
        return new Graph(null, label, triggerEvent, List.copyOf(steps), List.copyOf(edges));
    }

    /** Hangs a step, and what comes after it, on a branch. */
    private void grow(String from, String branch) {
        if (steps.size() > STEPS_MAX) {
            return;
        }
        String key = "s" + steps.size();
        Step step = draw(key);
        steps.add(step);
        edges.add(new Edge(from, key, branch));
        for (String next : branches(step)) {
            if (random.nextInt(100) < BRANCH_PERCENT) {
                grow(key, next);
            }
        }
    }

    private Step draw(String key) {
        return switch (random.nextInt(4)) {
            case 0 -> Workloads.mail(label, key);
            case 1 -> Workloads.delay(key, 1 + random.nextInt(SECONDS_MAX));
            case 2 -> new Step(key, "condition", 0, null, null);
            default -> new Step(key, "wait_for_event", 1 + random.nextInt(SECONDS_MAX), label + "." + key, null);
        };
    }

    private static List<String> branches(Step step) {
        return switch (step.type()) {
            case "condition" -> List.of("condition_met", "condition_not_met");
            case "wait_for_event" -> List.of("event_received", "timeout");
            default -> List.of("default");
        };
    }
}
