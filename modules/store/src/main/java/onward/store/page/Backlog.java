package onward.store.page;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import onward.store.Statements;
import onward.store.Times;

/**
 * What waits in all projects. Each count goes up to {@link #COUNT_MAX}; an age is how long the oldest has been due, and
 * zero when nothing is.
 *
 * @param events that nobody has looked at
 * @param runsDue whose instant has come
 * @param outbox mails and pushes that are not out, those that are due later among them
 * @param outboxDue those that are due, or whose lease ran out
 * @param bytes the size of the database on disk
 */
public record Backlog(
        long events,
        Duration eventsAge,
        long runsDue,
        Duration runsAge,
        long outbox,
        long outboxDue,
        Duration outboxAge,
        long runsQuarantined,
        long eventsQuarantined,
        long bytes) {
    public static final int COUNT_MAX = 100_000;

    private static final Statements SQL = Statements.of("page_backlog");

    public static Future<Backlog> of(SqlClient client, Instant now) {
        return client.preparedQuery(SQL.get("backlog"))
                .execute(Tuple.of(COUNT_MAX, Times.toSql(now)))
                .map(rows -> backlog(rows.iterator().next(), now));
    }

    private static Backlog backlog(Row row, Instant now) {
        return new Backlog(
                row.getLong("events"),
                age(row, "oldest_event", now),
                row.getLong("runs_due"),
                age(row, "oldest_run", now),
                row.getLong("outbox"),
                row.getLong("outbox_due"),
                age(row, "oldest_outbox", now),
                row.getLong("runs_quarantined"),
                row.getLong("events_quarantined"),
                row.getLong("bytes"));
    }

    private static Duration age(Row row, String column, Instant now) {
        Instant oldest = Times.fromSql(row.getOffsetDateTime(column));
        return oldest == null || oldest.isAfter(now) ? Duration.ZERO : Duration.between(oldest, now);
    }
}
