package onward.store.page;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import onward.flow.fact.Ids;
import onward.store.Statements;
import onward.store.Times;

/**
 * What is happening at this moment. Each number is counted up to {@link #COUNT_MAX}.
 *
 * @param live runs that wait for an instant or an event
 * @param eventsWaiting events that nobody has looked at
 * @param mailsWaiting mails that are not out
 * @param oldestMail when the mail that waits longest was or will be due; null when none waits
 * @param oldestDue the earliest instant at which a run goes on by itself; null when there is none
 * @param quarantined runs and events that are left alone because they fail by themselves
 * @param unwell runs of the last {@link #SPAN} that failed or were cancelled
 */
public record Overview(
        long live,
        long eventsWaiting,
        long mailsWaiting,
        Instant oldestMail,
        Instant oldestDue,
        long quarantined,
        long unwell) {
    public static final int COUNT_MAX = 10_000;
    public static final Duration SPAN = Duration.ofHours(24);

    private static final Statements SQL = Statements.of("page_overview");

    public static Future<Overview> of(SqlClient client, UUID projectId, Instant now) {
        return client.preparedQuery(SQL.get("overview"))
                .execute(Tuple.of(COUNT_MAX, projectId, Ids.first(now.minus(SPAN))))
                .map(rows -> {
                    var row = rows.iterator().next();
                    return new Overview(
                            Math.min(COUNT_MAX, row.getLong("due_later") + row.getLong("endless")),
                            row.getLong("events_waiting"),
                            row.getLong("mails_waiting"),
                            Times.fromSql(row.getOffsetDateTime("oldest_mail")),
                            Times.fromSql(row.getOffsetDateTime("oldest_due")),
                            Math.min(COUNT_MAX, row.getLong("runs_quarantined") + row.getLong("events_quarantined")),
                            row.getLong("unwell"));
                });
    }
}
