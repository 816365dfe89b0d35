package onward.store.table;

import static onward.store.table.Columns.instant;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import onward.flow.graph.Blueprint;
import onward.flow.run.StepStatus;
import onward.flow.run.TrailEntry;
import onward.flow.step.Past;
import onward.store.Statements;

/** What runs did, one line per visit of a step. */
public final class Trail {
    private static final Statements SQL = Statements.of("trail");

    /** How many steps a run looks back at: as many as an automation may have. */
    private static final int VISITS_MAX = Blueprint.STEPS_MAX;

    /** How many notes a line keeps. */
    public static final int NOTES_MAX = 20;

    private Trail() {}

    /** An entry and the run it belongs to. */
    public record Line(UUID projectId, UUID runId, TrailEntry entry) {}

    /** Adds the lines of runs that are new. No visit twice in one call. */
    public static Future<Void> insert(SqlClient client, List<Line> lines) {
        return write(client, "insert", lines);
    }

    /** Adds lines; a visit that is there already keeps its arrival and gets the rest. No visit twice in one call. */
    public static Future<Void> save(SqlClient client, List<Line> lines) {
        return write(client, "save", lines);
    }

    private static Future<Void> write(SqlClient client, String statement, List<Line> lines) {
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
        return client.preparedQuery(SQL.get(statement)).execute(tuple).mapEmpty();
    }

    /** All that a run did, in order of arrival. */
    public static Future<List<TrailEntry>> of(SqlClient client, UUID projectId, UUID runId) {
        return client.preparedQuery(SQL.get("of"))
                .execute(Tuple.of(projectId, runId))
                .map(rows -> Columns.list(rows, Trail::entry));
    }

    /** By run, what it put out so far, in order; runs that put nothing out are left out. */
    public static Future<Map<UUID, Past>> past(SqlClient client, Collection<RunRef> runs) {
        var rows = RunRef.columns(runs);
        return client.preparedQuery(SQL.get("past"))
                .execute(Tuple.of(rows.uuids(RunRef::projectId), rows.uuids(RunRef::id), VISITS_MAX))
                .map(found -> {
                    var visits = new HashMap<UUID, List<Past.Visit>>();
                    found.forEach(row -> visits.computeIfAbsent(row.getUUID("run_id"), id -> new ArrayList<>())
                            .add(new Past.Visit(
                                    row.getString("step_key"),
                                    row.getString("step_type"),
                                    Columns.object(row, "output"))));
                    var past = new HashMap<UUID, Past>();
                    visits.forEach((id, list) -> past.put(id, new Past(list)));
                    return past;
                });
    }

    /** What came too late for a step, all notes of one step in one. */
    public record Notes(UUID projectId, UUID runId, String stepKey, int visit, List<Map<String, Object>> notes) {}

    /** Adds notes to lines; a line with {@link #NOTES_MAX} of them or more gets none. No line twice in one call. */
    public static Future<Void> note(SqlClient client, List<Notes> notes) {
        var rows = Columns.of(notes);
        var tuple = Tuple.of(
                rows.uuids(Notes::projectId),
                rows.uuids(Notes::runId),
                rows.texts(Notes::stepKey),
                rows.ints(Notes::visit),
                rows.jsons(Notes::notes),
                NOTES_MAX);
        return client.preparedQuery(SQL.get("note")).execute(tuple).mapEmpty();
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
                notes(row),
                instant(row, "created_at"),
                instant(row, "started_at"),
                instant(row, "completed_at"));
    }

    @SuppressWarnings("unchecked") // the column holds a list of objects
    private static List<Map<String, Object>> notes(Row row) {
        Object notes = Columns.json(row, "notes");
        return notes == null ? List.of() : (List<Map<String, Object>>) notes;
    }
}
