package onward.web.graph;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import onward.flow.run.StepStatus;
import onward.flow.run.TrailEntry;
import onward.flow.step.Outcome;
import onward.web.graph.Drawing.Edge;
import onward.web.graph.Drawing.Node;

/** Where one run went, read off its trail: the states of its steps, the arrows it took and why it took them. */
final class Footsteps {

    private static final Map<StepStatus, State> STATES = Map.of(
            StepStatus.COMPLETED, State.TAKEN,
            StepStatus.RUNNING, State.RESTING,
            StepStatus.WAITING, State.RESTING,
            StepStatus.FAILED, State.FAILED,
            StepStatus.SKIPPED, State.SKIPPED);

    private final List<TrailEntry> trail;

    Footsteps(List<TrailEntry> trail) {
        this.trail = trail.stream()
                .sorted(Comparator.comparingInt(TrailEntry::position))
                .toList();
    }

    Drawing on(Drawing drawing) {
        Map<String, State> states = states();
        Map<Edge, String> taken = taken(drawing);
        return new Drawing(
                drawing.nodes().stream().map(node -> reached(node, states)).toList(),
                drawing.edges().stream()
                        .map(edge -> taken.containsKey(edge) ? edge.taken(taken.get(edge)) : edge)
                        .toList());
    }

    /** Of a step that was visited more than once the last visit counts. */
    private Map<String, State> states() {
        Map<String, State> states = new HashMap<>();
        trail.forEach(entry -> states.put(entry.stepKey(), STATES.get(entry.status())));
        return states;
    }

    private static Node reached(Node node, Map<String, State> states) {
        return node.withState(states.getOrDefault(node.key(), State.NOT_REACHED));
    }

    private Map<Edge, String> taken(Drawing drawing) {
        Map<Edge, String> taken = new HashMap<>();
        for (int i = 1; i < trail.size(); i++) {
            TrailEntry from = trail.get(i - 1);
            List<Edge> ways = ways(drawing, from.stepKey(), trail.get(i).stepKey());
            if (!ways.isEmpty()) {
                taken.put(way(ways, output(from)), because(output(from)));
            }
        }
        return taken;
    }

    private static List<Edge> ways(Drawing drawing, String from, String to) {
        return drawing.edges().stream()
                .filter(edge -> edge.from().equals(from) && edge.to().equals(to))
                .toList();
    }

    private static Map<String, Object> output(TrailEntry entry) {
        return entry.output() == null ? Map.of() : entry.output();
    }

    /** Where two branches lead to the same step the output names the one, or says yes for the first of the two. */
    private static Edge way(List<Edge> ways, Map<String, Object> output) {
        boolean isNo = Boolean.FALSE.equals(output.get("result"));
        return ways.stream()
                .filter(way -> output.containsValue(way.branch()))
                .findFirst()
                .orElse(ways.get(isNo ? ways.size() - 1 : 0));
    }

    private static String because(Map<String, Object> output) {
        boolean isNo = Boolean.FALSE.equals(output.get("result")) || Outcome.DEFAULT.equals(output.get("branch"));
        return output.get("because") instanceof Map<?, ?> because ? RuleWords.seen(because, !isNo) : "";
    }
}
