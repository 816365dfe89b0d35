package onward.store.table;

import io.vertx.sqlclient.Row;
import java.time.Instant;

/**
 * When a table has work.
 *
 * @param overdue something is due already
 * @param nextAt the first due instant that has not come yet; null when there is none
 */
public record NextDue(boolean overdue, Instant nextAt) {
    static NextDue of(Row row) {
        return new NextDue(row.getBoolean("overdue"), Columns.instant(row, "next_at"));
    }
}
