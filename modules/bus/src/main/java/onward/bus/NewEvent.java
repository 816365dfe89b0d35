package onward.bus;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * An event as a face handed it over: checked for shape, not yet for schema or contact.
 * Exactly one of {@code contactId} and {@code email} is not null.
 *
 * @param payload plain values, or null when the caller gave none
 * @param occurredAt null: the instant of receipt
 * @param idempotencyKey 1 to 256 characters, or null
 */
public record NewEvent(
        UUID projectId,
        String name,
        UUID contactId,
        String email,
        Map<String, Object> payload,
        Instant occurredAt,
        String idempotencyKey)
        implements Message {}
