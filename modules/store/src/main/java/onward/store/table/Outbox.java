package onward.store.table;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import onward.flow.message.Envelope;
import onward.store.Statements;
import onward.store.Times;

/**
 * How envelopes leave: lease, deliver, settle. A lease carries a fence, a number that grows with every lease
 * of the envelope; who settles under an older one changes nothing.
 */
public final class Outbox {
    private static final Statements SQL = Envelopes.SQL;

    private Outbox() {}

    /**
     * The right to attempt a delivery until the lease ends.
     *
     * @param attempt which attempt it is, from 1
     * @param leftBehind the attempt before ended without an answer
     */
    public record Lease(Envelope envelope, String channel, int attempt, long fence, boolean leftBehind) {}

    /**
     * What became of an attempt.
     *
     * @param dueAt when the next one is due; null when there is none
     * @param sentAt null unless it was accepted
     */
    public record Settlement(
            Lease lease, String state, String lastEvent, Instant dueAt, Instant sentAt, String lastReply) {}

    /** Takes the longest due envelopes of the channels, those left behind by a dead attempt among them. */
    public static Future<List<Lease>> lease(
            SqlClient client, Set<String> channels, Instant now, Instant until, int limit) {
        return client.preparedQuery(SQL.get("lease"))
                .execute(Tuple.of(Times.toSql(now), channels.toArray(String[]::new), limit, Times.toSql(until)))
                .map(rows -> Columns.list(rows, Outbox::lease).stream()
                        .sorted(Comparator.comparing(l -> l.envelope().id()))
                        .toList());
    }

    /** Keeps leases that are still ours, for a delivery that takes long. */
    public static Future<Void> renew(SqlClient client, List<Lease> leases, Instant until) {
        var rows = Columns.of(leases);
        var tuple = Tuple.of(
                Times.toSql(until),
                rows.uuids(l -> l.envelope().projectId()),
                rows.uuids(l -> l.envelope().id()),
                rows.longs(Lease::fence));
        return client.preparedQuery(SQL.get("renew")).execute(tuple).mapEmpty();
    }

    /** Records what became of attempts and answers how many of the leases were still ours. */
    public static Future<Integer> settle(SqlClient client, List<Settlement> settlements) {
        var rows = Columns.of(settlements);
        var tuple = Tuple.of(
                rows.uuids(s -> s.lease().envelope().projectId()),
                rows.uuids(s -> s.lease().envelope().id()),
                rows.longs(s -> s.lease().fence()),
                rows.texts(Settlement::state),
                rows.texts(Settlement::lastEvent),
                rows.times(Settlement::dueAt),
                rows.times(Settlement::sentAt),
                rows.texts(Settlement::lastReply));
        return client.preparedQuery(SQL.get("settle")).execute(tuple).map(result -> result.rowCount());
    }

    /** When the courier has work. */
    public static Future<NextDue> nextDue(SqlClient client, Instant now) {
        return client.preparedQuery(SQL.get("next_due"))
                .execute(Tuple.of(Times.toSql(now)))
                .map(rows -> Columns.firstOrNull(rows, NextDue::of));
    }

    private static Lease lease(Row row) {
        return new Lease(
                Envelopes.envelope(row),
                row.getString("channel"),
                row.getInteger("attempts"),
                row.getLong("lease_fence"),
                row.getBoolean("left_behind"));
    }
}
