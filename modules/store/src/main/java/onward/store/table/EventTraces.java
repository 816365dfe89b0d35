package onward.store.table;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import onward.flow.fact.TraceParent;
import onward.store.Statements;

/** The traces that events came in, for whoever makes a request because of one. */
public final class EventTraces {
    private static final Statements SQL = Statements.of("event_trace");

    private EventTraces() {}

    /** An event and its trace. */
    public record Trace(UUID projectId, UUID eventId, TraceParent parent) {}

    /** To be written in the transaction of the events, so that who sees one sees its trace. */
    public static Future<Void> insert(SqlClient tx, List<Trace> traces) {
        if (traces.isEmpty()) {
            return Future.succeededFuture();
        }
        var rows = Columns.of(traces);
        return tx.preparedQuery(SQL.get("insert"))
                .execute(Tuple.of(
                        rows.uuids(Trace::projectId),
                        rows.uuids(Trace::eventId),
                        rows.texts(trace -> trace.parent().text())))
                .mapEmpty();
    }

    /** Of the events that started these runs, by the id of the run; those without a trace are left out. */
    public static Future<Map<UUID, TraceParent>> ofRuns(SqlClient client, Collection<RunRef> runs) {
        var rows = RunRef.columns(runs);
        return client.preparedQuery(SQL.get("of_runs"))
                .execute(Columns.pair(rows.uuids(RunRef::projectId), rows.uuids(RunRef::id)))
                .map(EventTraces::byId);
    }

    /** Of what webhooks are to hear of runs, by the id of that; what has no trace is left out. */
    public static Future<Map<UUID, TraceParent>> ofHookEvents(SqlClient client, List<HookDeliveries.Lease> leases) {
        var rows = Columns.of(leases);
        return client.preparedQuery(SQL.get("of_hook_events"))
                .execute(Columns.pair(
                        rows.uuids(HookDeliveries.Lease::projectId), rows.uuids(HookDeliveries.Lease::eventId)))
                .map(EventTraces::byId);
    }

    private static Map<UUID, TraceParent> byId(RowSet<Row> rows) {
        Map<UUID, TraceParent> found = new HashMap<>();
        rows.forEach(row -> TraceParent.read(row.getString("traceparent"))
                .ifPresent(parent -> found.put(row.getUUID("id"), parent)));
        return found;
    }
}
