package onward.engine;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import onward.store.Store;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sweeps what is kept no longer: a small batch at a time with pauses between, so that nobody notices. */
public final class RetentionVerticle extends VerticleBase {
    /** How many rows a batch looks at. */
    public static final int SWEEP_BATCH_MAX = 500;
    /** How long between two batches of a round. */
    public static final Duration PAUSE = Duration.ofMillis(250);
    /** How long between two rounds. */
    public static final Duration ROUND_EVERY = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(RetentionVerticle.class);

    private final Store store;
    private final RetentionPass pass;
    private Future<Void> sweeping = Future.succeededFuture();
    private long timer;
    private boolean isStopping;
    private boolean isFailing;

    public RetentionVerticle(Store store) {
        this.store = store;
        this.pass = new RetentionPass(store);
    }

    @Override
    public Future<?> start() {
        arm(PAUSE);
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        isStopping = true;
        vertx.cancelTimer(timer);
        return sweeping;
    }

    private void arm(Duration wait) {
        if (!isStopping) {
            timer = vertx.setTimer(wait.toMillis(), fired -> sweep());
        }
    }

    private void sweep() {
        sweeping = store.now()
                .compose(now -> pass.once(SWEEP_BATCH_MAX, now))
                .onSuccess(looked -> {
                    isFailing = false;
                    arm(pass.isBetweenRounds() ? ROUND_EVERY : PAUSE);
                })
                .otherwise(this::failed)
                .mapEmpty();
    }

    /** Said once: nothing is lost by keeping it longer. */
    private Integer failed(Throwable fault) {
        if (!isFailing) {
            LOG.warn("Expected to remove what is kept no longer, found a fault; the next try is in an hour.", fault);
        }
        isFailing = true;
        arm(ROUND_EVERY);
        return 0;
    }
}
