package onward.flow.fact;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a step changes about a contact. What is not given stays as it is.
 *
 * @param firstNameGiven whether {@code firstName} counts, which may be null to clear it
 * @param lastNameGiven whether {@code lastName} counts, which may be null to clear it
 * @param unsubscribed null to keep it
 * @param properties those to set, String, number or Boolean; a null value removes the property
 */
public record ContactPatch(
        boolean firstNameGiven,
        String firstName,
        boolean lastNameGiven,
        String lastName,
        Boolean unsubscribed,
        Map<String, Object> properties) {

    /** The contact with the changes made. */
    public Contact applyTo(Contact contact, Instant now) {
        return new Contact(
                contact.projectId(),
                contact.id(),
                contact.email(),
                firstNameGiven ? firstName : contact.firstName(),
                lastNameGiven ? lastName : contact.lastName(),
                unsubscribed == null ? contact.unsubscribed() : unsubscribed,
                changed(contact.properties()),
                contact.createdAt(),
                now);
    }

    private Map<String, Object> changed(Map<String, Object> before) {
        Map<String, Object> after = new LinkedHashMap<>(before);
        properties.forEach((key, value) -> {
            if (value == null) {
                after.remove(key);
            } else {
                after.put(key, value);
            }
        });
        return after;
    }

    /** Both changes as one, the other one last. */
    public ContactPatch then(ContactPatch other) {
        Map<String, Object> both = new LinkedHashMap<>(properties);
        both.putAll(other.properties);
        return new ContactPatch(
                firstNameGiven || other.firstNameGiven,
                other.firstNameGiven ? other.firstName : firstName,
                lastNameGiven || other.lastNameGiven,
                other.lastNameGiven ? other.lastName : lastName,
                other.unsubscribed == null ? unsubscribed : other.unsubscribed,
                both);
    }
}
