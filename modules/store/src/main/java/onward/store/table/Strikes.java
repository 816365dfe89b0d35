package onward.store.table;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import onward.store.Statements;
import onward.store.Times;

/** Rows that failed alone: how often, and the quarantine of those that failed too often. */
public final class Strikes {
    /** How much is kept of what a row failed with, in characters. */
    public static final int FAULT_CHARS_MAX = 1_000;

    private static final Statements SQL = Statements.of("strikes");

    private Strikes() {}

    /** What can be quarantined. */
    public enum Kind {
        EVENT,
        RUN;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** An event or a run by its id. */
    public record Suspect(Kind kind, UUID projectId, UUID id) {}

    /** How long a row is left alone after its first failure, four times as long after each further one, at most that. */
    public record Pause(Duration first, Duration max) {}

    /**
     * Counts a failure.
     *
     * @return how often the row failed by now; 0 when another node counted this failure already
     */
    public static Future<Integer> count(SqlClient tx, Suspect suspect, String fault, Pause pause, Instant now) {
        var tuple = Tuple.of(
                suspect.projectId(), suspect.kind().word(), suspect.id(), stored(fault), Times.toSql(now), (double)
                        pause.first().toSeconds());
        tuple.addValue((double) pause.max().toSeconds());
        return tx.preparedQuery(SQL.get("count")).execute(tuple).map(rows -> {
            Integer count = Columns.firstOrNull(rows, row -> row.getInteger("count"));
            return count == null ? 0 : count;
        });
    }

    /** Forgets those that failed last before the instant and are not quarantined. */
    public static Future<Void> forget(SqlClient tx, Instant before) {
        return tx.preparedQuery(SQL.get("forget"))
                .execute(Tuple.of(Times.toSql(before)))
                .mapEmpty();
    }

    /** Takes the row out of every claim; false when it moved meanwhile. */
    public static Future<Boolean> quarantine(SqlClient tx, Suspect suspect, Instant now) {
        return tx.preparedQuery(SQL.get("quarantine_" + suspect.kind().word()))
                .execute(Tuple.of(Times.toSql(now), suspect.projectId(), suspect.id()))
                .map(rows -> rows.rowCount() > 0);
    }

    /** Gives the event or run of that id its tries back; what it is, empty when none of that id failed. */
    public static Future<List<String>> release(SqlClient client, UUID id) {
        return client.preparedQuery(SQL.get("release"))
                .execute(Tuple.of(id))
                .map(rows -> Columns.list(rows, row -> row.getString("kind")));
    }

    /** PostgreSQL's text holds no zero character. */
    private static String stored(String fault) {
        String plain = fault.replaceAll("\\p{Cntrl}+", " ").strip();
        return plain.substring(0, Math.min(plain.length(), FAULT_CHARS_MAX));
    }
}
