package onward.app.code;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where the steps of an automation name a template, a segment or a topic. */
final class References {
    private static final Map<String, Kind> FIELDS = Map.of(
            "segment_id", Kind.SEGMENT,
            "topic_id", Kind.TOPIC,
            "template_id", Kind.TEMPLATE);

    private References() {}

    /** What a name becomes. */
    @FunctionalInterface
    interface Naming {
        String of(Kind kind, String name);
    }

    /** The body of an automation with every name replaced; what is no step is left as it is. */
    static Map<String, Object> renamed(Map<String, Object> body, Naming naming) {
        Map<String, Object> renamed = new LinkedHashMap<>(body);
        if (body.get("steps") instanceof List<?> steps) {
            renamed.put("steps", steps.stream().map(step -> step(step, naming)).toList());
        }
        return renamed;
    }

    private static Object step(Object step, Naming naming) {
        if (!(step instanceof Map<?, ?> map) || !(map.get("config") instanceof Map<?, ?> config)) {
            return step;
        }
        Map<Object, Object> renamed = new LinkedHashMap<>(map);
        renamed.put("config", config(config, naming));
        return renamed;
    }

    private static Map<Object, Object> config(Map<?, ?> config, Naming naming) {
        Map<Object, Object> renamed = new LinkedHashMap<>(config);
        FIELDS.forEach((field, kind) -> renamed.computeIfPresent(field, (key, name) -> name(kind, name, naming)));
        renamed.computeIfPresent("template", (key, template) -> template(template, naming));
        return renamed;
    }

    private static Object template(Object template, Naming naming) {
        if (!(template instanceof Map<?, ?> map)) {
            return template;
        }
        Map<Object, Object> renamed = new LinkedHashMap<>(map);
        renamed.computeIfPresent("id", (key, name) -> name(Kind.TEMPLATE, name, naming));
        return renamed;
    }

    private static Object name(Kind kind, Object name, Naming naming) {
        return name instanceof String text ? naming.of(kind, text) : name;
    }
}
