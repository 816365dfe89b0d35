package onward.store.page;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import onward.flow.run.RunStatus;
import onward.flow.run.TrailEntry;
import onward.store.Statements;
import onward.store.Times;
import onward.store.json.JsonReader;
import onward.store.table.Interventions;
import onward.store.table.Interventions.Intervention;
import onward.store.table.Trail;
import onward.store.table.Waits;

/**
 * One run with all that is known of it.
 *
 * @param trail one entry a visit of a step, in order
 * @param waits what it listens for, also by its exit rule
 * @param mails what its steps sealed, pushes too, at most {@link #PARTS_MAX}
 * @param calls what its steps asked of other servers, at most {@link #PARTS_MAX}
 * @param interventions what somebody did to it, the newest first
 */
public record RunFacts(
        Head head,
        List<TrailEntry> trail,
        List<Waits.Open> waits,
        List<Mail> mails,
        List<Call> calls,
        List<Intervention> interventions) {
    /** How many mails, pushes and requests of one run are shown. */
    public static final int PARTS_MAX = 200;

    private static final Statements SQL = Statements.of("page_run");

    /**
     * @param email of the contact, or of the event that started the run; null when both are gone
     * @param event its name; null when it is kept no more, as are {@code payload} and {@code receivedAt}
     * @param automation null when it was removed, as are {@code version} and {@code definition}
     * @param reason why it failed or was cancelled, {@code {name, message, …}}; null otherwise
     * @param traceparent the trace that its event came in; null for none
     * @param quarantinedAt since when it is left alone because it fails by itself; null for nearly all
     */
    public record Head(
            UUID id,
            UUID automationId,
            UUID contactId,
            UUID eventId,
            RunStatus status,
            String stepKey,
            boolean resting,
            Instant dueAt,
            Map<String, Object> reason,
            Instant quarantinedAt,
            Instant createdAt,
            Instant startedAt,
            Instant completedAt,
            String email,
            String event,
            Map<String, Object> payload,
            Instant receivedAt,
            String automation,
            boolean isEnabled,
            Integer version,
            Map<String, Object> definition,
            String traceparent) {

        public boolean isLive() {
            return status == RunStatus.RUNNING;
        }
    }

    /**
     * @param device of a push, what its device runs on and whether it is still there; null for a mail
     * @param state queued, sending, sent, failed, uncertain or canceled
     * @param lastEvent what it is known by: queued, sent, delivered, bounced, opened, …
     * @param dueAt when it is tried next; null once that is over
     */
    public record Mail(
            UUID id,
            String stepKey,
            String subject,
            List<String> recipients,
            String device,
            String state,
            String lastEvent,
            int attempts,
            Instant dueAt,
            String lastReply,
            Instant createdAt,
            Instant sentAt) {

        public boolean isPush() {
            return device != null;
        }
    }

    /** @param state queued, sending, answered or failed */
    public record Call(
            String stepKey,
            String method,
            String url,
            String state,
            int attempts,
            Instant dueAt,
            String problem,
            Instant createdAt,
            Instant endedAt) {}

    /** The run of that id, if the project has one. */
    public static Future<Optional<RunFacts>> find(SqlClient client, UUID projectId, UUID id) {
        return client.preparedQuery(SQL.get("run"))
                .execute(Tuple.of(projectId, id))
                .compose(rows -> rows.size() == 0
                        ? Future.succeededFuture(Optional.empty())
                        : whole(client, projectId, head(rows.iterator().next())).map(Optional::of));
    }

    private static Future<RunFacts> whole(SqlClient client, UUID projectId, Head head) {
        var trail = Trail.of(client, projectId, head.id());
        var waits = Waits.of(client, projectId, head.id());
        var mails = client.preparedQuery(SQL.get("mails")).execute(Tuple.of(projectId, head.id(), PARTS_MAX));
        var calls = client.preparedQuery(SQL.get("calls")).execute(Tuple.of(projectId, head.id(), PARTS_MAX));
        var interventions = Interventions.of(client, projectId, head.id());
        return Future.all(trail, waits, mails, calls, interventions)
                .map(all -> new RunFacts(
                        head,
                        trail.result(),
                        waits.result(),
                        mails.result().stream().map(RunFacts::mail).toList(),
                        calls.result().stream().map(RunFacts::call).toList(),
                        interventions.result()));
    }

    private static Head head(Row row) {
        String contactEmail = row.getString("contact_email");
        return new Head(
                row.getUUID("id"),
                row.getUUID("automation_id"),
                row.getUUID("contact_id"),
                row.getUUID("event_id"),
                RunStatus.of(row.getString("status")),
                row.getString("step_key"),
                row.getBoolean("resting"),
                at(row, "due_at"),
                object(row, "reason"),
                at(row, "quarantined_at"),
                at(row, "created_at"),
                at(row, "started_at"),
                at(row, "completed_at"),
                contactEmail == null ? row.getString("event_email") : contactEmail,
                row.getString("event"),
                object(row, "payload"),
                at(row, "received_at"),
                row.getString("automation"),
                "enabled".equals(row.getString("automation_status")),
                row.getInteger("version"),
                object(row, "definition"),
                row.getString("traceparent"));
    }

    private static Mail mail(Row row) {
        return new Mail(
                row.getUUID("id"),
                row.getString("step_key"),
                row.getString("subject"),
                List.of(row.getArrayOfStrings("recipients")),
                row.getString("device"),
                row.getString("state"),
                row.getString("last_event"),
                row.getInteger("attempts"),
                at(row, "due_at"),
                row.getString("last_reply"),
                at(row, "created_at"),
                at(row, "sent_at"));
    }

    private static Call call(Row row) {
        return new Call(
                row.getString("step_key"),
                row.getString("method"),
                row.getString("url"),
                row.getString("state"),
                row.getInteger("attempts"),
                at(row, "due_at"),
                row.getString("problem"),
                at(row, "created_at"),
                at(row, "ended_at"));
    }

    private static Instant at(Row row, String column) {
        return Times.fromSql(row.getOffsetDateTime(column));
    }

    @SuppressWarnings("unchecked") // the columns hold objects
    private static Map<String, Object> object(Row row, String column) {
        String text = row.getString(column);
        return text == null ? null : (Map<String, Object>) JsonReader.read(text);
    }
}
