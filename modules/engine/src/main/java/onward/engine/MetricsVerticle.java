package onward.engine;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import onward.store.Store;
import onward.store.table.Metrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Adds up what passes counted, a few times a minute, and forgets the oldest hours. Nobody waits for it. */
public final class MetricsVerticle extends VerticleBase {
    /** How often it adds up. */
    public static final Duration FOLD_EVERY = Duration.ofSeconds(10);
    /** How many rows of passes are added up at once. */
    public static final int FOLD_MAX = 5_000;
    /** How long an hour is kept. */
    public static final Duration KEPT = Duration.ofDays(400);
    /** How many rows of old hours go at once. */
    public static final int FORGET_MAX = 5_000;

    private static final Logger LOG = LoggerFactory.getLogger(MetricsVerticle.class);

    private final Store store;
    private Future<Void> folding = Future.succeededFuture();
    private long ticks;
    private boolean isFailing;

    public MetricsVerticle(Store store) {
        this.store = store;
    }

    @Override
    public Future<?> start() {
        ticks = vertx.setPeriodic(FOLD_EVERY.toMillis(), tick -> fold());
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        vertx.cancelTimer(ticks);
        return folding;
    }

    /** Completes when there is nothing left to add up. Never fails. */
    Future<Void> fold() {
        if (folding.isComplete()) {
            folding = folded().compose(done -> forgotten())
                    .onSuccess(done -> isFailing = false)
                    .otherwise(this::failed);
        }
        return folding;
    }

    private Future<Void> folded() {
        return Metrics.fold(store.client(), FOLD_MAX)
                .compose(folded -> folded < FOLD_MAX ? Future.succeededFuture() : folded());
    }

    private Future<Void> forgotten() {
        return store.now()
                .compose(now -> Metrics.forget(store.client(), now.minus(KEPT), FORGET_MAX))
                .mapEmpty();
    }

    /** Said once: what was counted stays where it is and can be read there. */
    private Void failed(Throwable fault) {
        if (!isFailing) {
            LOG.warn("Expected to add up counts, found a fault; it is tried again in {}.", FOLD_EVERY, fault);
        }
        isFailing = true;
        return null;
    }
}
