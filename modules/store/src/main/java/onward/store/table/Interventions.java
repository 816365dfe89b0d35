package onward.store.table;

import static onward.store.table.Columns.instant;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import onward.store.Statements;
import onward.store.Times;
import onward.store.json.JsonWriter;

/** What people and their programs did to runs; written by {@link RunControl}, never changed. */
public final class Interventions {
    /** How many of one run are told, the newest. */
    public static final int TOLD_MAX = 100;

    static final String CANCEL = "cancel";
    static final String RETRY = "retry";
    static final String MOVE = "move";

    private static final Statements SQL = Statements.of("run_intervention");

    private Interventions() {}

    /**
     * Somebody did something to a run.
     *
     * @param kind {@code cancel}, {@code retry} or {@code move}
     * @param note why, in their words, or null
     * @param actor as {@link onward.flow.run.Actor#toMap} tells it
     * @param before how the run had stood: {@code {status, version_id, …}}
     * @param details what was asked for
     */
    public record Intervention(
            UUID id,
            String kind,
            String note,
            Map<String, Object> actor,
            Map<String, Object> before,
            Map<String, Object> details,
            Instant at) {}

    static Future<Void> add(SqlClient tx, RunRef run, Intervention done) {
        var tuple = Tuple.of(run.projectId(), done.id(), run.id(), done.kind(), done.note())
                .addValue(JsonWriter.write(done.actor()))
                .addValue(JsonWriter.write(done.before()))
                .addValue(JsonWriter.write(done.details()))
                .addValue(Times.toSql(done.at()));
        return tx.preparedQuery(SQL.get("insert")).execute(tuple).mapEmpty();
    }

    /** What was done to a run, the newest first. */
    public static Future<List<Intervention>> of(SqlClient client, UUID projectId, UUID runId) {
        return client.preparedQuery(SQL.get("of"))
                .execute(Tuple.of(projectId, runId, TOLD_MAX))
                .map(rows -> Columns.list(rows, Interventions::intervention));
    }

    /** How often a run was retried. */
    static Future<Integer> retries(SqlClient tx, RunRef run) {
        return tx.preparedQuery(SQL.get("retries"))
                .execute(Tuple.of(run.projectId(), run.id()))
                .map(rows -> rows.iterator().next().getInteger("retries"));
    }

    private static Intervention intervention(Row row) {
        return new Intervention(
                row.getUUID("id"),
                row.getString("kind"),
                row.getString("note"),
                Columns.object(row, "actor"),
                Columns.object(row, "before"),
                Columns.object(row, "details"),
                instant(row, "at"));
    }
}
