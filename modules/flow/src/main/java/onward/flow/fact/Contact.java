package onward.flow.fact;

import java.time.Instant;
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
        Instant updatedAt) {}
