package onward.bus;

import java.time.Instant;
import java.util.UUID;
import onward.flow.fact.Problem;

/** The answer to a {@link NewEvent}, given only after the commit. */
public sealed interface Ingested extends Message {

    /**
     * The event is durable.
     *
     * @param duplicate true when an event of the same idempotency key was there before; {@code id} is that one's
     */
    record Accepted(UUID id, Instant receivedAt, boolean duplicate) implements Ingested {}

    /** Nothing was stored; the caller has to change something. */
    record Refused(Problem problem) implements Ingested {}
}
