package onward.store.page;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Collection;
import java.util.UUID;
import onward.flow.run.RunStatus;
import onward.store.Statements;
import onward.store.Times;

/** Runs of a project, newest first, a page at a time. */
public final class RunList {
    /** How many runs one page has at most. */
    public static final int PAGE_ROWS_MAX = 50;

    /** How many runs are looked at for a page of those of one status. */
    public static final int BUDGET_ROWS_MAX = 20_000;

    /** How many of a person's newest events are looked at for the runs they started. */
    public static final int PERSON_EVENTS_MAX = 200;

    private static final Statements SQL = Statements.of("page_run_list");

    private RunList() {}

    /**
     * One run, in a line.
     *
     * @param contactId null when nobody is known by the event
     * @param email of the person; null when contact and event are gone
     * @param automation its name; null when it was removed, {@code version} likewise
     * @param stepKey the step it is at; null once it ended
     * @param resting it has entered that step and waits there
     * @param dueAt when it goes on by itself; null when nothing is due
     * @param completedAt when it ended, however it did; null while it runs
     */
    public record Line(
            UUID id,
            UUID automationId,
            UUID contactId,
            RunStatus status,
            String email,
            String automation,
            Integer version,
            String stepKey,
            boolean resting,
            Instant dueAt,
            Instant startedAt,
            Instant completedAt) {}

    /**
     * Which runs.
     *
     * @param automationId null for those of all automations
     * @param status null for all of them
     */
    public record Filter(UUID automationId, RunStatus status) {
        public static final Filter NONE = new Filter(null, null);

        private boolean isUnwell() {
            return status == RunStatus.FAILED || status == RunStatus.CANCELLED;
        }
    }

    /**
     * One page. Where a filter is set, at most {@link #BUDGET_ROWS_MAX} runs are looked at.
     *
     * @param after the last id of the page before, or null for the first page; an id that no run has is as
     *     good as any other place in the order
     */
    public static Future<Slice<Line>> page(SqlClient client, UUID projectId, Filter filter, UUID after) {
        UUID before = Slice.before(after);
        String status = filter.status() == null ? null : filter.status().word();
        return filter.automationId() == null
                ? lines(
                        client,
                        filter.isUnwell() ? "unwell" : "newest",
                        Tuple.of(projectId, before, BUDGET_ROWS_MAX, status, PAGE_ROWS_MAX + 1))
                : lines(
                        client,
                        "of_automation",
                        Tuple.of(projectId, filter.automationId(), before, BUDGET_ROWS_MAX, status, PAGE_ROWS_MAX + 1));
    }

    /**
     * The newest runs that a person's newest events started, newest first.
     *
     * @param personKeys what their events are found by: the contact's id as text, and the address as a key
     */
    public static Future<Slice<Line>> ofPerson(SqlClient client, UUID projectId, Collection<String> personKeys) {
        var values = Tuple.tuple()
                .addArrayOfString(personKeys.toArray(String[]::new))
                .addUUID(projectId)
                .addInteger(PERSON_EVENTS_MAX)
                .addInteger(PAGE_ROWS_MAX + 1);
        return lines(client, "of_person", values);
    }

    private static Future<Slice<Line>> lines(SqlClient client, String statement, Tuple values) {
        return client.preparedQuery(SQL.get(statement))
                .execute(values)
                .map(rows -> Slice.of(rows.stream().map(RunList::line).toList(), PAGE_ROWS_MAX, Line::id));
    }

    private static Line line(Row row) {
        return new Line(
                row.getUUID("id"),
                row.getUUID("automation_id"),
                row.getUUID("contact_id"),
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
