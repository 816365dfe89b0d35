package onward.flow.model;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What rules and references of a run can see (contract/resend.md 5.3), and what it means for two values to be equal.
 *
 * @param person null once they were deleted: then all about them is null
 */
record Sight(
        Map<String, Object> event,
        Person person,
        Map<String, Map<String, Object>> waitEvents,
        Map<String, Map<String, Object>> steps) {

    /** What is found where there is nothing, not even null. */
    static final Object NOTHING = new Object();

    Sight of(Map<String, Object> otherEvent) {
        return new Sight(otherEvent, person, waitEvents, steps);
    }

    /** The value at a path, or {@link #NOTHING}. */
    Object find(String path) {
        String head = path.substring(0, path.indexOf('.'));
        String rest = path.substring(path.indexOf('.') + 1);
        if (head.equals("contact")) {
            Object found = below(personFields(), rest);
            return found == NOTHING ? null : found;
        }
        return head.equals("event") ? below(event, rest) : named(head.equals("steps") ? steps : waitEvents, rest);
    }

    /** The longest name that begins the path is the one that is meant. */
    private static Object named(Map<String, Map<String, Object>> objects, String path) {
        String longest = null;
        for (String name : objects.keySet()) {
            if (path.startsWith(name + ".") && (longest == null || name.length() > longest.length())) {
                longest = name;
            }
        }
        return longest == null ? NOTHING : below(objects.get(longest), path.substring(longest.length() + 1));
    }

    /** A field, or a field of a field; a field whose name has the dots in it comes first. */
    static Object below(Object object, String path) {
        if (!(object instanceof Map<?, ?> fields)) {
            return NOTHING;
        }
        int dot = path.indexOf('.');
        if (fields.containsKey(path)) {
            return fields.get(path);
        }
        return dot < 0 ? NOTHING : below(fields.get(path.substring(0, dot)), path.substring(dot + 1));
    }

    private Map<String, Object> personFields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (person != null) {
            fields.put("id", person.id().toString());
            fields.put("email", person.email());
            fields.put("first_name", person.firstName());
            fields.put("last_name", person.lastName());
            fields.put("unsubscribed", person.unsubscribed());
            fields.put("properties", person.properties());
        }
        return fields;
    }

    /** What {@code {"var": path}} leads to, or {@link #NOTHING}; any other value is itself. */
    Object resolve(Object value) {
        return isReference(value) ? find((String) ((Map<?, ?>) value).get("var")) : value;
    }

    private static boolean isReference(Object value) {
        return value instanceof Map<?, ?> map && map.keySet().equals(Set.of("var"));
    }

    static boolean isScalar(Object value) {
        return value instanceof String || value instanceof Boolean || value instanceof Number;
    }

    /** Same sort and same value; numbers by value, so that 1 equals 1.0. */
    static boolean equal(Object one, Object other) {
        if (one instanceof Number && other instanceof Number) {
            return number(one).compareTo(number(other)) == 0;
        }
        return one == null ? other == null : one.equals(other);
    }

    static BigDecimal number(Object value) {
        return new BigDecimal(value.toString());
    }
}
