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
 * @param retry what it goes on with since somebody retried it; null for a run that nobody did
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
        Instant completedAt,
        Retry retry) {

    /** The name of the reason of a run that a person, or a program of theirs, cancelled. */
    public static final String CANCELLED_BY_HAND = "cancelled_by_hand";

    /** A run that nobody retried. */
    public Run(
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
        this(
                projectId,
                id,
                automationId,
                versionId,
                eventId,
                contactId,
                status,
                stepKey,
                visit,
                position,
                resting,
                dueAt,
                since,
                hops,
                reason,
                createdAt,
                startedAt,
                completedAt,
                null);
    }

    public boolean isLive() {
        return status == RunStatus.RUNNING;
    }

    /** True before it entered its first step, or its first one since it was retried. */
    public boolean isAtBegin() {
        return position == (retry == null ? 0 : retry.position());
    }

    /** Which visit the next one of that step is, from 1: an automation has no cycles, so only a retry leads back. */
    int visitOf(String step) {
        return step == null || retry == null ? 1 : retry.visitOf(step);
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
                now,
                retry);
    }
}
