package onward.engine;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rhythm of a worker: one pass at a time, a ring during a pass means exactly one more, a full batch means
 * again at once, an error means back off. It looks by itself every {@link #IDLE_POLL}, so that losing every
 * ring loses nothing.
 *
 * <pre>
 *            ring, poll                 done, nothing more
 *   resting ------------> passing ------------------------> resting
 *                         ^     | full or rung    error |
 *                         +-----+                       v
 *                         ^----------- wait ------ backing off
 * </pre>
 *
 * <p>All of it happens on the context of the verticle that made the pump.
 */
public final class Pump {
    /** How long it rests at most without looking. */
    public static final Duration IDLE_POLL = Duration.ofSeconds(1);
    /** How long it waits after a first error; twice as long after each further one. */
    public static final Duration BACKOFF_FIRST = Duration.ofMillis(100);
    /** How long it waits after an error at most. */
    public static final Duration BACKOFF_MAX = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(Pump.class);
    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final String name;
    private final Pass pass;
    private final int limit;
    private final Supplier<Future<Instant>> clock;

    private boolean passing;
    private boolean again;
    private int failures;
    private long timer = NO_TIMER;
    private Promise<Void> stopped;

    /**
     * @param name what it is called in the log
     * @param limit the batch of one pass
     * @param clock read before each pass
     */
    public Pump(Vertx vertx, String name, Pass pass, int limit, Supplier<Future<Instant>> clock) {
        this.vertx = vertx;
        this.name = name;
        this.pass = pass;
        this.limit = limit;
        this.clock = clock;
    }

    /** Looks now; while it backs off, when that is over. */
    public void ring() {
        again = true;
        if (!passing && failures == 0) {
            begin();
        }
    }

    /** Neither in a pass nor stopping. */
    public boolean isResting() {
        return !passing && stopped == null;
    }

    /** Begins no further pass; the future completes when none is under way. */
    public Future<Void> stop() {
        if (stopped == null) {
            stopped = Promise.promise();
            disarm();
            if (!passing) {
                stopped.complete();
            }
        }
        return stopped.future();
    }

    private void begin() {
        disarm();
        if (stopped != null) {
            return;
        }
        passing = true;
        again = false;
        long from = System.nanoTime();
        Future.future((Promise<Instant> now) -> clock.get().onComplete(now))
                .compose(now -> pass.once(limit, now))
                .onSuccess(moved -> done(moved, System.nanoTime() - from))
                .onFailure(this::failed);
    }

    private void done(int moved, long nanos) {
        if (failures > 0) {
            LOG.info("The {} works again after {} failed passes.", name, failures);
        }
        failures = 0;
        Meters.passed(name, moved, nanos);
        LOG.debug("The {} moved {} rows in {} ms.", name, moved, nanos / 1_000_000);
        rest(moved >= limit || again ? Duration.ZERO : IDLE_POLL);
    }

    /** Said once a row of failures; what follows is only for those who look closely. */
    private void failed(Throwable fault) {
        failures++;
        Meters.failed(name);
        Duration wait = backoff();
        if (failures == 1) {
            LOG.error(
                    "Expected a pass of the {}, found a fault. It tries again in {} and then ever slower.",
                    name,
                    wait,
                    fault);
        } else {
            LOG.debug("The {} failed {} times in a row; again in {}.", name, failures, wait, fault);
        }
        rest(wait);
    }

    private Duration backoff() {
        Duration wait = BACKOFF_FIRST.multipliedBy(1L << Math.min(failures - 1, 20));
        return wait.compareTo(BACKOFF_MAX) < 0 ? wait : BACKOFF_MAX;
    }

    private void rest(Duration wait) {
        passing = false;
        if (stopped != null) {
            stopped.complete();
        } else if (wait.isZero()) {
            begin();
        } else {
            timer = vertx.setTimer(wait.toMillis(), fired -> begin());
        }
    }

    private void disarm() {
        if (timer != NO_TIMER) {
            vertx.cancelTimer(timer);
            timer = NO_TIMER;
        }
    }
}
