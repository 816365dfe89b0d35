package onward.store.table;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import onward.flow.run.Run;
import onward.store.Page;
import onward.store.PageRequest;
import onward.store.Statements;
import onward.store.Times;

/** The runs of an automation, each with the event that started it as far as that is kept. */
public final class StartedRuns {
    private static final Statements SQL = Statements.of("started_runs");

    /** What a run may be, {@code waiting} being a running one that rests. */
    public static final List<String> STATUSES = List.of("running", "waiting", "completed", "failed", "cancelled");

    private StartedRuns() {}

    /**
     * What narrows a list; null, and no status, for all.
     *
     * @param statuses of {@link #STATUSES}
     * @param stepKey where the run rests
     * @param from and {@code to}: when it began, from inclusive
     * @param search the id of the run, its event or its contact, or the address or external id that the event named
     */
    public record Filter(Collection<String> statuses, String stepKey, Instant from, Instant to, String search) {}

    /**
     * A run and what started it.
     *
     * @param versionNumber null when the version is not kept any more, as are the next four with the event
     */
    public record Started(
            Run run,
            Integer versionNumber,
            String eventName,
            Instant occurredAt,
            UUID contactId,
            String email,
            String externalId) {}

    /** Newest first. */
    public static Future<Page<Started>> list(
            SqlClient client, UUID projectId, UUID automationId, Filter filter, PageRequest request) {
        Collection<String> statuses = filter.statuses().isEmpty() ? STATUSES : filter.statuses();
        List<Object> filters = Arrays.asList(
                statuses.toArray(String[]::new),
                filter.stepKey(),
                Times.toSql(filter.from()),
                Times.toSql(filter.to()),
                filter.search());
        return Keyset.page(client, SQL, request, List.of(projectId, automationId), filters, StartedRuns::started);
    }

    private static Started started(Row row) {
        return new Started(
                Runs.run(row),
                row.getInteger("number"),
                row.getString("event_name"),
                Columns.instant(row, "occurred_at"),
                row.getUUID("event_contact_id"),
                row.getString("event_email"),
                row.getString("event_external_id"));
    }
}
