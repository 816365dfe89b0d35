package onward.bench.work;

import java.time.Duration;
import java.util.UUID;
import onward.bench.house.BenchCut;
import onward.bench.house.Database;
import onward.bench.house.House;
import onward.bench.house.Pause;
import onward.bench.load.Latencies;
import onward.bench.load.Sent;

/** Looks at the server's tables: is all done, and when was each run complete? */
final class Watch {
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final String ALL_DONE = """
            select not exists (select from unmatched_event)
              and not exists (select from signal)
              and not exists (select from outbox)""";

    /** When the transaction that wrote a row committed, in microseconds since 1970. */
    static final String COMMITTED = "(extract(epoch from pg_xact_commit_timestamp(xmin)) * 1000000)::bigint";

    private final House house;
    private final Database database;

    Watch(House house) {
        this.house = house;
        this.database = house.database();
    }

    /** Waits until every event was looked at and heard, and every mail is out. */
    void untilDone() {
        until(ALL_DONE, PATIENCE);
    }

    /** Waits until a query says so. */
    void until(String isSo, Duration patience) {
        if (!Pause.until(() -> isSo(isSo), LOOK_EVERY, patience)) {
            throw new BenchCut("Expected the server to come to an end within " + patience.toSeconds() + " s with: "
                    + isSo + "; it did not. Ask for less, or see server.log with --keep DIR.");
        }
    }

    private boolean isSo(String query) {
        house.mustLive();
        return database.is(query);
    }

    /** Whether the database remembers when transactions committed. */
    boolean knowsCommits() {
        return database.is("select current_setting('track_commit_timestamp')::boolean");
    }

    /** Both from the events of one load until the commit that completed their runs. */
    record Times(Latencies fromSending, Latencies fromAnswer) {}

    /** Until the last run of each event was complete; empty where the database does not remember. */
    Times completions(Sent sent, NewRows rows) {
        var times = new Times(new Latencies(), new Latencies());
        if (!knowsCommits()) {
            return times;
        }
        database.rows(
                "select event_id, max(" + COMMITTED + """
                ) from run
                where project_id = (select id from project limit 1)
                  and id >= ?
                  and status = 'completed'
                group by event_id""",
                row -> {
                    Integer number = sent.numberOf(row.getObject(1, UUID.class));
                    if (number != null) {
                        long committed = row.getLong(2);
                        times.fromSending().add(committed - sent.dueMicros(number));
                        times.fromAnswer().add(Math.max(0, committed - sent.answeredMicros(number)));
                    }
                    return null;
                },
                rows.first());
        return times;
    }
}
