package onward.flow.graph;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import onward.flow.step.Trigger;

/**
 * A valid graph of steps: one trigger, no cycle, every connection leads from a branch that exists to a step that
 * exists. Made by {@link Blueprint} only. Immutable, so one instance serves all runs of its version.
 */
public final class Automation {

    private final List<Node> steps;
    private final List<Connection> connections;
    private final Node trigger;
    private final Map<String, Node> byKey = new HashMap<>();
    private final Map<String, Map<String, String>> targets = new HashMap<>();

    Automation(List<Node> steps, List<Connection> connections) {
        this.steps = List.copyOf(steps);
        this.connections = List.copyOf(connections);
        this.steps.forEach(node -> byKey.put(node.key(), node));
        this.connections.forEach(arrow ->
                targets.computeIfAbsent(arrow.from(), key -> new HashMap<>()).put(arrow.type(), arrow.to()));
        this.trigger = this.steps.stream()
                .filter(node -> node.step() instanceof Trigger)
                .findFirst()
                .orElseThrow();
    }

    /** The steps in the order they were given. */
    public List<Node> steps() {
        return steps;
    }

    /** The connections in the order they were given, types filled in. */
    public List<Connection> connections() {
        return connections;
    }

    /** The step every run begins with. */
    public Node trigger() {
        return trigger;
    }

    /** Name of the event that starts a run. */
    public String triggerEvent() {
        return ((Trigger) trigger.step()).eventName();
    }

    /** Every template reference (id as text, or alias) that some step sends. */
    public Set<String> templateReferences() {
        return steps.stream()
                .flatMap(node -> node.step().templateReferences().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The step of that key, or null when there is none. */
    public Node step(String key) {
        return byKey.get(key);
    }

    /** The key of the step that a branch leads to; empty when nothing is connected to it. */
    public Optional<String> next(String fromKey, String branch) {
        return Optional.ofNullable(targets.getOrDefault(fromKey, Map.of()).get(branch));
    }

    /** The canonical definition in plain values; {@link Blueprint#read} makes an equal automation of it. */
    public Map<String, Object> toDefinition() {
        Map<String, Object> definition = new LinkedHashMap<>();
        definition.put("steps", steps.stream().map(Node::toMap).toList());
        definition.put(
                "connections", connections.stream().map(Connection::toMap).toList());
        return definition;
    }
}
