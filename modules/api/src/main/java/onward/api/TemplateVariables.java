package onward.api;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import onward.flow.fact.Ids;
import onward.flow.message.Template;
import onward.store.json.JsonWriter;

/**
 * The variables that a template declares, as its versions keep them: maps of id, key, type, fallback_value,
 * created_at and updated_at. Their shape is read here, what they mean is checked by {@code TemplateCheck}. A new list takes the place of the old one; a key that stays keeps its id.
 */
final class TemplateVariables {
    /** How long the fallback of an object or a list may be, written as JSON. */
    static final int FALLBACK_CHARS_MAX = 2_000;

    /** How long a key or a type may be before it is looked at. */
    private static final int KEY_CHARS_MAX = 255;

    private TemplateVariables() {}

    /** The list of the request, or null when it has none. */
    static List<Map<String, Object>> read(Fields fields, List<Map<String, Object>> before, Instant now, Ids ids) {
        List<Object> items = fields.optionalList("variables", 0, Template.VARIABLES_MAX);
        if (items == null) {
            return null;
        }
        List<Map<String, Object>> variables = new ArrayList<>(items.size());
        for (int i = 0; i < items.size(); i++) {
            variables.add(variable(fields.inside("variables[" + i + "]", items.get(i)), before, now, ids));
        }
        return variables;
    }

    private static Map<String, Object> variable(Fields item, List<Map<String, Object>> before, Instant now, Ids ids) {
        String key = item.string("key", 1, KEY_CHARS_MAX);
        String type = item.string("type", 1, KEY_CHARS_MAX);
        Object fallback = item.raw("fallback_value");
        checkSize(item, fallback);
        var known =
                before.stream().filter(v -> Objects.equals(v.get("key"), key)).findFirst();
        return known.map(v -> changed(v, type, fallback, now)).orElseGet(() -> made(key, type, fallback, now, ids));
    }

    /** What the core leaves open: how large an object or a list may be. */
    private static void checkSize(Fields item, Object fallback) {
        boolean isNested = fallback instanceof Map || fallback instanceof List;
        if (isNested && JsonWriter.write(fallback).length() > FALLBACK_CHARS_MAX) {
            item.invalid(
                    "fallback_value", "Expected at most " + FALLBACK_CHARS_MAX + " characters of JSON, found more");
        }
    }

    private static Map<String, Object> made(String key, String type, Object fallback, Instant now, Ids ids) {
        return Answer.body(
                "id",
                ids.next(now).toString(),
                "key",
                key,
                "type",
                type,
                "fallback_value",
                fallback,
                "created_at",
                PgText.of(now),
                "updated_at",
                PgText.of(now));
    }

    private static Map<String, Object> changed(Map<String, Object> known, String type, Object fallback, Instant now) {
        if (Objects.equals(known.get("type"), type) && Objects.equals(known.get("fallback_value"), fallback)) {
            return known;
        }
        Map<String, Object> variable = new LinkedHashMap<>(known);
        variable.put("type", type);
        variable.put("fallback_value", fallback);
        variable.put("updated_at", PgText.of(now));
        return variable;
    }

    /** The same variables as things of another template. */
    static List<Map<String, Object>> copied(List<Map<String, Object>> variables, Instant now, Ids ids) {
        return variables.stream()
                .map(v -> made((String) v.get("key"), (String) v.get("type"), v.get("fallback_value"), now, ids))
                .toList();
    }

    /** How the core sees a variable. */
    static Template.Variable declared(Map<String, Object> variable) {
        return new Template.Variable(
                (String) variable.get("key"), (String) variable.get("type"), variable.get("fallback_value"));
    }
}
