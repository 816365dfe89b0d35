package onward.api;

import java.util.LinkedHashMap;
import java.util.Map;
import onward.flow.fact.Contact;

/** How a contact looks from outside (contract/resend.md 9). */
final class ContactView {
    private ContactView() {}

    static Map<String, Object> item(Contact contact) {
        return Answer.body(
                "id", contact.id(),
                "email", contact.email(),
                "first_name", contact.firstName(),
                "last_name", contact.lastName(),
                "created_at", PgText.of(contact.createdAt()),
                "unsubscribed", contact.unsubscribed());
    }

    /** @param externalId what its application calls it, an addition of ours that is shown where there is one */
    static Map<String, Object> whole(Contact contact, String externalId) {
        Map<String, Object> body = Answer.body("object", "contact");
        body.putAll(item(contact));
        if (externalId != null) {
            body.put("external_id", externalId);
        }
        body.put("properties", typed(contact.properties()));
        return body;
    }

    /** For example {@code {"plan": {"type": "string", "value": "pro"}}}. */
    private static Map<String, Object> typed(Map<String, Object> properties) {
        Map<String, Object> typed = new LinkedHashMap<>();
        properties.forEach((key, value) -> typed.put(key, Answer.body("type", type(value), "value", value)));
        return typed;
    }

    private static String type(Object value) {
        if (value instanceof Boolean) {
            return "boolean";
        }
        return value instanceof Number ? "number" : "string";
    }
}
