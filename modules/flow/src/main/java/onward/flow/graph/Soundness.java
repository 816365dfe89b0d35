package onward.flow.graph;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import onward.flow.fact.Problem;
import onward.flow.graph.Sketch.DrawnConnection;
import onward.flow.graph.Sketch.DrawnStep;
import onward.flow.step.Trigger;

/** Whether the pieces of a sketch make a graph (contract/resend.md 4.4); two ways may join in one step. */
final class Soundness {

    private final Sketch sketch;
    private final List<Problem> problems;
    private final Map<String, DrawnStep> byKey = new LinkedHashMap<>();

    Soundness(Sketch sketch, List<Problem> problems) {
        this.sketch = sketch;
        this.problems = problems;
    }

    void check(boolean isDraft) {
        checkKeys();
        checkConnections();
        checkTrigger();
        checkPaths(isDraft);
    }

    private void checkKeys() {
        for (DrawnStep step : sketch.steps()) {
            if (step.key() != null && byKey.putIfAbsent(step.key(), step) != null) {
                invalid(step.path() + ".key", "Expected every key once, found `" + step.key() + "` again.");
            }
        }
    }

    private void checkConnections() {
        Set<String> taken = new HashSet<>();
        for (DrawnConnection arrow : sketch.arrows()) {
            checkEnd(arrow.from(), arrow.path() + ".from");
            checkEnd(arrow.to(), arrow.path() + ".to");
            checkBranch(arrow);
            // Keys hold no control characters, so the line break keeps the two apart.
            if (arrow.from() != null && arrow.type() != null && !taken.add(arrow.from() + "\n" + arrow.type())) {
                invalid(
                        arrow.path(),
                        "Expected at most one connection of type " + arrow.type() + " from `" + arrow.from()
                                + "`, found another.");
            }
        }
    }

    private void checkEnd(String key, String path) {
        if (key != null && !byKey.containsKey(key)) {
            invalid(path, "Expected the key of a step, found `" + key + "`, which no step has.");
        }
    }

    private void checkBranch(DrawnConnection arrow) {
        DrawnStep from = byKey.get(arrow.from());
        if (from == null || from.type() == null || arrow.type() == null || !areBranchesKnown(from)) {
            return;
        }
        List<String> branches =
                from.step() == null ? from.type().branches() : from.step().branches();
        if (!branches.contains(arrow.type())) {
            invalid(
                    arrow.path() + ".type",
                    "Expected a connection from `" + arrow.from() + "` to be of type " + String.join(" or ", branches)
                            + ", because it is a " + from.type().name() + " step, found " + arrow.type() + ".");
        }
    }

    /** A config that could not be read may have named branches of its own. */
    private static boolean areBranchesKnown(DrawnStep step) {
        return step.step() != null || !step.type().namesBranches();
    }

    private void checkTrigger() {
        List<DrawnStep> triggers = triggers();
        boolean isUnsure = sketch.steps().isEmpty() || sketch.steps().stream().anyMatch(step -> step.type() == null);
        if (triggers.size() > 1 || (triggers.isEmpty() && !isUnsure)) {
            invalid("steps", "Expected exactly one trigger step, found " + triggers.size() + ".");
        }
        for (DrawnConnection arrow : sketch.arrows()) {
            if (triggers.stream()
                    .anyMatch(trigger -> trigger.key() != null && trigger.key().equals(arrow.to()))) {
                invalid(
                        arrow.path() + ".to",
                        "Expected no connection to a trigger, found one to `" + arrow.to() + "`.");
            }
        }
    }

    private List<DrawnStep> triggers() {
        return sketch.steps().stream()
                .filter(step -> step.type() == Trigger.TYPE)
                .toList();
    }

    private void checkPaths(boolean isDraft) {
        List<Connection> whole = sketch.connections().stream()
                .filter(arrow -> byKey.containsKey(arrow.from()) && byKey.containsKey(arrow.to()))
                .toList();
        Paths paths = new Paths(byKey.keySet(), whole);
        for (List<String> cycle : paths.cycles()) {
            invalid(
                    "connections",
                    "Expected no way back to a step, found " + String.join(" -> ", cycle) + ". Remove one of these.");
        }
        if (!isDraft && triggers().size() == 1 && triggers().get(0).key() != null) {
            checkReachable(paths.reachableFrom(triggers().get(0).key()));
        }
    }

    private void checkReachable(Set<String> reachable) {
        byKey.values().stream()
                .filter(step -> !reachable.contains(step.key()))
                .forEach(step -> invalid(
                        step.path(),
                        "Expected a way from the trigger to `" + step.key() + "`, found none. Connect or remove it."));
    }

    private void invalid(String path, String message) {
        problems.add(Problem.invalid(path, message));
    }
}
