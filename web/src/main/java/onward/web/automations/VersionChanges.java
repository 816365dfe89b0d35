package onward.web.automations;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What a version changed, one line each. */
final class VersionChanges {
    private VersionChanges() {}

    static List<String> between(Map<String, Object> before, Map<String, Object> after) {
        List<String> changes = new ArrayList<>();
        Map<String, Object> old = steps(before);
        Map<String, Object> fresh = steps(after);
        fresh.forEach((key, step) -> {
            if (!old.containsKey(key)) {
                changes.add("added " + key);
            } else if (!old.get(key).equals(step)) {
                changes.add("changed " + key);
            }
        });
        old.keySet().stream().filter(key -> !fresh.containsKey(key)).forEach(key -> changes.add("removed " + key));
        Set<Object> oldArrows = arrows(before);
        Set<Object> arrows = arrows(after);
        if (!oldArrows.equals(arrows)) {
            changes.add("changed connections");
        }
        for (String rule : List.of("entry", "exit")) {
            if (!Objects.equals(before.get(rule), after.get(rule))) {
                changes.add("changed the " + rule + " rule");
            }
        }
        return changes;
    }

    private static Map<String, Object> steps(Map<String, Object> definition) {
        Map<String, Object> steps = new LinkedHashMap<>();
        for (Object step : (List<?>) definition.getOrDefault("steps", List.of())) {
            steps.put(String.valueOf(((Map<?, ?>) step).get("key")), step);
        }
        return steps;
    }

    private static Set<Object> arrows(Map<String, Object> definition) {
        return new LinkedHashSet<>((List<?>) definition.getOrDefault("connections", List.of()));
    }
}
