package onward.app.code;

import java.util.Map;

/**
 * One thing, as a file describes it or as the server has it.
 *
 * @param key what it is called in files: a template's alias, or the name
 * @param body its fields in canonical form, other things named by key
 * @param id on the server; null for what a file describes
 * @param was the key it had until now, where a file says so; null otherwise
 * @param place where it was found, for people
 */
record Item(Kind kind, String key, Map<String, Object> body, String id, String was, String place) {

    /** {@code automation "Welcome"}. */
    String title() {
        return kind.word() + " \"" + key + "\"";
    }

    Item withBody(Map<String, Object> other) {
        return new Item(kind, key, other, id, was, place);
    }

    /** What it is called, by its fields. */
    static String key(Map<String, Object> body) {
        Object alias = body.get("alias");
        return (String) (alias == null ? body.get("name") : alias);
    }
}
