package onward.store.table;

import static onward.store.table.Columns.instant;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import onward.flow.fact.Ids;
import onward.store.Page;
import onward.store.PageRequest;
import onward.store.Statements;
import onward.store.UnknownCursor;

/** The table of requests that keys made, the newest of each project. */
public final class RequestLogs {
    /** How many requests of a project are kept. */
    public static final int ROWS_PER_PROJECT_MAX = 50_000;

    private static final Statements SQL = Statements.of("request_log");
    private static final IdPages PAGES = new IdPages(SQL, "cursor", "list_after", "list_before");

    private RequestLogs() {}

    /**
     * A request and its answer.
     *
     * @param keyId whose key it came with; null in what is read
     * @param endpoint its path
     * @param userAgent null when the client did not say
     * @param requestBody JSON as text; null for none, and in lists
     * @param responseBody JSON as text; null in lists
     */
    public record Entry(
            UUID projectId,
            UUID id,
            UUID keyId,
            String endpoint,
            String method,
            int status,
            String userAgent,
            String requestBody,
            String responseBody,
            Instant createdAt) {}

    /** Writes them, all or none. */
    public static Future<Void> insert(SqlClient client, List<Entry> entries) {
        var rows = Columns.of(entries);
        var tuple = Tuple.tuple()
                .addValue(rows.uuids(Entry::projectId))
                .addValue(rows.uuids(Entry::id))
                .addValue(rows.uuids(Entry::keyId))
                .addValue(rows.texts(Entry::endpoint))
                .addValue(rows.texts(Entry::method))
                .addValue(rows.ints(Entry::status))
                .addValue(rows.texts(Entry::userAgent))
                .addValue(rows.texts(Entry::requestBody))
                .addValue(rows.texts(Entry::responseBody))
                .addValue(rows.times(Entry::createdAt));
        return client.preparedQuery(SQL.get("insert")).execute(tuple).mapEmpty();
    }

    /** One with its bodies, if the project has one of that id. */
    public static Future<Optional<Entry>> find(SqlClient client, UUID projectId, UUID id) {
        return client.preparedQuery(SQL.get("find"))
                .execute(Tuple.of(projectId, id))
                .map(rows -> Optional.ofNullable(Columns.firstOrNull(rows, row -> entry(projectId, row))));
    }

    /**
     * Those of a project, newest first, without their bodies.
     *
     * @return fails with {@link UnknownCursor} when the cursor is none of the project
     */
    public static Future<Page<Entry>> list(SqlClient client, UUID projectId, PageRequest request) {
        return PAGES.page(client, request, List.of(projectId), row -> entry(projectId, row));
    }

    /**
     * Forgets what is older than this instant, and of each project all but the newest.
     *
     * @param rowsMax how many of each project stay
     * @param limit how many go at once
     * @return how many went
     */
    public static Future<Integer> sweep(SqlClient client, Instant before, int rowsMax, int limit) {
        return client.preparedQuery(SQL.get("sweep"))
                .execute(Tuple.of(Ids.first(before), rowsMax, limit))
                .map(done -> done.rowCount());
    }

    private static Entry entry(UUID projectId, Row row) {
        return new Entry(
                projectId,
                row.getUUID("id"),
                null,
                row.getString("endpoint"),
                row.getString("method"),
                row.getInteger("response_status"),
                row.getString("user_agent"),
                row.getString("request_body"),
                row.getString("response_body"),
                instant(row, "created_at"));
    }
}
