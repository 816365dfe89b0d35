package onward.bus;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import onward.flow.fact.TraceParent;

/**
 * An event as a face handed it over: checked for shape, not yet for schema or contact. At least one of {@code
 * contactId}, {@code externalId} and {@code email} is not null; the first of them that is, in this order, says whose it
 * is. An external id that no contact has gives way to the email.
 *
 * @param payload plain values, or null when the caller gave none
 * @param occurredAt null: the instant of receipt
 * @param idempotencyKey 1 to 256 characters, or null
 * @param externalId what its application calls the person, or null
 * @param registers whether a name that nobody defined becomes a definition
 * @param trace the trace that its sender is in, or null
 */
public record NewEvent(
        UUID projectId,
        String name,
        UUID contactId,
        String email,
        Map<String, Object> payload,
        Instant occurredAt,
        String idempotencyKey,
        String externalId,
        boolean registers,
        TraceParent trace)
        implements Message {

    /** An event that came in no trace. */
    public NewEvent(
            UUID projectId,
            String name,
            UUID contactId,
            String email,
            Map<String, Object> payload,
            Instant occurredAt,
            String idempotencyKey,
            String externalId,
            boolean registers) {
        this(projectId, name, contactId, email, payload, occurredAt, idempotencyKey, externalId, registers, null);
    }

    /** The same in a trace, or in none where that is null. */
    public NewEvent in(TraceParent parent) {
        return new NewEvent(
                projectId, name, contactId, email, payload, occurredAt, idempotencyKey, externalId, registers, parent);
    }

    /** An event whose person has no external id, of a name that may stay undefined. */
    public NewEvent(
            UUID projectId,
            String name,
            UUID contactId,
            String email,
            Map<String, Object> payload,
            Instant occurredAt,
            String idempotencyKey) {
        this(projectId, name, contactId, email, payload, occurredAt, idempotencyKey, null, false);
    }
}
