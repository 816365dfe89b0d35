package onward.api;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import onward.flow.fact.Problem;
import onward.flow.fact.Result;
import onward.flow.fact.Uuids;
import onward.flow.message.Address;

/**
 * The fields of one JSON object, read with strict types. A null counts as absent, an unknown field is
 * ignored. Reading never fails: what is wrong is gathered, in the order of reading, and {@link #check}
 * refuses with the first.
 */
public final class Fields {
    /** Names of things: automations, events. */
    public static final int NAME_CHARS_MAX = 255;

    private final Map<String, Object> values;
    private final String path;
    private final List<Problem> problems;

    public Fields(Map<String, Object> values) {
        this(values, "", new ArrayList<>());
    }

    private Fields(Map<String, Object> values, String path, List<Problem> problems) {
        this.values = values;
        this.path = path;
        this.problems = problems;
    }

    /** An object inside this one, for example at {@code variables[2]}; its problems are gathered with these. */
    @SuppressWarnings("unchecked")
    public Fields inside(String place, Object value) {
        if (!(value instanceof Map)) {
            invalid(place, "Expected an object, found something else");
        }
        return new Fields(value instanceof Map ? (Map<String, Object>) value : Map.of(), path + place + ".", problems);
    }

    /** True when the field is there and not null. */
    public boolean has(String name) {
        return values.get(name) != null;
    }

    /** True when the field is there, be it null: how a PATCH clears something. */
    public boolean isGiven(String name) {
        return values.containsKey(name);
    }

    /** The plain value, or null. */
    public Object raw(String name) {
        return values.get(name);
    }

    /** Required text of {@code min} to {@code max} characters. */
    public String string(String name, int min, int max) {
        return require(name) ? optionalString(name, min, max) : null;
    }

    /** Text of {@code min} to {@code max} characters, or null when absent. */
    public String optionalString(String name, int min, int max) {
        String text = typed(name, String.class, "a string");
        if (text == null) {
            return null;
        }
        int length = text.codePointCount(0, text.length());
        if (length < min) {
            invalid(name, "String must contain at least " + min + " character(s)");
        } else if (length > max) {
            invalid(name, "String must contain at most " + max + " character(s)");
        }
        return text;
    }

    /** Required: one of the words. */
    public String oneOf(String name, Collection<String> words) {
        return require(name) ? optionalOneOf(name, words) : null;
    }

    /** One of the words, or null when absent. */
    public String optionalOneOf(String name, Collection<String> words) {
        String word = typed(name, String.class, "a string");
        if (word != null && !words.contains(word)) {
            invalid(name, "Expected one of " + String.join(", ", words) + ", found " + shown(word));
        }
        return word;
    }

    /** An instant as RFC 3339 writes it, or null when absent. */
    public Instant optionalInstant(String name) {
        String text = optionalString(name, 0, NAME_CHARS_MAX);
        Instant instant = text == null ? null : Rfc3339.read(text).orElse(null);
        if (text != null && instant == null) {
            invalid(name, "Expected an RFC 3339 instant like 2026-10-01T12:00:00Z, found other text.");
        }
        return instant;
    }

    /** A boolean, or null when absent. */
    public Boolean optionalBool(String name) {
        return typed(name, Boolean.class, "a boolean");
    }

    /** A required list of {@code min} to {@code max} items. */
    public List<Object> list(String name, int min, int max) {
        return require(name) ? optionalList(name, min, max) : null;
    }

    /** A list of {@code min} to {@code max} items, or null when absent. */
    @SuppressWarnings("unchecked")
    public List<Object> optionalList(String name, int min, int max) {
        List<Object> items = typed(name, List.class, "an array");
        if (items != null && (items.size() < min || items.size() > max)) {
            invalid(name, "Expected " + min + " to " + max + " items, found " + items.size());
        }
        return items;
    }

    /** A required object. */
    public Map<String, Object> map(String name) {
        return require(name) ? optionalMap(name) : null;
    }

    /** An object, or null when absent. */
    @SuppressWarnings("unchecked")
    public Map<String, Object> optionalMap(String name) {
        return typed(name, Map.class, "an object");
    }

    /** A UUID, or null when absent. */
    public UUID optionalUuid(String name) {
        String text = typed(name, String.class, "a UUID");
        UUID id = Uuids.read(text).orElse(null);
        if (text != null && id == null) {
            invalid(name, "Expected a UUID, found " + shown(text));
        }
        return id;
    }

    /** A required address of the form {@code name@domain}. */
    public String email(String name) {
        return require(name) ? optionalEmail(name) : null;
    }

    /** An address of the form {@code name@domain} without spaces around it, or null when absent. */
    public String optionalEmail(String name) {
        String text = typed(name, String.class, "an email address");
        if (text == null) {
            return null;
        }
        Result<Address> address = Address.readBare(text);
        if (!address.isOk()) {
            invalid(name, "Expected an email address like ada@example.com, found " + shown(text));
            return null;
        }
        return address.value().email();
    }

    /** The value of a result of the core, or null with its problems gathered. */
    public <T> T take(Result<T> result) {
        problems.addAll(result.problems());
        return result.value();
    }

    /** Gathers a problem with a value that a caller looked at itself. */
    public void invalid(String name, String message) {
        problems.add(Problem.invalid(path + name, message));
    }

    /** Gathers problems that the core found. */
    public void add(List<Problem> found) {
        problems.addAll(found);
    }

    /** Refuses with the first problem, when there is one. */
    public void check() {
        if (!problems.isEmpty()) {
            throw NativeErrors.of(problems.get(0));
        }
    }

    /** Gathers a problem when the field is absent or null; true when it is there. */
    public boolean require(String name) {
        if (!has(name)) {
            problems.add(Problem.missing(path + name, "Missing `" + name + "` field."));
        }
        return has(name);
    }

    private <T> T typed(String name, Class<T> type, String words) {
        Object value = values.get(name);
        if (value != null && !type.isInstance(value)) {
            invalid(name, "Expected " + words + ", found " + kind(value));
            return null;
        }
        return type.cast(value);
    }

    private static String kind(Object value) {
        if (value instanceof String) {
            return "a string";
        }
        if (value instanceof Boolean) {
            return "a boolean";
        }
        if (value instanceof Number) {
            return "a number";
        }
        return value instanceof List ? "an array" : "an object";
    }

    private static String shown(String text) {
        return '"' + (text.length() <= 60 ? text : text.substring(0, 60) + "…") + '"';
    }
}
