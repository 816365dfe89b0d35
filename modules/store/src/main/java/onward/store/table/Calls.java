package onward.store.table;

import static onward.store.table.Columns.instant;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import onward.flow.fact.TraceParent;
import onward.flow.step.Effect;
import onward.store.Statements;
import onward.store.Times;

/** Requests that runs make to other servers: leased and settled like envelopes, the answer put into the run's mailbox. */
public final class Calls {
    private static final Statements SQL = Statements.of("calls");

    private Calls() {}

    /** A request of a run. */
    public record Entry(UUID projectId, UUID runId, Effect.Call call) {}

    /**
     * The right to make a request until the lease ends.
     *
     * @param body JSON, or null
     * @param attempt which attempt it is, from 1
     */
    public record Lease(
            UUID projectId,
            UUID id,
            UUID runId,
            String stepKey,
            int visit,
            String method,
            String url,
            Map<String, String> headers,
            String body,
            int attemptsMax,
            long timeoutMillis,
            Instant answerBy,
            int attempt,
            long fence) {
        private static final String TRACE = "traceparent";

        /** The same in a trace; where that is null, or the step names another, as it is. */
        public Lease in(TraceParent parent) {
            if (parent == null || headers.keySet().stream().anyMatch(TRACE::equalsIgnoreCase)) {
                return this;
            }
            var more = new LinkedHashMap<>(headers);
            more.put(TRACE, parent.of(id, attempt).text());
            return new Lease(
                    projectId,
                    id,
                    runId,
                    stepKey,
                    visit,
                    method,
                    url,
                    more,
                    body,
                    attemptsMax,
                    timeoutMillis,
                    answerBy,
                    attempt,
                    fence);
        }
    }

    /**
     * What became of an attempt.
     *
     * @param state queued, answered or failed
     * @param dueAt when it is tried again; null when that is over
     * @param answer {@code {status, headers, body, attempts}}, or null
     * @param endedAt null unless it is over; then the run is told
     * @param signalId of the signal that tells it
     */
    public record Settlement(
            Lease lease,
            String state,
            Instant dueAt,
            Map<String, Object> answer,
            String problem,
            Instant endedAt,
            UUID signalId) {}

    /** Adds requests, due at once. One that a run's step visit made before is left as it is. */
    public static Future<Void> insert(SqlClient tx, List<Entry> calls, Instant now) {
        var rows = Columns.of(calls);
        var tuple = Tuple.of(
                Times.toSql(now),
                rows.uuids(Entry::projectId),
                rows.uuids(e -> e.call().id()),
                rows.uuids(Entry::runId),
                rows.texts(e -> e.call().stepKey()),
                rows.ints(e -> e.call().visit()),
                rows.texts(e -> e.call().method()),
                rows.texts(e -> e.call().url()),
                rows.jsons(e -> pairs(e.call().headers())),
                rows.jsons(e -> e.call().body()),
                rows.ints(e -> e.call().attemptsMax()),
                rows.ints(e -> (int) e.call().timeoutMillis()),
                rows.times(e -> e.call().answerBy()));
        return tx.preparedQuery(SQL.get("insert")).execute(tuple).mapEmpty();
    }

    /** In the order given; an object of JSON would lose it. */
    private static List<Object> pairs(Map<String, String> headers) {
        var pairs = new ArrayList<Object>();
        headers.forEach((name, value) -> pairs.add(Map.of("name", name, "value", value)));
        return pairs;
    }

    /** Takes the longest due, those left behind by a dead attempt among them. */
    public static Future<List<Lease>> lease(SqlClient client, Instant now, Instant until, int limit) {
        return client.preparedQuery(SQL.get("lease"))
                .execute(Tuple.of(Times.toSql(now), limit, Times.toSql(until)))
                .map(rows -> Columns.list(rows, Calls::lease));
    }

    /** Records what became of attempts, tells the runs, and answers how many of the leases were still ours. */
    public static Future<Integer> settle(SqlClient client, List<Settlement> settlements) {
        var rows = Columns.of(settlements);
        var tuple = Tuple.of(
                rows.uuids(s -> s.lease().projectId()),
                rows.uuids(s -> s.lease().id()),
                rows.longs(s -> s.lease().fence()),
                rows.texts(Settlement::state),
                rows.times(Settlement::dueAt),
                rows.jsons(Settlement::answer),
                rows.texts(Settlement::problem),
                rows.times(Settlement::endedAt),
                rows.uuids(Settlement::signalId));
        return client.preparedQuery(SQL.get("settle"))
                .execute(tuple)
                .map(found -> found.iterator().next().getInteger("settled"));
    }

    /** Takes back requests that were not answered of runs that ended. */
    public static Future<Void> drop(SqlClient tx, Collection<RunRef> runs, Instant now) {
        var rows = RunRef.columns(runs);
        return tx.preparedQuery(SQL.get("drop"))
                .execute(Tuple.of(Times.toSql(now), rows.uuids(RunRef::projectId), rows.uuids(RunRef::id)))
                .mapEmpty();
    }

    /** When there is a request to be made. */
    public static Future<NextDue> nextDue(SqlClient client, Instant now) {
        return client.preparedQuery(SQL.get("next_due"))
                .execute(Tuple.of(Times.toSql(now)))
                .map(rows -> Columns.firstOrNull(rows, NextDue::of));
    }

    private static Lease lease(Row row) {
        var headers = new LinkedHashMap<String, String>();
        for (Object pair : (List<?>) Columns.json(row, "headers")) {
            var entry = (Map<?, ?>) pair;
            headers.put((String) entry.get("name"), (String) entry.get("value"));
        }
        return new Lease(
                row.getUUID("project_id"),
                row.getUUID("id"),
                row.getUUID("run_id"),
                row.getString("step_key"),
                row.getInteger("visit"),
                row.getString("method"),
                row.getString("url"),
                headers,
                row.getString("body"),
                row.getInteger("attempts_max"),
                row.getInteger("timeout_millis"),
                instant(row, "answer_by"),
                row.getInteger("attempts"),
                row.getLong("lease_fence"));
    }
}
