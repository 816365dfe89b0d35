package onward.store.page;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import onward.store.Statements;
import onward.store.Times;
import onward.store.json.JsonReader;

/**
 * One automation with its versions and with what its newest runs do.
 *
 * @param definition of the version that new runs get
 * @param states where its newest {@link #RUNS_LOOKED_AT_MAX} runs are, or how they ended
 * @param visits what its newest {@link #VISITS_LOOKED_AT_MAX} runs did, by step
 * @param versions the newest {@link #VERSIONS_MAX}, newest first
 */
public record AutomationFacts(
        Line line, Map<String, Object> definition, List<State> states, List<Visits> visits, List<Version> versions) {
    public static final int PAGE_ROWS_MAX = 50;
    public static final int RUNS_LOOKED_AT_MAX = 10_000;
    public static final int VISITS_LOOKED_AT_MAX = 1_000;
    public static final int VERSIONS_MAX = 50;

    /** How many runs of each automation are counted for a list. */
    public static final int RUNS_COUNTED_MAX = 1_000;

    private static final Statements SQL = Statements.of("page_automations");

    /**
     * An automation in a line; what is counted is counted among its newest runs.
     *
     * @param version null while it has none
     * @param runs at most {@link #RUNS_COUNTED_MAX}
     * @param newestAt when its newest run was made; null without runs
     */
    public record Line(
            UUID id,
            String name,
            boolean isEnabled,
            Integer version,
            String triggerEvent,
            Instant createdAt,
            Instant updatedAt,
            long runs,
            long live,
            long failed,
            Instant newestAt) {}

    /** @param stepKey where those that live are; null for those that ended */
    public record State(String status, String stepKey, long runs) {}

    /** @param medianSeconds how long half of those who left it stayed; null when nobody did */
    public record Visits(String stepKey, long entered, long failed, Double medianSeconds) {}

    public record Version(
            int number, UUID id, String triggerEvent, Instant createdAt, Map<String, Object> definition) {}

    /** A page of all, newest first. */
    public static Future<Slice<Line>> page(SqlClient client, UUID projectId, UUID after) {
        return client.preparedQuery(SQL.get("list"))
                .execute(Tuple.of(projectId, Slice.before(after), PAGE_ROWS_MAX + 1, RUNS_COUNTED_MAX))
                .map(rows -> Slice.of(rows.stream().map(AutomationFacts::line).toList(), PAGE_ROWS_MAX, Line::id));
    }

    /** The automation of that id, if the project has one. */
    public static Future<Optional<AutomationFacts>> find(SqlClient client, UUID projectId, UUID id) {
        return client.preparedQuery(SQL.get("automation"))
                .execute(Tuple.of(projectId, id))
                .compose(rows -> rows.size() == 0
                        ? Future.succeededFuture(Optional.empty())
                        : whole(client, projectId, id, rows.iterator().next()).map(Optional::of));
    }

    /** What an automation is called and does. @param definition of the version that new runs get */
    public record Defined(UUID id, String name, Map<String, Object> definition) {}

    /** Only that, without what its runs do. */
    public static Future<Optional<Defined>> definitionOf(SqlClient client, UUID projectId, UUID id) {
        return client.preparedQuery(SQL.get("automation"))
                .execute(Tuple.of(projectId, id))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(new Defined(
                                id,
                                rows.iterator().next().getString("name"),
                                object(rows.iterator().next()))));
    }

    private static Future<AutomationFacts> whole(SqlClient client, UUID projectId, UUID id, Row row) {
        var states = client.preparedQuery(SQL.get("steps")).execute(Tuple.of(projectId, id, RUNS_LOOKED_AT_MAX));
        var visits = client.preparedQuery(SQL.get("visits")).execute(Tuple.of(projectId, id, VISITS_LOOKED_AT_MAX));
        var versions = client.preparedQuery(SQL.get("versions")).execute(Tuple.of(projectId, id, VERSIONS_MAX));
        return Future.all(states, visits, versions)
                .map(all -> new AutomationFacts(
                        head(row),
                        object(row),
                        states.result().stream().map(AutomationFacts::state).toList(),
                        visits.result().stream().map(AutomationFacts::visits).toList(),
                        versions.result().stream().map(AutomationFacts::version).toList()));
    }

    /** Without counts. */
    private static Line head(Row row) {
        return line(row, 0, 0, 0, null);
    }

    private static Line line(Row row) {
        return line(
                row,
                row.getLong("runs"),
                row.getLong("live"),
                row.getLong("failed"),
                Times.fromSql(row.getOffsetDateTime("newest_at")));
    }

    private static Line line(Row row, long runs, long live, long failed, Instant newestAt) {
        return new Line(
                row.getUUID("id"),
                row.getString("name"),
                row.getString("status").equals("enabled"),
                row.getInteger("number"),
                row.getString("trigger_event"),
                Times.fromSql(row.getOffsetDateTime("created_at")),
                Times.fromSql(row.getOffsetDateTime("updated_at")),
                runs,
                live,
                failed,
                newestAt);
    }

    private static State state(Row row) {
        return new State(row.getString("status"), row.getString("step_key"), row.getLong("runs"));
    }

    private static Visits visits(Row row) {
        return new Visits(
                row.getString("step_key"),
                row.getLong("entered"),
                row.getLong("failed"),
                row.getDouble("median_seconds"));
    }

    private static Version version(Row row) {
        return new Version(
                row.getInteger("number"),
                row.getUUID("id"),
                row.getString("trigger_event"),
                Times.fromSql(row.getOffsetDateTime("created_at")),
                object(row));
    }

    @SuppressWarnings("unchecked") // the column holds an object
    private static Map<String, Object> object(Row row) {
        String text = row.getString("definition");
        return text == null ? null : (Map<String, Object>) JsonReader.read(text);
    }
}
