package onward.store.table;

import static onward.store.table.Columns.instant;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import onward.flow.run.Wait;
import onward.store.Statements;

/** What runs listen for. Whoever opens or closes a wait, or looks for listeners, holds the contact's {@link Locks}. */
public final class Waits {
    private static final Statements SQL = Statements.of("waits");

    private Waits() {}

    /** A wait of a run. */
    public record Entry(UUID projectId, UUID runId, UUID contactId, Wait what) {}

    /** The waits to close of a run: those of a step, or all of them for a null key. */
    public record Closing(UUID projectId, UUID runId, String stepKey) {}

    /** An event that may be waited for: one row for each correlation key it has, the empty one among them. */
    public record Heard(
            UUID projectId, UUID eventId, UUID contactId, String eventName, String correlation, Instant receivedAt) {}

    /** A run that listens for an event. */
    public record Listener(UUID projectId, UUID runId, UUID eventId, Instant receivedAt) {}

    /** What one run listens for; the step key is empty for the exit rule. */
    public record Open(String stepKey, String eventName, String correlation, Instant since, Instant until) {}

    /** Adds waits; none twice. */
    public static Future<Void> open(SqlClient tx, List<Entry> waits) {
        var rows = Columns.of(waits);
        var tuple = Tuple.of(
                rows.uuids(Entry::projectId),
                rows.uuids(Entry::runId),
                rows.texts(e -> e.what().stepKey()),
                rows.ints(e -> e.what().visit()),
                rows.uuids(Entry::contactId),
                rows.texts(e -> e.what().await().eventName()),
                rows.texts(e -> e.what().await().key()),
                rows.times(e -> e.what().await().since()),
                rows.times(e -> e.what().until()));
        return tx.preparedQuery(SQL.get("open")).execute(tuple).mapEmpty();
    }

    public static Future<Void> close(SqlClient tx, List<Closing> closings) {
        var rows = Columns.of(closings);
        var tuple = Tuple.of(rows.uuids(Closing::projectId), rows.uuids(Closing::runId), rows.texts(Closing::stepKey));
        return tx.preparedQuery(SQL.get("close")).execute(tuple).mapEmpty();
    }

    /** Closes all that these runs listened for. */
    public static Future<Void> closeAll(SqlClient tx, Collection<RunRef> runs) {
        return close(
                tx,
                runs.stream()
                        .map(run -> new Closing(run.projectId(), run.id(), null))
                        .toList());
    }

    /** Who listens for these events at the instants of their receipt. */
    public static Future<List<Listener>> listeners(SqlClient tx, List<Heard> events) {
        var rows = Columns.of(events);
        var tuple = Tuple.of(
                rows.uuids(Heard::projectId),
                rows.uuids(Heard::eventId),
                rows.uuids(Heard::contactId),
                rows.texts(Heard::eventName),
                rows.texts(Heard::correlation),
                rows.times(Heard::receivedAt));
        return tx.preparedQuery(SQL.get("listeners"))
                .execute(tuple)
                .map(found -> Columns.list(
                        found,
                        row -> new Listener(
                                row.getUUID("project_id"),
                                row.getUUID("run_id"),
                                row.getUUID("event_id"),
                                instant(row, "received_at"))));
    }

    /** What a run listens for now. */
    public static Future<List<Open>> of(SqlClient client, UUID projectId, UUID runId) {
        return client.preparedQuery(SQL.get("of"))
                .execute(Tuple.of(projectId, runId))
                .map(found -> Columns.list(
                        found,
                        row -> new Open(
                                row.getString("step_key"),
                                row.getString("event_name"),
                                row.getString("correlation"),
                                instant(row, "since"),
                                instant(row, "until"))));
    }
}
