package onward.engine;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down what became of work that cannot be undone. A database that is away for a moment must not make it be done
 * again, so the writing is tried until it is time to leave it to whoever leases the work next.
 */
final class Insistence {
    /** How often the writing is tried. */
    static final int TRIES_MAX = 60;
    /** How long between two tries. */
    static final Duration AGAIN = Duration.ofMillis(500);

    private static final Logger LOG = LoggerFactory.getLogger(Insistence.class);

    private Insistence() {}

    /**
     * @param what is written, for the log
     * @param write to be called once a try; what it wrote before it failed has to be written again without harm
     */
    static <T> Future<T> on(Vertx vertx, String what, Supplier<Future<T>> write) {
        return attempt(vertx, what, write, 1);
    }

    private static <T> Future<T> attempt(Vertx vertx, String what, Supplier<Future<T>> write, int tries) {
        return write.get().recover(fault -> {
            if (tries >= TRIES_MAX) {
                return Future.failedFuture(fault);
            }
            LOG.warn("Expected to settle {}, found a fault on try {}.", what, tries, fault);
            return vertx.timer(AGAIN.toMillis()).compose(fired -> attempt(vertx, what, write, tries + 1));
        });
    }
}
