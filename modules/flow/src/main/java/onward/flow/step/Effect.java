package onward.flow.step;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import onward.flow.fact.ContactPatch;
import onward.flow.message.Envelope;

/** Something a step wants done beside moving on; saved in the same transaction as the step's completion. */
public sealed interface Effect {

    /** Put a sealed message into the outbox. */
    record Seal(Envelope envelope) implements Effect {}

    /** Change the run's contact. */
    record UpdateContact(UUID contactId, ContactPatch patch) implements Effect {}

    /** Delete the run's contact; whatever else runs for it ends. */
    record DeleteContact(UUID contactId) implements Effect {}

    /** Put the run's contact into a segment, where it may be already. */
    record JoinSegment(UUID contactId, UUID segmentId) implements Effect {}

    /** Take the run's contact out of a segment, in which it need not be. */
    record LeaveSegment(UUID contactId, UUID segmentId) implements Effect {}

    /** Keep what the run's contact takes of a topic, over what it chose before. */
    record ChooseTopic(UUID contactId, UUID topicId, boolean isTaken) implements Effect {}

    /** Count a message to the run's contact, for the caps of the project's sending policy. */
    record CountSend(UUID contactId, Instant at) implements Effect {}

    /**
     * Make a request to another server, at least once, and tell the run what came back.
     *
     * @param id of the call, which the {@link Signal.Answered} names
     * @param stepKey and {@code visit}: whose call it is; one a visit
     * @param headers in order, the names as given
     * @param body to be sent as JSON; null when there is none
     * @param answerBy after this instant nobody waits for the answer
     * @param attemptsMax how often it is tried when the other side could not take it
     * @param timeoutMillis how long one attempt may take
     */
    record Call(
            UUID id,
            String stepKey,
            int visit,
            String method,
            String url,
            Map<String, String> headers,
            Object body,
            int attemptsMax,
            long timeoutMillis,
            Instant answerBy)
            implements Effect {}
}
