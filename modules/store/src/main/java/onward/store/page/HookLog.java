package onward.store.page;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.UUID;
import onward.store.Statements;
import onward.store.Times;

/** What a webhook was told of, with what it said last. */
public final class HookLog {
    public static final int PAGE_ROWS_MAX = 30;

    private static final Statements SQL = Statements.of("page_webhooks");

    /**
     * It hears of one event.
     *
     * @param attempts since it was made or replayed
     * @param dueAt when it is tried next; null when that is over
     * @param statusCode of the newest attempt, 0 when no answer came; null before the first
     */
    public record Line(
            UUID id, String type, Instant occurredAt, String state, int attempts, Instant dueAt, Integer statusCode) {}

    private HookLog() {}

    /** A page, newest first. @param after the id of the last line of the page before, or null */
    public static Future<Slice<Line>> page(SqlClient client, UUID projectId, UUID webhookId, UUID after) {
        return client.preparedQuery(SQL.get("deliveries"))
                .execute(Tuple.of(projectId, webhookId, Slice.before(after), PAGE_ROWS_MAX + 1))
                .map(rows -> Slice.of(rows.stream().map(HookLog::line).toList(), PAGE_ROWS_MAX, Line::id));
    }

    private static Line line(Row row) {
        return new Line(
                row.getUUID("event_id"),
                row.getString("type"),
                Times.fromSql(row.getOffsetDateTime("occurred_at")),
                row.getString("state"),
                row.getInteger("attempts"),
                Times.fromSql(row.getOffsetDateTime("due_at")),
                row.getInteger("http_status_code"));
    }
}
