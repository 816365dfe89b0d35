package onward.flow.fact;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * A person of a project, as they are at this moment.
 *
 * @param email as first spelled; two addresses that differ only in case are one contact
 * @param firstName null when not known
 * @param lastName null when not known
 * @param unsubscribed true: no send_email step sends to them, whatever else a run does
 * @param properties custom properties: key to String, number, Boolean or null
 */
public record Contact(
        UUID projectId,
        UUID id,
        String email,
        String firstName,
        String lastName,
        boolean unsubscribed,
        Map<String, Object> properties,
        Instant createdAt,
        Instant updatedAt) {

    /**
     * The contact as rules and texts see it: a property it has no value of has the one given here
     * (contract/resend.md 5.3).
     *
     * @param fallbacks by property key
     */
    public Contact withFallbacks(Map<String, Object> fallbacks) {
        if (fallbacks.isEmpty()) {
            return this;
        }
        Map<String, Object> filled = new LinkedHashMap<>(fallbacks);
        properties.forEach((key, value) -> {
            if (value != null) {
                filled.put(key, value);
            }
        });
        return new Contact(projectId, id, email, firstName, lastName, unsubscribed, filled, createdAt, updatedAt);
    }
}
