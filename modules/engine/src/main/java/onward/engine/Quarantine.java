package onward.engine;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import onward.store.Store;
import onward.store.table.Strikes;
import onward.store.table.Strikes.Kind;
import onward.store.table.Strikes.Pause;
import onward.store.table.Strikes.Suspect;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens to rows that failed by themselves: each failure is a strike, after which the row is left alone for a
 * while; after the last one it is quarantined, until a person lets it go. All of it is rows, so that a restart and
 * other nodes know of it, and each is written in a transaction of its own, after that of the failure was rolled back.
 */
final class Quarantine {
    /** How often a row is tried. */
    static final int TRIES_MAX = 5;
    /** How long a row is left alone after its first failure; four times as long after each further one. */
    static final Duration PAUSE_FIRST = Duration.ofMinutes(1);
    /** How long it is left alone at most. */
    static final Duration PAUSE_MAX = Duration.ofMinutes(10);
    /** After how long without a failure a row has all its tries again. */
    static final Duration FORGET_AFTER = Duration.ofDays(1);

    private static final Logger LOG = LoggerFactory.getLogger(Quarantine.class);
    private static final Pause PAUSE = new Pause(PAUSE_FIRST, PAUSE_MAX);

    private final Store store;
    private final Kind kind;

    Quarantine(Store store, Kind kind) {
        this.store = store;
        this.kind = kind;
    }

    /** To be told of a row that failed alone; fails when the strike cannot be written, and then it is none. */
    Future<Void> strike(UUID projectId, UUID id, Throwable fault, Instant now) {
        var suspect = new Suspect(kind, projectId, id);
        return store.transaction(tx -> Strikes.forget(tx, now.minus(FORGET_AFTER))
                        .compose(done -> Strikes.count(tx, suspect, fault.toString(), PAUSE, now))
                        .compose(count -> judged(tx, suspect, count, now)))
                .onSuccess(verdict -> say(verdict, id, fault))
                .mapEmpty();
    }

    private record Verdict(int strikes, boolean isQuarantined) {}

    private static Future<Verdict> judged(SqlClient tx, Suspect suspect, int strikes, Instant now) {
        return strikes < TRIES_MAX
                ? Future.succeededFuture(new Verdict(strikes, false))
                : Strikes.quarantine(tx, suspect, now).map(done -> new Verdict(strikes, done));
    }

    private void say(Verdict verdict, UUID id, Throwable fault) {
        if (verdict.isQuarantined()) {
            LOG.error(
                    "Expected {} {} to move, found a fault on try {} of {}. It is quarantined;"
                            + " `onward check --release {}` gives it its tries back.",
                    kind.word(),
                    id,
                    verdict.strikes(),
                    TRIES_MAX,
                    id,
                    fault);
        } else if (verdict.strikes() > 0) {
            LOG.warn(
                    "Expected {} {} to move, found a fault on try {} of {}. It is left alone for a while.",
                    kind.word(),
                    id,
                    verdict.strikes(),
                    TRIES_MAX,
                    fault);
        }
    }
}
