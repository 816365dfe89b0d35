package onward.store.page;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.UUID;
import onward.flow.fact.Ids;
import onward.store.Statements;

/** What a project has and has used; counting ends at {@link #COUNT_MAX}. */
public record Usage(long emailsDay, long emailsMonth, long runsMonth, long contacts, long segments, long domains) {
    /** How far is counted. */
    public static final int COUNT_MAX = 1_000_000;

    private static final Statements SQL = Statements.of("page_usage");

    /**
     * @param day when the day began
     * @param month when the month began
     */
    public static Future<Usage> of(SqlClient client, UUID projectId, Instant day, Instant month) {
        return client.preparedQuery(SQL.get("usage"))
                .execute(Tuple.of(projectId, Ids.first(day), COUNT_MAX, Ids.first(month)))
                .map(rows -> {
                    var row = rows.iterator().next();
                    return new Usage(
                            row.getLong("emails_day"),
                            row.getLong("emails_month"),
                            row.getLong("runs_month"),
                            row.getLong("contacts"),
                            row.getLong("segments"),
                            row.getLong("domains"));
                });
    }
}
