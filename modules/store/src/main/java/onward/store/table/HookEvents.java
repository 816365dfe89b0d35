package onward.store.table;

import static onward.store.table.Columns.instant;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import onward.flow.fact.Ids;
import onward.store.Statements;
import onward.store.Times;

/**
 * What webhooks are to hear of. Rows come from triggers (see V7__hooks.sql) and from the statements that tell what became
 * of a mail, always in the transaction of the change itself, and only where some webhook wants them.
 */
public final class HookEvents {
    private static final Statements SQL = Statements.of("hook_event");

    private HookEvents() {}

    /**
     * Something that happened and that nobody was told of yet.
     *
     * @param segmentIds those of a contact that was made or changed; empty for everything else
     */
    public record Fresh(
            UUID projectId,
            UUID id,
            String type,
            Map<String, Object> data,
            Instant occurredAt,
            List<UUID> segmentIds) {}

    /** The bytes that are signed and sent, as text. */
    public record Payload(UUID projectId, UUID id, String text) {}

    /** What the transaction changes from here on, no webhook is told of; for imports. */
    public static Future<Void> quiet(SqlClient tx) {
        return tx.preparedQuery(SQL.get("quiet")).execute().mapEmpty();
    }

    /** Tells what no trigger sees, where some webhook wants it; in the transaction of the change itself. */
    public static Future<Void> tell(
            SqlClient tx, UUID projectId, String type, Map<String, Object> data, Instant occurredAt) {
        return tx.preparedQuery(SQL.get("tell"))
                .execute(Tuple.of(projectId, type, Columns.json(data), Times.toSql(occurredAt)))
                .mapEmpty();
    }

    /** One thing of its kind that happened, see {@link #tell(SqlClient, String, List, Instant)}. */
    public record News(UUID projectId, Map<String, Object> data) {}

    /** The same for many at once. */
    public static Future<Void> tell(SqlClient tx, String type, List<News> news, Instant occurredAt) {
        var rows = Columns.of(news);
        return tx.preparedQuery(SQL.get("tell_all"))
                .execute(Tuple.of(type, Times.toSql(occurredAt), rows.uuids(News::projectId), rows.jsons(News::data)))
                .mapEmpty();
    }

    /** Takes the oldest that nobody was told of; they stay until the transaction ends. */
    public static Future<List<Fresh>> claim(SqlClient tx, int limit) {
        return tx.preparedQuery(SQL.get("claim"))
                .execute(Tuple.of(limit))
                .map(rows -> Columns.list(rows, HookEvents::fresh));
    }

    /** Puts each into the queue of every enabled webhook that wants it, due at once. */
    public static Future<Void> fan(SqlClient tx, List<Payload> payloads, Instant now) {
        var rows = Columns.of(payloads);
        var tuple = Tuple.tuple()
                .addValue(rows.uuids(Payload::projectId))
                .addValue(rows.uuids(Payload::id))
                .addValue(rows.texts(Payload::text))
                .addValue(Times.toSql(now));
        return tx.preparedQuery(SQL.get("fan")).execute(tuple).mapEmpty();
    }

    /** Forgets what is over for everybody and was written before this instant. */
    public static Future<Integer> forget(SqlClient client, Instant before, int limit) {
        return client.preparedQuery(SQL.get("forget"))
                .execute(Tuple.of(Ids.first(before), limit))
                .map(done -> done.rowCount());
    }

    private static Fresh fresh(Row row) {
        UUID[] segments = row.getArrayOfUUIDs("segment_ids");
        return new Fresh(
                row.getUUID("project_id"),
                row.getUUID("id"),
                row.getString("type"),
                Columns.object(row, "data"),
                instant(row, "occurred_at"),
                segments == null ? List.of() : List.of(segments));
    }
}
