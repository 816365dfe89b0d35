package onward.store.page;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import onward.flow.fact.Ids;
import onward.store.Statements;
import onward.store.Times;

/**
 * What must never be true, asked of a live database: nothing is locked, nothing written, and what is looked at is
 * bounded by live rows or by a window.
 */
public final class SelfCheck {
    /** How many faults of one sort are told. */
    public static final int FAULTS_MAX = 10;

    /**
     * So long after its instant whatever was due should have been done: the longest lease, which a process that died
     * leaves behind, and a few looks of the workers.
     */
    public static final Duration GRACE = Duration.ofSeconds(90);

    private static final Statements SQL = Statements.of("self_check");

    private SelfCheck() {}

    /** Something that is wrong. */
    public record Fault(String id, String words) {}

    /**
     * What one question came to.
     *
     * @param name of the statement, for example {@code stuck_runs}
     * @param faults at most {@link #FAULTS_MAX}, then {@code isCut}; none when all is well
     */
    public record Result(String name, List<Fault> faults, boolean isCut) {
        public boolean isWell() {
            return faults.isEmpty();
        }
    }

    /** Asks every question, one after the other. {@code since}: what was made before is not looked at, unless it lives. */
    public static Future<List<Result>> run(SqlClient client, Instant now, Instant since) {
        var results = new ArrayList<Result>();
        Future<Void> asked = Future.succeededFuture();
        for (String name : SQL.names()) {
            asked = asked.compose(done -> ask(client, name, now, since)).map(result -> {
                results.add(result);
                return null;
            });
        }
        return asked.map(results);
    }

    private static Future<Result> ask(SqlClient client, String name, Instant now, Instant since) {
        var tuple = Tuple.of(Times.toSql(now.minus(GRACE)), Ids.first(since), FAULTS_MAX + 1);
        return client.preparedQuery(SQL.get(name)).execute(tuple).map(rows -> {
            var faults = rows.stream()
                    .map(row -> new Fault(row.getString("id"), row.getString("words")))
                    .toList();
            boolean isCut = faults.size() > FAULTS_MAX;
            return new Result(name, isCut ? faults.subList(0, FAULTS_MAX) : faults, isCut);
        });
    }
}
