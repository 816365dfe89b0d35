package onward.trial.evidence;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An automation as the trial means it, which is all the checker knows of it.
 *
 * @param id given by the server
 * @param label for people, and in the senders of its mails
 * @param steps the first is the trigger
 */
public record Graph(String id, String label, String triggerEvent, List<Step> steps, List<Edge> edges) {
    /** How long a step may take that a trial waits for. */
    public static final int SECONDS_MAX = 86_400;

    /**
     * @param seconds of a delay, or the timeout of a wait
     * @param awaited the name of the event that a wait waits for, or null
     * @param sender of a mail, or null
     */
    public record Step(String key, String type, int seconds, String awaited, String sender) {
        /** Longer than any trial. */
        public boolean outlastsTheTrial() {
            return type.equals("delay") && seconds > SECONDS_MAX;
        }
    }

    public record Edge(String from, String to, String branch) {}

    public String firstStep() {
        return steps.get(0).key();
    }

    public Optional<Step> step(String key) {
        return steps.stream().filter(step -> step.key().equals(key)).findFirst();
    }

    /** Where the branch leads; empty where the run ends. */
    public Optional<String> next(String from, String branch) {
        return edges.stream()
                .filter(edge -> edge.from().equals(from) && edge.branch().equals(branch))
                .map(Edge::to)
                .findFirst();
    }

    /** The body of {@code POST /automations}. */
    public Map<String, Object> body(String template) {
        return Map.of(
                "name",
                label,
                "status",
                "enabled",
                "steps",
                steps.stream().map(step -> body(step, template)).toList(),
                "connections",
                edges.stream()
                        .map(edge -> Map.of("from", edge.from(), "to", edge.to(), "type", edge.branch()))
                        .toList());
    }

    private Map<String, Object> body(Step step, String template) {
        return Map.of("key", step.key(), "type", step.type(), "config", config(step, template));
    }

    private Map<String, Object> config(Step step, String template) {
        return switch (step.type()) {
            case "trigger" -> Map.of("event_name", triggerEvent);
            case "delay" -> Map.of("duration", step.seconds() + " seconds");
            case "wait_for_event" -> Map.of("event_name", step.awaited(), "timeout", step.seconds() + " seconds");
            case "condition" -> Map.of("type", "rule", "field", "event.n", "operator", "gte", "value", MET_MIN);
            case "send_email" -> Map.of("template", Map.of("id", template), "from", step.sender());
            default -> throw new IllegalArgumentException(step.type());
        };
    }

    /** From which {@code n} on a condition of the trial is met. */
    public static final int MET_MIN = 1_000_000;

    /** The same, as the server named it. */
    public Graph named(String given) {
        return new Graph(given, label, triggerEvent, steps, edges);
    }
}
