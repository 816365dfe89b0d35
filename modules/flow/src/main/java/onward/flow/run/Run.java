package onward.flow.run;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * One person on one version of one automation: the state of an actor whose row is its state.
 *
 * @param stepKey the step it rests at, or is about to enter; null once it ended
 * @param visit which visit of that step, from 1
 * @param position how many trail entries it has so far
 * @param resting true when it entered {@code stepKey} already and waits there; false when it is about to enter it
 * @param dueAt when a resting run is to be resumed; null when it waits without end, or ended
 * @param since the instant of what moved it last: the receipt of an event, or a due instant. Earlier than when the
 *     server acted on it, so that a server that is late misses no event
 * @param hops of the event that started it
 * @param reason why it failed or was cancelled, {@code {name, message, …}}; null otherwise
 * @param completedAt null exactly while it runs
 */
public record Run(
        UUID projectId,
        UUID id,
        UUID automationId,
        UUID versionId,
        UUID eventId,
        UUID contactId,
        RunStatus status,
        String stepKey,
        int visit,
        int position,
        boolean resting,
        Instant dueAt,
        Instant since,
        int hops,
        Map<String, Object> reason,
        Instant createdAt,
        Instant startedAt,
        Instant completedAt) {

    public boolean isLive() {
        return status == RunStatus.RUNNING;
    }

    /** The same, ended from outside. */
    public Run cancelled(Map<String, Object> why, Instant now) {
        return new Run(
                projectId,
                id,
                automationId,
                versionId,
                eventId,
                contactId,
                RunStatus.CANCELLED,
                null,
                visit,
                position,
                false,
                null,
                since,
                hops,
                why,
                createdAt,
                startedAt,
                now);
    }
}
