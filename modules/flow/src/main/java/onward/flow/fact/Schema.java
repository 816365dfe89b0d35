package onward.flow.fact;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The declared fields of an event's payload, and how values are brought to their types (contract/resend.md 7).
 * Declared fields may be missing or null, undeclared ones pass as they are.
 */
public final class Schema {

    /** How many fields a schema may declare. */
    public static final int FIELDS_MAX = 100;

    /** How long the name of a field may be. */
    public static final int FIELD_NAME_LENGTH_MAX = 255;

    private static final Set<String> TYPES = Set.of("string", "number", "boolean", "date");
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,30}(\\.\\d{1,30})?([eE][+-]?\\d{1,2})?");

    private final Map<String, String> types;

    private Schema(Map<String, String> types) {
        this.types = types;
    }

    /** Reads a map of field name to {@code string}, {@code number}, {@code boolean} or {@code date}. */
    public static Result<Schema> read(Map<String, ?> map) {
        if (map.size() > FIELDS_MAX) {
            return Result.failed(Problem.invalid(
                    "schema", "Expected at most " + FIELDS_MAX + " fields in `schema`, found " + map.size() + "."));
        }
        List<Problem> problems = new ArrayList<>();
        Map<String, String> types = new LinkedHashMap<>();
        map.forEach((name, type) -> readField(name, type, types, problems));
        return problems.isEmpty() ? Result.of(new Schema(types)) : Result.failed(problems);
    }

    private static void readField(String name, Object type, Map<String, String> types, List<Problem> problems) {
        String path = "schema." + name;
        if (name.isBlank() || name.length() > FIELD_NAME_LENGTH_MAX) {
            problems.add(Problem.invalid(
                    path, "Expected a field name of 1 to " + FIELD_NAME_LENGTH_MAX + " characters in `schema`."));
        } else if (type instanceof String word && TYPES.contains(word)) {
            types.put(name, word);
        } else {
            String found = type instanceof String word ? "\"" + word + "\"" : Values.kind(type);
            problems.add(Problem.invalid(
                    path,
                    "Expected the type of `" + name + "` to be string, number, boolean or date, found " + found + "."));
        }
    }

    /** The payload with values of declared fields coerced to their types, or every mismatch. */
    public Result<Map<String, Object>> coerce(Map<String, Object> payload) {
        List<Problem> problems = new ArrayList<>();
        Map<String, Object> coerced = new LinkedHashMap<>(payload);
        types.forEach((name, type) -> {
            Object given = payload.get(name);
            Object value = given == null ? null : coerce(given, type);
            if (value != null) {
                coerced.put(name, value);
            } else if (given != null) {
                problems.add(mismatch(name, type, given));
            }
        });
        return problems.isEmpty() ? Result.of(coerced) : Result.failed(problems);
    }

    private static Problem mismatch(String name, String type, Object given) {
        String hint = type.equals("date") ? "an ISO 8601 date or date-time" : "a " + type;
        return Problem.invalid(
                "payload." + name,
                "Expected `" + name + "` in the payload to be " + hint + ", found " + Values.kind(given) + ".");
    }

    /** The value in that type, or null when it does not fit. */
    private static Object coerce(Object value, String type) {
        return switch (type) {
            case "string" -> value instanceof String ? value : null;
            case "number" -> value instanceof Number ? value : value instanceof String text ? number(text) : null;
            case "boolean" -> value instanceof Boolean ? value : truth(value);
            default -> value instanceof String text && Dates.read(text).isPresent() ? value : null;
        };
    }

    private static Object truth(Object value) {
        return "true".equals(value) ? (Object) true : "false".equals(value) ? (Object) false : null;
    }

    private static Object number(String text) {
        String digits = text.strip();
        if (!NUMBER.matcher(digits).matches()) {
            return null;
        }
        BigDecimal number = new BigDecimal(digits);
        boolean isWhole = number.stripTrailingZeros().scale() <= 0;
        boolean fitsLong = number.abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0;
        return isWhole && fitsLong ? (Object) number.longValueExact() : number;
    }

    /** As read: field to string, number, boolean or date, in the order given. */
    public Map<String, Object> toMap() {
        return new LinkedHashMap<>(types);
    }
}
