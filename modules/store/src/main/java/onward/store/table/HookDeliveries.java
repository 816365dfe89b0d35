package onward.store.table;

import static onward.store.table.Columns.instant;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import onward.flow.fact.TraceParent;
import onward.store.Page;
import onward.store.PageRequest;
import onward.store.Statements;
import onward.store.Times;
import onward.store.UnknownCursor;

/** One webhook hears of one event: leased and settled like envelopes, its attempts kept. */
public final class HookDeliveries {
    private static final Statements SQL = Statements.of("webhook_delivery");
    private static final IdPages LOG = new IdPages(SQL, "find", "list", "list_newer");
    private static final IdPages ATTEMPTS = new IdPages(SQL, "attempt", "attempts", "attempts_newer");

    private HookDeliveries() {}

    /**
     * The right to tell a webhook of an event until the lease ends.
     *
     * @param secret sealed, as {@code oldSecret}, which is null unless one was rotated lately
     * @param payload the bytes to sign and send, as text
     * @param attempt which attempt it is, from 1
     * @param trace the one that its event came in; null for none
     */
    public record Lease(
            UUID projectId,
            UUID webhookId,
            UUID eventId,
            String endpoint,
            byte[] secret,
            byte[] oldSecret,
            String payload,
            int attempt,
            long fence,
            TraceParent trace) {

        /** The same in a trace, or in none where that is null. */
        public Lease in(TraceParent parent) {
            return new Lease(
                    projectId, webhookId, eventId, endpoint, secret, oldSecret, payload, attempt, fence, parent);
        }
    }

    /**
     * What became of an attempt.
     *
     * @param state pending, success or failed
     * @param dueAt when it is tried again; null when that is over
     * @param statusCode 0 when no answer came
     * @param response the beginning of the answer, or why there was none
     */
    public record Settlement(
            Lease lease,
            UUID attemptId,
            String state,
            Instant dueAt,
            int statusCode,
            String response,
            Instant sentAt,
            Instant now) {

        boolean isSuccess() {
            return state.equals("success");
        }
    }

    /**
     * An event in the log of a webhook.
     *
     * @param payload JSON; null in lists, and before the event was told to anybody
     * @param state pending, sending, success or failed
     * @param dueAt when it is tried next; null when that is over
     */
    public record Entry(UUID id, String type, String payload, Instant occurredAt, String state, Instant dueAt) {}

    /** One attempt to tell. */
    public record Attempt(UUID id, int statusCode, String response, Instant sentAt) {}

    /**
     * Takes the longest due of every enabled webhook, those left behind by a dead attempt among them.
     *
     * @param each how many of one webhook at most
     * @param full webhooks that are left out
     */
    public static Future<List<Lease>> lease(
            SqlClient client, Instant now, Instant until, int limit, int each, Collection<UUID> full) {
        var tuple = Tuple.of(Times.toSql(now), each)
                .addValue(full.toArray(UUID[]::new))
                .addValue(limit)
                .addValue(Times.toSql(until));
        return client.preparedQuery(SQL.get("lease"))
                .execute(tuple)
                .map(rows -> Columns.list(rows, HookDeliveries::lease));
    }

    /**
     * Records an attempt and what it means.
     *
     * @param hopelessSince a webhook that has failed since then or longer is switched off
     * @return whether this switched it off
     */
    public static Future<Boolean> settle(SqlClient tx, Settlement s, Instant hopelessSince) {
        var tuple = Tuple.tuple()
                .addValue(s.state())
                .addValue(Times.toSql(s.dueAt()))
                .addValue(s.dueAt() == null ? Times.toSql(s.now()) : null)
                .addValue(s.lease().projectId())
                .addValue(s.lease().webhookId())
                .addValue(s.lease().eventId())
                .addValue(s.lease().fence())
                .addValue(s.attemptId())
                .addValue(s.statusCode())
                .addValue(s.response())
                .addValue(Times.toSql(s.sentAt()))
                .addValue(s.isSuccess())
                .addValue(Times.toSql(s.now()))
                .addValue(Times.toSql(hopelessSince));
        return tx.preparedQuery(SQL.get("settle"))
                .execute(tuple)
                .map(rows -> rows.iterator().next().getBoolean("is_disabled"))
                .compose(isDisabled -> isDisabled
                        ? Webhooks.dropPending(
                                        tx, s.lease().projectId(), s.lease().webhookId(), s.now())
                                .map(true)
                        : Future.succeededFuture(false));
    }

    /** One event in the log of a webhook, if there is one. */
    public static Future<Optional<Entry>> find(SqlClient client, UUID projectId, UUID webhookId, UUID eventId) {
        return client.preparedQuery(SQL.get("find"))
                .execute(Tuple.of(projectId, webhookId, eventId))
                .map(rows -> Optional.ofNullable(Columns.firstOrNull(rows, HookDeliveries::entry)));
    }

    /** The log of a webhook, newest first, without payloads; fails with {@link UnknownCursor}. */
    public static Future<Page<Entry>> list(SqlClient client, UUID projectId, UUID webhookId, PageRequest request) {
        return LOG.page(client, request, List.of(projectId, webhookId), HookDeliveries::entry);
    }

    /** Makes it due at once, with all its attempts before it; one that is under way is left alone. */
    public static Future<Void> replay(SqlClient client, UUID projectId, UUID webhookId, UUID eventId, Instant now) {
        return client.preparedQuery(SQL.get("replay"))
                .execute(Tuple.of(Times.toSql(now), projectId, webhookId, eventId))
                .mapEmpty();
    }

    /** The attempts to tell a webhook of an event, newest first; fails with {@link UnknownCursor}. */
    public static Future<Page<Attempt>> attempts(
            SqlClient client, UUID projectId, UUID webhookId, UUID eventId, PageRequest request) {
        return ATTEMPTS.page(client, request, List.of(projectId, webhookId, eventId), HookDeliveries::attempt);
    }

    private static Lease lease(Row row) {
        Buffer old = row.getBuffer("old_secret");
        return new Lease(
                row.getUUID("project_id"),
                row.getUUID("webhook_id"),
                row.getUUID("event_id"),
                row.getString("endpoint"),
                row.getBuffer("secret").getBytes(),
                old == null ? null : old.getBytes(),
                row.getString("payload"),
                row.getInteger("attempts"),
                row.getLong("lease_fence"),
                null);
    }

    private static Entry entry(Row row) {
        return new Entry(
                row.getUUID("id"),
                row.getString("type"),
                row.getString("payload"),
                instant(row, "occurred_at"),
                row.getString("state"),
                instant(row, "due_at"));
    }

    private static Attempt attempt(Row row) {
        return new Attempt(
                row.getUUID("id"),
                row.getInteger("http_status_code"),
                row.getString("response"),
                instant(row, "sent_at"));
    }
}
