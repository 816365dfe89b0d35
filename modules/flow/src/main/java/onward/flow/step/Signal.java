package onward.flow.step;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** Something in a run's mailbox. A due instant that is reached is no signal: the machine sees it by itself. */
public sealed interface Signal {

    /** When the database's clock accepted it; before a step's due instant it beats that instant. */
    Instant receivedAt();

    /** An event for the run's contact arrived. */
    record EventReceived(UUID eventId, String name, Map<String, Object> payload, Instant receivedAt)
            implements Signal {}
}
