package onward.flow.graph;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import onward.flow.fact.Event;
import onward.flow.policy.Entry;
import onward.flow.policy.Exit;
import onward.flow.step.Interest;
import onward.flow.step.Step;
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

    private final Entry entry;
    private final Exit exit;
    private final boolean needsPast;
    private final Set<Interest> interests;
    private final Set<String> listenedNames;

    Automation(List<Node> steps, List<Connection> connections, Entry entry, Exit exit) {
        this.steps = List.copyOf(steps);
        this.connections = List.copyOf(connections);
        this.entry = entry;
        this.exit = exit;
        this.steps.forEach(node -> byKey.put(node.key(), node));
        this.connections.forEach(arrow ->
                targets.computeIfAbsent(arrow.from(), key -> new HashMap<>()).put(arrow.type(), arrow.to()));
        this.trigger = this.steps.stream()
                .filter(node -> node.step() instanceof Trigger)
                .findFirst()
                .orElseThrow();
        this.needsPast = !exit.isNever()
                || this.steps.stream().anyMatch(node -> node.step().needsPast());
        this.interests = Stream.concat(
                        this.steps.stream().flatMap(node -> node.step().interests().stream()),
                        exit.interests().stream())
                .collect(Collectors.toUnmodifiableSet());
        this.listenedNames = interests.stream().map(Interest::eventName).collect(Collectors.toUnmodifiableSet());
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

    /** Whether that event, one of its trigger's name, starts a run. */
    public boolean startsWith(Event event, Instant now) {
        return ((Trigger) trigger.step()).takes(event, now);
    }

    /** Which events may start a run. */
    public Entry entry() {
        return entry;
    }

    /** What ends a run early. */
    public Exit exit() {
        return exit;
    }

    /** Every template reference (id as text, or alias) that some step sends. */
    public Set<String> templateReferences() {
        return all(Step::templateReferences);
    }

    /** Ids, as text, of every segment that some step needs to know of. */
    public Set<String> segmentReferences() {
        return all(Step::segmentReferences);
    }

    /** Ids, as text, of every topic that some step needs to know of. */
    public Set<String> topicReferences() {
        return all(Step::topicReferences);
    }

    /** Events that runs of it listen for, in a step or by the exit rule. */
    public Set<Interest> interests() {
        return interests;
    }

    private <T> Set<T> all(Function<Step, Set<T>> references) {
        return steps.stream()
                .flatMap(node -> references.apply(node.step()).stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** How far back some step may look from an instant at which a run came to it. */
    public Instant earliestFrom(Instant since, Instant startedAt) {
        return steps.stream()
                .map(node -> node.step().lookBack().from(since, startedAt))
                .min(Instant::compareTo)
                .orElse(since);
    }

    /** Names of the events that runs of it listen for. */
    public Set<String> listenedNames() {
        return listenedNames;
    }

    /** True when no two runs of one contact may move at once: what one does, the other hears. */
    public boolean needsContactAlone() {
        return !exit.events().isEmpty()
                || !entry.isEvery()
                || steps.stream().anyMatch(node -> node.step().needsContactAlone());
    }

    /** True when some step asks which devices the contact has. */
    public boolean needsDevices() {
        return steps.stream().anyMatch(node -> node.step().needsDevices());
    }

    /** True when some step asks what the run did before. */
    public boolean needsPast() {
        return needsPast;
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
        if (!entry.isEvery()) {
            definition.put("entry", entry.toMap());
        }
        if (!exit.isNever()) {
            definition.put("exit", exit.toMap());
        }
        return definition;
    }
}
