package onward.app.code;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import onward.store.json.JsonWriter;

/**
 * What differs between two states of a thing, a line for a field: {@code +} is new, {@code -} is gone, {@code ~} is
 * another value. Steps are told apart by their keys, so their order is no difference; long texts are told line by line.
 */
final class Difference {
    private static final int VALUE_CHARS_MAX = 120;
    private static final int TEXT_LINES_MAX = 8;

    private final List<String> lines = new ArrayList<>();

    private Difference() {}

    /** Empty when both are the same, and for what is new all of it. @param before null for what is new */
    static List<String> of(Item before, Item after) {
        var difference = new Difference();
        Map<String, Object> one = before == null ? Map.of() : before.body();
        Set<String> fields = new LinkedHashSet<>(after.kind().fields());
        fields.removeAll(Set.of("steps", "connections"));
        fields.forEach(field -> difference.values(
                field, flat(field, one.get(field)), flat(field, after.body().get(field))));
        if (after.kind() == Kind.AUTOMATION) {
            difference.steps(one, after.body());
            difference.connections(one, after.body());
        }
        return difference.lines;
    }

    private void steps(Map<String, Object> before, Map<String, Object> after) {
        Map<String, Map<String, Object>> old = byKey(before);
        Map<String, Map<String, Object>> now = byKey(after);
        union(old.keySet(), now.keySet()).forEach(key -> {
            Map<String, Object> was = old.get(key);
            Map<String, Object> is = now.get(key);
            if (was == null) {
                lines.add("+ step " + key + ": " + is.get("type") + " " + value(is.get("config")));
            } else if (is == null) {
                lines.add("- step " + key + ": " + was.get("type"));
            } else {
                values("step " + key + ": type", flat("", was.get("type")), flat("", is.get("type")));
                values("step " + key + ": ", flat("", was.get("config")), flat("", is.get("config")));
            }
        });
    }

    private void connections(Map<String, Object> before, Map<String, Object> after) {
        Set<String> old = ways(before);
        Set<String> now = ways(after);
        union(old, now).forEach(way -> {
            if (!old.contains(way)) {
                lines.add("+ connection " + way);
            } else if (!now.contains(way)) {
                lines.add("- connection " + way);
            }
        });
    }

    private static Set<String> ways(Map<String, Object> body) {
        Set<String> ways = new LinkedHashSet<>();
        Plain.objects(body.get("connections")).forEach(one -> {
            Object branch = one.get("type");
            boolean isDefault = branch == null || branch.equals("default");
            ways.add(one.get("from") + " → " + one.get("to") + (isDefault ? "" : " (" + branch + ")"));
        });
        return ways;
    }

    private static Map<String, Map<String, Object>> byKey(Map<String, Object> body) {
        Map<String, Map<String, Object>> steps = new LinkedHashMap<>();
        Plain.objects(body.get("steps")).forEach(step -> steps.put(String.valueOf(step.get("key")), step));
        return steps;
    }

    private static <T> Set<T> union(Set<T> one, Set<T> other) {
        Set<T> all = new LinkedHashSet<>(one);
        all.addAll(other);
        return all;
    }

    private void values(String label, Map<String, Object> before, Map<String, Object> after) {
        union(before.keySet(), after.keySet()).forEach(path -> {
            Object was = before.get(path);
            Object is = after.get(path);
            String name = label.endsWith(": ") || path.isEmpty() ? label + path : path;
            if (!before.containsKey(path)) {
                lines.add("+ " + name + ": " + value(is));
            } else if (!after.containsKey(path)) {
                lines.add("- " + name + ": " + value(was));
            } else if (!Objects.equals(was, is)) {
                changed(name, was, is);
            }
        });
    }

    private void changed(String name, Object was, Object is) {
        boolean isLong =
                (was instanceof String one && one.contains("\n")) || (is instanceof String two && two.contains("\n"));
        if (isLong) {
            text(
                    name,
                    List.of(String.valueOf(was).split("\n", -1)),
                    List.of(String.valueOf(is).split("\n", -1)));
        } else {
            lines.add("~ " + name + ": " + value(was) + " → " + value(is));
        }
    }

    /** The lines between what both begin with and what both end with. */
    private void text(String name, List<String> was, List<String> is) {
        int shorter = Math.min(was.size(), is.size());
        int head = 0;
        while (head < shorter && was.get(head).equals(is.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < shorter - head && was.get(was.size() - 1 - tail).equals(is.get(is.size() - 1 - tail))) {
            tail++;
        }
        lines.add("~ " + name + ", from line " + (head + 1) + ":");
        some("    - ", was.subList(head, was.size() - tail));
        some("    + ", is.subList(head, is.size() - tail));
    }

    private void some(String mark, List<String> text) {
        text.stream().limit(TEXT_LINES_MAX).forEach(line -> lines.add(mark + cut(line)));
        if (text.size() > TEXT_LINES_MAX) {
            lines.add(mark + "… " + (text.size() - TEXT_LINES_MAX) + " more lines");
        }
    }

    /** Values by path; what is absent has no path. Lists of things with keys are told apart by them. */
    private static Map<String, Object> flat(String path, Object value) {
        Map<String, Object> flat = new LinkedHashMap<>();
        if (value != null) {
            put(flat, path, value);
        }
        return flat;
    }

    private static void put(Map<String, Object> flat, String path, Object value) {
        if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            map.forEach((key, inner) -> put(flat, path.isEmpty() ? key.toString() : path + "." + key, inner));
        } else if (isKeyed(value)) {
            Plain.objects(value).forEach(one -> put(flat, path + "[" + one.get("key") + "]", one));
        } else {
            flat.put(path, value);
        }
    }

    private static boolean isKeyed(Object value) {
        return value instanceof List<?> list
                && !list.isEmpty()
                && Plain.objects(value).stream()
                                .map(one -> one.get("key"))
                                .filter(String.class::isInstance)
                                .distinct()
                                .count()
                        == list.size();
    }

    private static String value(Object value) {
        return cut(JsonWriter.write(value));
    }

    private static String cut(String text) {
        return text.length() <= VALUE_CHARS_MAX ? text : text.substring(0, VALUE_CHARS_MAX) + "…";
    }
}
