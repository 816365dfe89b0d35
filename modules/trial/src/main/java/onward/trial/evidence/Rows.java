package onward.trial.evidence;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What the database says once everything has settled. */
public record Rows(
        List<EventRow> events,
        List<RunRow> runs,
        List<TrailRow> trail,
        List<EnvelopeRow> envelopes,
        List<WaitRow> waits,
        List<SignalRow> signals,
        List<CallRow> calls) {

    /** @param email the address it names, or that of the contact it names */
    public record EventRow(
            String id, String name, String email, String key, Integer number, Instant receivedAt, boolean matched) {}

    public record RunRow(
            String id,
            String automationId,
            String eventId,
            String status,
            int position,
            Instant dueAt,
            Instant createdAt,
            Instant completedAt) {}

    /** @param output never null */
    public record TrailRow(
            String runId,
            String stepKey,
            int visit,
            int position,
            String type,
            String status,
            Map<String, Object> output,
            Instant startedAt,
            Instant completedAt) {}

    public record EnvelopeRow(
            String id,
            String runId,
            String stepKey,
            int visit,
            String messageId,
            String sender,
            List<String> recipients,
            String state,
            String lastEvent,
            int attempts,
            Instant dueAt,
            Instant createdAt,
            Instant sentAt) {}

    public record WaitRow(String runId, String stepKey, String eventName, Instant until) {}

    public record SignalRow(String runId, String kind) {}

    /** A request of a step to another server. */
    public record CallRow(String id, String runId, String stepKey, int visit, String state, int attempts) {}
}
