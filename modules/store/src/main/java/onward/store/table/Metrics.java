package onward.store.table;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import onward.store.Statements;
import onward.store.Times;

/** What happened how often, by the hour: written with what is counted, read by {@link onward.store.page.MetricSeries}. */
public final class Metrics {
    /** What the key of a step is where a run as a whole is counted. */
    public static final String WHOLE_RUN = "";

    private static final Statements SQL = Statements.of("metrics");

    private Metrics() {}

    /**
     * Something that happened a number of times.
     *
     * @param metric of a run started, completed, failed or cancelled; of a step entered, completed, failed or skipped; of
     *     its mails email.queued, email.sent, …
     * @param seconds how long those who left the step had been there, together
     */
    public record Delta(UUID projectId, UUID automationId, String stepKey, String metric, long count, double seconds) {}

    /** Adds to the hour of this instant. */
    public static Future<Void> add(SqlClient tx, List<Delta> deltas, Instant now) {
        var rows = Columns.of(deltas);
        var tuple = Tuple.of(
                Times.toSql(now),
                rows.uuids(Delta::projectId),
                rows.uuids(Delta::automationId),
                rows.texts(Delta::stepKey),
                rows.texts(Delta::metric),
                rows.longs(Delta::count),
                rows.doubles(Delta::seconds));
        return tx.preparedQuery(SQL.get("add")).execute(tuple).mapEmpty();
    }

    /**
     * Adds up what passes counted; nothing that can be read changes.
     *
     * @param limit how many of their rows at once
     * @return how many there were
     */
    public static Future<Integer> fold(SqlClient client, int limit) {
        return client.preparedQuery(SQL.get("fold"))
                .execute(Tuple.of(limit))
                .map(rows -> rows.iterator().next().getInteger("folded"));
    }

    /** Forgets hours from before this instant, the oldest first; gives how many rows went. */
    public static Future<Integer> forget(SqlClient client, Instant before, int limit) {
        return client.preparedQuery(SQL.get("forget"))
                .execute(Tuple.of(Times.toSql(before), limit))
                .map(done -> done.rowCount());
    }
}
