package onward.web.run;

import java.util.List;
import java.util.Map;
import onward.store.json.JsonWriter;

/** What decided, in words: {@code event.amount was 40, wanted gte 1000}. */
final class Because {
    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("eq", "="),
            Map.entry("equals", "="),
            Map.entry("neq", "≠"),
            Map.entry("not_equals", "≠"),
            Map.entry("gt", ">"),
            Map.entry("greater_than", ">"),
            Map.entry("gte", "≥"),
            Map.entry("greater_than_or_equal", "≥"),
            Map.entry("lt", "<"),
            Map.entry("less_than", "<"),
            Map.entry("lte", "≤"),
            Map.entry("less_than_or_equal", "≤"));

    private static final int VALUE_CHARS_MAX = 80;

    private Because() {}

    /** Of a step's output; null when nothing was decided there. */
    static String of(Map<String, Object> output) {
        Object because = output == null ? null : output.get("because");
        return because instanceof Map<?, ?> reason && reason.get("field") != null ? words(reason) : null;
    }

    private static String words(Map<?, ?> reason) {
        String operator = String.valueOf(reason.get("operator"));
        Object expected = reason.get("expected");
        String wanted = WORDS.getOrDefault(operator, operator.replace('_', ' '))
                + (expected == null ? "" : " " + value(expected));
        return reason.get("field") + " was " + (reason.get("found") == null ? "not there" : value(reason.get("found")))
                + ", asked was " + wanted;
    }

    private static String value(Object value) {
        boolean isPlain = value instanceof String
                || value instanceof Number
                || value instanceof Boolean
                || value instanceof Map
                || value instanceof List;
        String text = isPlain ? JsonWriter.write(value) : String.valueOf(value);
        return text.length() <= VALUE_CHARS_MAX ? text : text.substring(0, VALUE_CHARS_MAX) + "…";
    }
}
