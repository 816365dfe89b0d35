package onward.flow.fact;

import java.util.Map;

/** The declared fields of an event's payload, and how values are brought to their types. */
public record Schema(Map<String, String> types) {

    public static Result<Schema> read(Map<String, ?> map) {
        throw new UnsupportedOperationException();
    }

    /** The payload with values of declared fields coerced to their types, or every mismatch. */
    public Result<Map<String, Object>> coerce(Map<String, Object> payload) {
        throw new UnsupportedOperationException();
    }

    /** As read: field to string, number, boolean or date. */
    public Map<String, Object> toMap() {
        return Map.copyOf(types);
    }
}
