package onward.store.table;

import static onward.store.table.Columns.instant;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;
import onward.flow.run.StepStatus;
import onward.flow.run.TrailEntry;
import onward.store.Statements;

/** What runs did, one line per visit of a step. */
public final class Trail {
    private static final Statements SQL = Statements.of("trail");

    private Trail() {}

    /** An entry and the run it belongs to. */
    public record Line(UUID projectId, UUID runId, TrailEntry entry) {}

    /** Adds lines; a visit that is there already keeps its arrival and gets the rest. No visit twice in one call. */
    public static Future<Void> save(SqlClient client, List<Line> lines) {
        var rows = Columns.of(lines);
        var tuple = Tuple.of(
                rows.uuids(Line::projectId),
                rows.uuids(Line::runId),
                rows.texts(l -> l.entry().stepKey()),
                rows.ints(l -> l.entry().visit()),
                rows.ints(l -> l.entry().position()),
                rows.texts(l -> l.entry().stepType()),
                rows.texts(l -> l.entry().status().word()),
                rows.jsons(l -> l.entry().output()),
                rows.jsons(l -> l.entry().error()),
                rows.times(l -> l.entry().createdAt()),
                rows.times(l -> l.entry().startedAt()),
                rows.times(l -> l.entry().completedAt()));
        return client.preparedQuery(SQL.get("save")).execute(tuple).mapEmpty();
    }

    /** All that a run did, in order of arrival. */
    public static Future<List<TrailEntry>> of(SqlClient client, UUID projectId, UUID runId) {
        return client.preparedQuery(SQL.get("of"))
                .execute(Tuple.of(projectId, runId))
                .map(rows -> Columns.list(rows, Trail::entry));
    }

    private static TrailEntry entry(Row row) {
        return new TrailEntry(
                row.getString("step_key"),
                row.getString("step_type"),
                row.getInteger("visit"),
                row.getInteger("position"),
                StepStatus.of(row.getString("status")),
                Columns.object(row, "output"),
                Columns.object(row, "error"),
                instant(row, "created_at"),
                instant(row, "started_at"),
                instant(row, "completed_at"));
    }
}
