package onward.flow.model;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A drawing that can be asked what stands where. */
final class Chart {

    private final Drawing drawing;
    private final Map<String, Object> trigger;

    Chart(Drawing drawing) {
        this.drawing = drawing;
        this.trigger = steps().stream()
                .filter(step -> "trigger".equals(step.get("type")))
                .findFirst()
                .orElseThrow();
    }

    UUID id() {
        return drawing.id();
    }

    String triggerKey() {
        return (String) trigger.get("key");
    }

    String triggerEvent() {
        return (String) object(trigger, "config").get("event_name");
    }

    String type(String key) {
        return (String) step(key).get("type");
    }

    Map<String, Object> config(String key) {
        return object(step(key), "config");
    }

    private Map<String, Object> step(String key) {
        return steps().stream()
                .filter(step -> key.equals(step.get("key")))
                .findFirst()
                .orElseThrow();
    }

    private List<Map<String, Object>> steps() {
        return objects(drawing.definition(), "steps");
    }

    /** Where the branch of a step leads; null when nowhere. */
    String next(String key, String branch) {
        return objects(drawing.definition(), "connections").stream()
                .filter(arrow -> key.equals(arrow.get("from")) && branch.equals(branch(arrow)))
                .map(arrow -> (String) arrow.get("to"))
                .findFirst()
                .orElse(null);
    }

    private static Object branch(Map<String, Object> arrow) {
        return arrow.get("type") == null ? "default" : arrow.get("type");
    }

    /** The events that end a run; empty when there are none. */
    List<Listening> exitEvents() {
        return Listening.all(object(drawing.definition(), "exit").get("events"));
    }

    /** The rule that ends a run; null when there is none. */
    Object exitRule() {
        return object(drawing.definition(), "exit").get("rule");
    }

    /** Whom it lets in, as an object with a mode. */
    Map<String, Object> entry() {
        Object entry = drawing.definition().get("entry");
        return entry instanceof Map
                ? object(drawing.definition(), "entry")
                : Map.of("mode", entry == null ? "every" : entry);
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> object(Map<String, Object> in, String name) {
        return in.get(name) == null ? Map.of() : (Map<String, Object>) in.get(name);
    }

    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> objects(Map<String, Object> in, String name) {
        return in.get(name) == null ? List.of() : (List<Map<String, Object>>) in.get(name);
    }
}
