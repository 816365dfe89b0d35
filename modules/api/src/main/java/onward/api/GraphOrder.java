package onward.api;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The steps of a version in graph order: each after all steps that lead to it, else as submitted. Steps
 * that nothing leads to, beside the trigger, come where they were submitted.
 */
final class GraphOrder {
    private final Map<String, String> types = new LinkedHashMap<>();
    private final Map<String, List<String>> targets = new HashMap<>();
    private final Map<String, Integer> openArrows = new HashMap<>();

    private GraphOrder(Map<String, Object> definition) {
        for (Object step : (List<?>) definition.get("steps")) {
            types.put(text(step, "key"), text(step, "type"));
        }
        for (Object arrow : (List<?>) definition.get("connections")) {
            targets.computeIfAbsent(text(arrow, "from"), key -> new ArrayList<>())
                    .add(text(arrow, "to"));
            openArrows.merge(text(arrow, "to"), 1, Integer::sum);
        }
    }

    /** Key to type of every step of a canonical definition. */
    static Map<String, String> of(Map<String, Object> definition) {
        return new GraphOrder(definition).sorted();
    }

    private Map<String, String> sorted() {
        Map<String, String> sorted = new LinkedHashMap<>();
        List<String> waiting = new ArrayList<>(types.keySet());
        for (String next = ready(waiting); next != null; next = ready(waiting)) {
            waiting.remove(next);
            sorted.put(next, types.get(next));
            targets.getOrDefault(next, List.of()).forEach(to -> openArrows.merge(to, -1, Integer::sum));
        }
        // Only a cycle, which no stored version has, leaves steps behind; they are shown all the same.
        waiting.forEach(key -> sorted.put(key, types.get(key)));
        return sorted;
    }

    private String ready(List<String> waiting) {
        return waiting.stream()
                .filter(key -> openArrows.getOrDefault(key, 0) == 0)
                .findFirst()
                .orElse(null);
    }

    private static String text(Object item, String key) {
        return (String) ((Map<?, ?>) item).get(key);
    }
}
