package onward.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import onward.store.Page;

/**
 * A success: its status and its body, which is never missing.
 *
 * @param body plain values, see {@code onward.store.json}
 */
public record Answer(int status, Object body) {

    public static Answer ok(Object body) {
        return new Answer(200, body);
    }

    public static Answer created(Object body) {
        return new Answer(201, body);
    }

    public static Answer accepted(Object body) {
        return new Answer(202, body);
    }

    /** A page of a list, each item told by {@code item}. */
    public static <T> Answer list(Page<T> page, Function<T, Map<String, Object>> item) {
        List<Map<String, Object>> data = page.items().stream().map(item).toList();
        return ok(body("object", "list", "has_more", page.hasMore(), "data", data));
    }

    /** An object from keys and values in turn, in that order; values may be null. */
    public static Map<String, Object> body(Object... keysAndValues) {
        Map<String, Object> body = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            body.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return body;
    }
}
