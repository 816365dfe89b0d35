package onward.flow.graph;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An arrow of an automation.
 *
 * @param from key of the step it leaves
 * @param to key of the step it enters
 * @param type the branch of {@code from} that it follows, never null
 */
public record Connection(String from, String to, String type) {

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("from", from);
        map.put("to", to);
        map.put("type", type);
        return map;
    }
}
