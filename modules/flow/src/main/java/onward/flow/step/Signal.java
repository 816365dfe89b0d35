package onward.flow.step;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** Something in a run's mailbox. A due instant that is reached is no signal: the machine sees it by itself. */
public sealed interface Signal {

    /** When the database's clock accepted it; before a step's due instant it beats that instant. */
    Instant receivedAt();

    /** An event for the run's contact arrived. */
    record EventReceived(UUID eventId, String name, Map<String, Object> payload, Instant receivedAt) implements Signal {

        public EventReceived {
            payload = payload == null ? Map.of() : payload;
        }
    }

    /**
     * A call of the run was answered, or given up.
     *
     * @param callId of the {@link Effect.Call}
     * @param stepKey and {@code visit}: whose call it was
     * @param answer {@code {status, headers, body, attempts}}, or null when there was none
     * @param problem why there is no good answer, or null
     */
    record Answered(
            UUID callId, String stepKey, int visit, Map<String, Object> answer, String problem, Instant receivedAt)
            implements Signal {}

    /** The contact was deleted: nothing can follow. */
    record ContactDeleted(Instant receivedAt) implements Signal {}

    /** Another run of the automation took this one's place, by its entry rule. */
    record Replaced(UUID byRunId, Instant receivedAt) implements Signal {}
}
