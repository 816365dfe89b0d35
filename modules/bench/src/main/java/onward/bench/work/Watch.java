package onward.bench.work;

import java.time.Duration;
import java.util.UUID;
import onward.bench.house.Database;
import onward.bench.house.Pause;
import onward.bench.load.Latencies;
import onward.bench.load.Sent;

/** Looks at the server's tables: is all done, and when was each run complete? */
final class Watch {
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final String ALL_DONE = """
            select not exists (select from unmatched_event) and not exists (select from outbox)""";

    private final Database database;

    Watch(Database database) {
        this.database = database;
    }

    /** Waits until every event was looked at and every mail is out. */
    void untilDone() {
        until(ALL_DONE);
    }

    /** Waits until a query says so. */
    void until(String isSo) {
        if (!Pause.until(() -> database.is(isSo), LOOK_EVERY, PATIENCE)) {
            throw new IllegalStateException("Expected the server to come to an end within " + PATIENCE.toMinutes()
                    + " min with: " + isSo + "; it did not");
        }
    }

    /** Both from the events of one load until the commit that completed their runs. */
    record Times(Latencies fromSending, Latencies fromAnswer) {}

    /** Empty where the database does not remember when transactions committed. */
    Times completions(Sent sent) {
        var times = new Times(new Latencies(), new Latencies());
        if (!database.is("select current_setting('track_commit_timestamp')::boolean")) {
            return times;
        }
        database.rows(
                """
                select event_id, (extract(epoch from pg_xact_commit_timestamp(xmin)) * 1000000)::bigint
                from run
                where status = 'completed'
                  and created_at >= to_timestamp(?::float8 / 1000000) - interval '1 second'""",
                row -> {
                    Integer number = sent.numberOf(row.getObject(1, UUID.class));
                    if (number != null) {
                        long committed = row.getLong(2);
                        times.fromSending().add(committed - sent.dueMicros(number));
                        times.fromAnswer().add(Math.max(0, committed - sent.answeredMicros(number)));
                    }
                    return null;
                },
                (double) sent.dueMicros(0));
        return times;
    }
}
