package onward.store.page;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import onward.flow.run.RunStatus;
import onward.store.Statements;
import onward.store.Times;

/** What the first page of the dashboard shows: the newest runs of the oldest project, a page at a time. */
public final class NewestRuns {
    /** How many runs one page has at most. */
    public static final int PAGE_ROWS_MAX = 50;

    private static final Statements SQL = Statements.of("page_newest_runs");
    private static final UUID ABOVE_ALL = new UUID(-1, -1);

    private NewestRuns() {}

    /**
     * One run, in a line.
     *
     * @param email of the person; null when contact and event are gone
     * @param automation its name; null when it was removed, {@code version} likewise
     * @param stepKey the step it is at; null once it ended
     * @param resting it has entered that step and waits there
     * @param dueAt when it goes on by itself; null when nothing is due
     * @param completedAt when it ended, however it did; null while it runs
     */
    public record Line(
            UUID id,
            RunStatus status,
            String email,
            String automation,
            Integer version,
            String stepKey,
            boolean resting,
            Instant dueAt,
            Instant startedAt,
            Instant completedAt) {}

    /** @param older the id to ask for the next older page with; empty on the last page */
    public record Lines(List<Line> runs, Optional<UUID> older) {}

    /**
     * One page, newest first.
     *
     * @param after the last id of the page before, or null for the first page; an id that no run has is as
     *     good as any other place in the order
     */
    public static Future<Lines> page(SqlClient client, UUID after) {
        return client.preparedQuery(SQL.get("newest"))
                .execute(Tuple.of(after == null ? ABOVE_ALL : after, PAGE_ROWS_MAX + 1))
                .map(rows -> lines(rows.stream().map(NewestRuns::line).toList()));
    }

    private static Lines lines(List<Line> found) {
        if (found.size() <= PAGE_ROWS_MAX) {
            return new Lines(found, Optional.empty());
        }
        var shown = List.copyOf(found.subList(0, PAGE_ROWS_MAX));
        return new Lines(shown, Optional.of(shown.get(PAGE_ROWS_MAX - 1).id()));
    }

    private static Line line(Row row) {
        return new Line(
                row.getUUID("id"),
                RunStatus.of(row.getString("status")),
                row.getString("email"),
                row.getString("automation"),
                row.getInteger("version"),
                row.getString("step_key"),
                row.getBoolean("resting"),
                Times.fromSql(row.getOffsetDateTime("due_at")),
                Times.fromSql(row.getOffsetDateTime("started_at")),
                Times.fromSql(row.getOffsetDateTime("completed_at")));
    }
}
