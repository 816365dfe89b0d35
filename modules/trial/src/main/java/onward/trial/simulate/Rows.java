package onward.trial.simulate;

import java.util.UUID;
import onward.flow.fact.Event;
import onward.flow.message.Envelope;
import onward.flow.run.TrailEntry;
import onward.flow.run.Wait;

/** What stands in the tables that the core has no record for. Times in milliseconds. */
final class Rows {
    private Rows() {}

    /**
     * An event with what the server keeps beside it.
     *
     * @param person whose address it names
     * @param key of idempotency
     */
    record StoredEvent(Event event, int person, String key, boolean matched) {
        StoredEvent asMatched() {
            return new StoredEvent(event, person, key, true);
        }
    }

    /** @param read how many commits its transaction could have seen, for the judges */
    record Line(UUID runId, TrailEntry entry, long read) {}

    record LineKey(UUID runId, String stepKey) {}

    record OpenWait(UUID runId, UUID contactId, Wait what) {}

    record Letter(UUID id, UUID runId, StoredEvent event) {}

    record LetterKey(UUID runId, UUID eventId) {}

    record RunKey(int automation, UUID eventId) {}

    /** When which version of an automation was enabled; {@code until} is {@link Long#MAX_VALUE} while it is. */
    record Span(int automation, int version, long from, long until) {
        boolean covers(long at) {
            return at >= from && at < until;
        }
    }

    /** Where a mail stands; only the first two have a successor. */
    enum State {
        QUEUED,
        SENDING,
        SENT,
        FAILED,
        UNCERTAIN;

        boolean isFinal() {
            return this != QUEUED && this != SENDING;
        }
    }

    /**
     * @param dueAt while it is leased, the end of the lease
     * @param fence grows with every lease
     * @param writtenUnder the fence that its last writer held, for the judges
     */
    record Mail(Envelope envelope, State state, int attempts, long fence, long dueAt, long writtenUnder) {}
}
