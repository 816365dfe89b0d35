package onward.store.table;

import static onward.store.table.Columns.instant;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import onward.flow.step.Signal;
import onward.store.Statements;
import onward.store.Times;

/** The mailboxes of runs. A signal stays until a run that was locked heard it. */
public final class Signals {
    private static final Statements SQL = Statements.of("signals");

    private Signals() {}

    /** A signal on its way in; exactly one of event and run is not null. */
    public record Entry(UUID projectId, UUID id, UUID runId, UUID eventId, UUID byRunId, Instant receivedAt) {

        /** An event that the run listens for. */
        public static Entry event(UUID projectId, UUID id, UUID runId, UUID eventId, Instant receivedAt) {
            return new Entry(projectId, id, runId, eventId, null, receivedAt);
        }

        /** Another run took its place. */
        public static Entry replaced(UUID projectId, UUID id, UUID runId, UUID byRunId, Instant receivedAt) {
            return new Entry(projectId, id, runId, null, byRunId, receivedAt);
        }

        private String kind() {
            return eventId != null ? "event" : "replaced";
        }
    }

    /** A signal in a mailbox. */
    public record Letter(UUID id, UUID runId, Signal signal) {}

    /** Puts signals into mailboxes; an event that is in one already stays there once. */
    public static Future<Void> put(SqlClient tx, List<Entry> signals) {
        var rows = Columns.of(signals);
        var tuple = Tuple.of(
                rows.uuids(Entry::projectId),
                rows.uuids(Entry::id),
                rows.uuids(Entry::runId),
                rows.texts(Entry::kind),
                rows.uuids(Entry::eventId),
                rows.uuids(e -> null),
                rows.uuids(Entry::byRunId),
                rows.times(Entry::receivedAt));
        return tx.preparedQuery(SQL.get("put")).execute(tuple).mapEmpty();
    }

    /** Tells every live run of deleted contacts, but those named. */
    public static Future<Void> contactsDeleted(
            SqlClient tx, List<Matching.Ref> contacts, Collection<UUID> but, Instant now) {
        var rows = Columns.of(contacts);
        var tuple = Tuple.of(
                Times.toSql(now),
                rows.uuids(Matching.Ref::projectId),
                rows.uuids(Matching.Ref::id),
                but.toArray(UUID[]::new));
        return tx.preparedQuery(SQL.get("put_to_contacts")).execute(tuple).mapEmpty();
    }

    /** Runs that have mail and may be tried at this instant, ended ones among them. */
    public static Future<Set<RunRef>> addressees(SqlClient tx, Instant now, int limit) {
        return tx.preparedQuery(SQL.get("addressees"))
                .execute(Tuple.of(Times.toSql(now), limit))
                .map(rows -> rows.stream().map(Signals::addressee).collect(Collectors.toSet()));
    }

    private static RunRef addressee(Row row) {
        return new RunRef(row.getUUID("project_id"), row.getUUID("run_id"));
    }

    /** The mailboxes of these runs, each in order of receipt. */
    public static Future<Map<UUID, List<Letter>>> of(SqlClient tx, Collection<RunRef> runs) {
        return tx.preparedQuery(SQL.get("of"))
                .execute(pair(runs))
                .map(rows -> Columns.list(rows, Signals::letter).stream()
                        .collect(Collectors.groupingBy(Letter::runId, HashMap::new, Collectors.toList())));
    }

    /** Takes letters out that were heard. */
    public static Future<Void> take(SqlClient tx, List<Letter> letters, Map<UUID, UUID> projectOfRun) {
        var rows = Columns.of(letters);
        return tx.preparedQuery(SQL.get("take"))
                .execute(Columns.pair(rows.uuids(l -> projectOfRun.get(l.runId())), rows.uuids(Letter::id)))
                .mapEmpty();
    }

    /** Empties the mailboxes of those runs that ended. */
    public static Future<Void> dropDead(SqlClient tx, Collection<RunRef> runs) {
        return tx.preparedQuery(SQL.get("drop_dead")).execute(pair(runs)).mapEmpty();
    }

    /** Empties the mailboxes of runs. */
    public static Future<Void> empty(SqlClient tx, Collection<RunRef> runs) {
        return tx.preparedQuery(SQL.get("empty")).execute(pair(runs)).mapEmpty();
    }

    private static Tuple pair(Collection<RunRef> runs) {
        var rows = RunRef.columns(runs);
        return Columns.pair(rows.uuids(RunRef::projectId), rows.uuids(RunRef::id));
    }

    private static Letter letter(Row row) {
        return new Letter(row.getUUID("id"), row.getUUID("run_id"), signal(row));
    }

    private static Signal signal(Row row) {
        Instant receivedAt = instant(row, "received_at");
        return switch (row.getString("kind")) {
            case "event" ->
                new Signal.EventReceived(
                        row.getUUID("event_id"), row.getString("name"), Columns.object(row, "payload"), receivedAt);
            case "answered" ->
                new Signal.Answered(
                        row.getUUID("call_id"),
                        row.getString("step_key"),
                        row.getInteger("visit"),
                        Columns.object(row, "answer"),
                        row.getBoolean("is_failed") ? row.getString("problem") : null,
                        receivedAt);
            case "replaced" -> new Signal.Replaced(row.getUUID("by_run_id"), receivedAt);
            default -> new Signal.ContactDeleted(receivedAt);
        };
    }
}
