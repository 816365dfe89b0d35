package onward.store.table;

import static onward.store.table.Columns.instant;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import onward.store.Page;
import onward.store.PageRequest;
import onward.store.Statements;
import onward.store.Times;

/** The table of webhooks: who wants to hear of what. */
public final class Webhooks {
    /** Told of what happens. */
    public static final String ENABLED = "enabled";
    /** Told of nothing: by choice, or because its server failed for days. */
    public static final String DISABLED = "disabled";

    /** How many webhooks a project may have. */
    public static final int PER_PROJECT_MAX = 100;
    /** How long the URL of one may be. */
    public static final int ENDPOINT_CHARS_MAX = 2_000;

    private static final Statements SQL = Statements.of("webhook");

    private Webhooks() {}

    /**
     * A webhook.
     *
     * @param events the types of events it is told of
     * @param secret sealed
     */
    public record Webhook(
            UUID id,
            String endpoint,
            List<String> events,
            String status,
            byte[] secret,
            Instant createdAt,
            Instant updatedAt) {}

    /** What is to become of a webhook; null keeps what is there. */
    public record Change(String endpoint, List<String> events, String status) {}

    /**
     * Adds one that is enabled.
     *
     * @param max how many a project may have
     * @return false when it has that many
     */
    public static Future<Boolean> insert(
            SqlClient client,
            UUID projectId,
            UUID id,
            String endpoint,
            List<String> events,
            byte[] secret,
            Instant now,
            int max) {
        var tuple = Tuple.of(projectId, id, endpoint)
                .addValue(events.toArray(String[]::new))
                .addValue(Buffer.buffer(secret))
                .addValue(Times.toSql(now))
                .addValue(max);
        return client.preparedQuery(SQL.get("insert")).execute(tuple).map(done -> done.rowCount() > 0);
    }

    public static Future<Optional<Webhook>> find(SqlClient client, UUID projectId, UUID id) {
        return client.preparedQuery(SQL.get("find"))
                .execute(Tuple.of(projectId, id))
                .map(rows -> Optional.ofNullable(Columns.firstOrNull(rows, Webhooks::webhook)));
    }

    /** False when there is no such webhook. What one that is switched off has in its queue is over. */
    public static Future<Boolean> update(SqlClient tx, UUID projectId, UUID id, Change change, Instant now) {
        var tuple = Tuple.tuple()
                .addValue(change.endpoint())
                .addValue(change.events() == null ? null : change.events().toArray(String[]::new))
                .addValue(change.status())
                .addValue(Times.toSql(now))
                .addValue(projectId)
                .addValue(id);
        return tx.preparedQuery(SQL.get("update"))
                .execute(tuple)
                .compose(done -> (DISABLED.equals(change.status())
                                ? dropPending(tx, projectId, id, now)
                                : Future.<Void>succeededFuture())
                        .map(done.rowCount() > 0));
    }

    static Future<Void> dropPending(SqlClient client, UUID projectId, UUID id, Instant now) {
        return client.preparedQuery(SQL.get("drop_pending"))
                .execute(Tuple.of(Times.toSql(now), projectId, id))
                .mapEmpty();
    }

    /**
     * Gives it another secret; the one before signs beside it for a while. False when there is no such webhook.
     *
     * @param secret sealed
     * @param until when the one before ends
     */
    public static Future<Boolean> rotate(
            SqlClient client, UUID projectId, UUID id, byte[] secret, Instant until, Instant now) {
        return client.preparedQuery(SQL.get("rotate"))
                .execute(Tuple.of(Times.toSql(until), Buffer.buffer(secret), Times.toSql(now), projectId, id))
                .map(done -> done.rowCount() > 0);
    }

    /** False when there is no such webhook. What it was told goes with it. */
    public static Future<Boolean> delete(SqlClient client, UUID projectId, UUID id) {
        return client.preparedQuery(SQL.get("delete"))
                .execute(Tuple.of(projectId, id))
                .map(done -> done.rowCount() > 0);
    }

    /** Newest first. */
    public static Future<Page<Webhook>> list(SqlClient client, UUID projectId, PageRequest request) {
        return Keyset.page(client, SQL, request, List.of(projectId), List.of(), Webhooks::webhook);
    }

    private static Webhook webhook(Row row) {
        return new Webhook(
                row.getUUID("id"),
                row.getString("endpoint"),
                Columns.texts(row, "events"),
                row.getString("status"),
                row.getBuffer("secret").getBytes(),
                instant(row, "created_at"),
                instant(row, "updated_at"));
    }
}
