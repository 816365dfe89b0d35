package onward.api;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import onward.store.table.ContactChange;
import onward.store.table.ContactProperties;

/**
 * Brings the properties that a caller gives a contact to the types they were declared with (contract/resend.md 9). A
 * key that was not declared is refused by its name; null removes a value, whatever its key.
 */
final class PropertyValues {
    private PropertyValues() {}

    static Future<ContactChange> typed(SqlClient client, UUID project, ContactChange change) {
        if (change.properties().values().stream().allMatch(value -> value == null)) {
            return Future.succeededFuture(change);
        }
        return ContactProperties.types(client, project, change.properties().keySet())
                .map(types -> new ContactChange(
                        change.email(),
                        change.firstNameGiven(),
                        change.firstName(),
                        change.lastNameGiven(),
                        change.lastName(),
                        change.unsubscribed(),
                        typed(change.properties(), types)));
    }

    private static Map<String, Object> typed(Map<String, Object> values, Map<String, String> types) {
        Map<String, Object> typed = new LinkedHashMap<>();
        values.forEach((key, value) -> typed.put(key, value == null ? null : typed(key, value, types.get(key))));
        return typed;
    }

    private static Object typed(String key, Object value, String type) {
        if (type == null) {
            throw NativeErrors.validation("Expected declared properties in `properties`, found `" + key
                    + "`. Declare it first: POST /contact-properties with its key and type. Nothing was stored.");
        }
        Object fitting = fitting(value, type);
        if (fitting == null) {
            throw NativeErrors.validation("Expected a " + type + " in `properties." + key
                    + "`, as it was declared, found another value. Nothing was stored.");
        }
        return fitting;
    }

    /** The value in that type, or null when it is of another. Clients may give a boolean as text. */
    static Object fitting(Object value, String type) {
        if (type.equals(ContactProperties.NUMBER)) {
            return value instanceof Number ? value : null;
        }
        return value instanceof Boolean ? value.toString() : value instanceof String ? value : null;
    }
}
