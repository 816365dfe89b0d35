package onward.flow.fact;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * What happened, and to whom. Exactly one of {@code contactId} and {@code email} is not null, or neither where it came
 * with an external id that no contact had.
 *
 * @param payload the event's own fields as plain values: String, Boolean, Long, BigDecimal, List, Map, null
 * @param occurredAt when it happened at its source; the instant of receipt when the source did not say
 * @param receivedAt the database's clock when it was accepted
 * @param hops how many runs stand between it and an event from outside: 0 for a customer's event, one more than the
 *     run's own for what the server tells of a mail that a run sent
 * @param externalId what its application calls the person, where it was found by that; else null
 */
public record Event(
        UUID projectId,
        UUID id,
        String name,
        UUID contactId,
        String email,
        Map<String, Object> payload,
        Instant occurredAt,
        Instant receivedAt,
        int hops,
        String externalId) {

    /** An event whose person its application did not name in words of its own. */
    public Event(
            UUID projectId,
            UUID id,
            String name,
            UUID contactId,
            String email,
            Map<String, Object> payload,
            Instant occurredAt,
            Instant receivedAt,
            int hops) {
        this(projectId, id, name, contactId, email, payload, occurredAt, receivedAt, hops, null);
    }

    /** An event from outside. */
    public Event(
            UUID projectId,
            UUID id,
            String name,
            UUID contactId,
            String email,
            Map<String, Object> payload,
            Instant occurredAt,
            Instant receivedAt) {
        this(projectId, id, name, contactId, email, payload, occurredAt, receivedAt, 0);
    }

    /** The same with another payload. */
    public Event with(Map<String, Object> other) {
        return new Event(projectId, id, name, contactId, email, other, occurredAt, receivedAt, hops);
    }
}
