package onward.flow.graph;

import java.util.LinkedHashMap;
import java.util.Map;
import onward.flow.step.Step;

/** A step in its place: the key that connections and trails name it by, and what it does. */
public record Node(String key, Step step) {

    /** The name of its type, for example {@code delay}. */
    public String type() {
        return step.type().name();
    }

    /** Its canonical config in plain values. */
    public Map<String, Object> config() {
        return step.config();
    }

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("key", key);
        map.put("type", type());
        map.put("config", config());
        return map;
    }
}
