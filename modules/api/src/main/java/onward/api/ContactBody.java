package onward.api;

import java.util.Map;
import java.util.regex.Pattern;
import onward.store.table.ContactChange;

/** Reads what callers say about a contact. */
public final class ContactBody {
    /** How many properties one request may set. */
    static final int PROPERTIES_MAX = 100;

    /** How long the value of a property may be, when it is text. */
    static final int PROPERTY_CHARS_MAX = 2_000;

    /** Keys as contact properties have them (contract/resend.md 10): at most 50 letters, digits, underscores. */
    static final int PROPERTY_KEY_CHARS_MAX = 50;

    private static final Pattern PROPERTY_KEY = Pattern.compile("[A-Za-z0-9_]{1," + PROPERTY_KEY_CHARS_MAX + "}");

    private ContactBody() {}

    /** A new contact, or one that may be known: an address is needed, and null says nothing. */
    public static ContactChange ofNew(Fields fields) {
        return read(fields, fields.email("email"), fields.has("first_name"), fields.has("last_name"));
    }

    /** A known contact: null clears a name. */
    public static ContactChange ofUpdate(Fields fields) {
        return read(fields, fields.optionalEmail("email"), fields.isGiven("first_name"), fields.isGiven("last_name"));
    }

    private static ContactChange read(Fields fields, String email, boolean firstNameGiven, boolean lastNameGiven) {
        var change = new ContactChange(
                email,
                firstNameGiven,
                fields.optionalString("first_name", 0, Fields.NAME_CHARS_MAX),
                lastNameGiven,
                fields.optionalString("last_name", 0, Fields.NAME_CHARS_MAX),
                fields.optionalBool("unsubscribed"),
                properties(fields));
        fields.check();
        return change;
    }

    private static Map<String, Object> properties(Fields fields) {
        Map<String, Object> properties = fields.optionalMap("properties");
        if (properties == null) {
            return Map.of();
        }
        if (properties.size() > PROPERTIES_MAX) {
            fields.invalid(
                    "properties", "Expected at most " + PROPERTIES_MAX + " properties, found " + properties.size());
        }
        properties.forEach((key, value) -> checkProperty(fields, key, value));
        return properties;
    }

    /** True for text that may be the key of a property. */
    static boolean isPropertyKey(String key) {
        return PROPERTY_KEY.matcher(key).matches();
    }

    private static void checkProperty(Fields fields, String key, Object value) {
        if (!isPropertyKey(key)) {
            fields.invalid(
                    "properties", "Expected keys of 1 to 50 ASCII letters, digits and underscores, found another key");
        } else if (value instanceof Map || value instanceof Iterable) {
            fields.invalid(
                    "properties." + key, "Expected a string, a number, a boolean or null, found an object or an array");
        } else if (value instanceof String text && text.codePointCount(0, text.length()) > PROPERTY_CHARS_MAX) {
            fields.invalid("properties." + key, "String must contain at most " + PROPERTY_CHARS_MAX + " character(s)");
        }
    }
}
