package onward.engine;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import onward.bus.Address;
import onward.bus.Bell;
import onward.store.Store;
import onward.store.table.Calls;
import onward.store.table.NextDue;
import onward.store.table.Outbox;
import onward.store.table.Runs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sleeps until the next due instant of a run, an envelope or a request, then rings who has the work. Timers are an
 * index, not objects: nothing is kept here but the one instant.
 */
public final class TimerVerticle extends VerticleBase {
    /** How long it sleeps at least, so that many rings and many due instants never make it spin. */
    public static final Duration SLEEP_MIN = Duration.ofMillis(5);
    /** How long it sleeps at most. */
    public static final Duration SLEEP_MAX = Pump.IDLE_POLL;

    private static final Logger LOG = LoggerFactory.getLogger(TimerVerticle.class);

    private final Store store;
    private Bell bell;
    private long timer;
    private boolean looking;
    private boolean rung;
    private boolean failing;
    private Promise<Void> stopped;

    public TimerVerticle(Store store) {
        this.store = store;
    }

    @Override
    public Future<?> start() {
        bell = new Bell(vertx.eventBus());
        vertx.eventBus().consumer(Address.WAKE_TIMER.text(), ring -> rung());
        sleep(SLEEP_MIN);
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        stopped = Promise.promise();
        vertx.cancelTimer(timer);
        if (!looking) {
            stopped.complete();
        }
        return stopped.future();
    }

    private void rung() {
        rung = true;
        if (!looking && stopped == null) {
            vertx.cancelTimer(timer);
            look();
        }
    }

    private void look() {
        looking = true;
        rung = false;
        store.now()
                .compose(now -> sleepAfterRinging(now))
                .onSuccess(this::looked)
                .onFailure(this::failed);
    }

    private Future<Duration> sleepAfterRinging(Instant now) {
        var runs = Runs.nextDue(store.client(), now);
        var envelopes = Outbox.nextDue(store.client(), now);
        var calls = Calls.nextDue(store.client(), now);
        return Future.all(runs, envelopes, calls).map(all -> {
            ringIfOverdue(runs.result(), Address.WAKE_RUNNER);
            ringIfOverdue(envelopes.result(), Address.WAKE_COURIER);
            ringIfOverdue(calls.result(), Address.WAKE_CALLER);
            return Stream.of(runs, envelopes, calls)
                    .map(due -> until(due.result(), now))
                    .min(Duration::compareTo)
                    .orElse(SLEEP_MAX);
        });
    }

    private void ringIfOverdue(NextDue due, Address address) {
        if (due.overdue()) {
            bell.ring(address);
        }
    }

    /** Rounded up to a whole millisecond, for a timer that fires early finds nothing. */
    private static Duration until(NextDue due, Instant now) {
        return due.nextAt() == null
                ? SLEEP_MAX
                : Duration.ofMillis(Duration.between(now, due.nextAt()).toMillis() + 1);
    }

    private void looked(Duration next) {
        failing = false;
        sleep(rung ? SLEEP_MIN : next);
    }

    private void failed(Throwable fault) {
        if (!failing) {
            LOG.error(
                    "Expected to read the next due instant, found a fault. It looks again every {}.", SLEEP_MAX, fault);
        }
        failing = true;
        sleep(SLEEP_MAX);
    }

    private void sleep(Duration wanted) {
        looking = false;
        if (stopped != null) {
            stopped.complete();
            return;
        }
        long millis = Math.min(SLEEP_MAX.toMillis(), Math.max(SLEEP_MIN.toMillis(), wanted.toMillis()));
        timer = vertx.setTimer(millis, fired -> look());
    }
}
