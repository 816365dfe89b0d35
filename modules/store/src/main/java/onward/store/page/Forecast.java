package onward.store.page;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import onward.flow.fact.Ids;
import onward.store.Statements;
import onward.store.table.Retention.Sort;

/**
 * How much of one sort there is in the whole database, and how fast it grows: estimates, for people who plan.
 *
 * @param rows of its tables, as the database estimates them
 * @param bytes of its tables and their indexes
 * @param rowsPerDay that came in the last day, up to {@link #COUNT_MAX} of each table
 */
public record Forecast(long rows, long bytes, long rowsPerDay) {
    public static final int COUNT_MAX = 200_000;

    private static final Duration DAY = Duration.ofDays(1);
    private static final Statements SQL = Statements.of("page_retention");

    /** By sort; each is there. */
    public static Future<Map<Sort, Forecast>> of(SqlClient client, Instant now) {
        return client.preparedQuery(SQL.get("forecast"))
                .execute(Tuple.of(Ids.first(now.minus(DAY)), COUNT_MAX))
                .map(rows -> {
                    Map<Sort, Forecast> all = new EnumMap<>(Sort.class);
                    rows.forEach(row -> all.merge(
                            Sort.valueOf(row.getString("sort").toUpperCase(Locale.ROOT)),
                            new Forecast(row.getLong("rows"), row.getLong("bytes"), row.getLong("day_rows")),
                            Forecast::and));
                    return all;
                });
    }

    private Forecast and(Forecast other) {
        return new Forecast(rows + other.rows, bytes + other.bytes, rowsPerDay + other.rowsPerDay);
    }

    /** What a day adds, by the size of a row so far; 0 while there are too few rows to tell. */
    public long bytesPerDay() {
        return rows == 0 ? 0 : Math.round((double) bytes / rows * rowsPerDay);
    }

    /** How large it becomes when it is kept that long and comes as fast as now. */
    public long bytesAfter(int days) {
        return bytesPerDay() * days;
    }
}
