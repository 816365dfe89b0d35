package onward.api;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import onward.store.Store;

/** Has noted requests written into the log once a second, and the oldest forgotten once a minute. */
public final class LogVerticle extends VerticleBase {
    /** How often it writes. */
    static final Duration WRITE_EVERY = Duration.ofSeconds(1);
    /** How often it looks for what is too old or too much. */
    static final Duration SWEEP_EVERY = Duration.ofMinutes(1);

    private final Store store;
    private final RequestLog log;
    private LogWriter writer;
    private Future<Void> writing = Future.succeededFuture();
    private long writes;
    private long sweeps;

    public LogVerticle(Store store, RequestLog log) {
        this.store = store;
        this.log = log;
    }

    @Override
    public Future<?> start() {
        writer = new LogWriter(vertx, store, log);
        writes = vertx.setPeriodic(WRITE_EVERY.toMillis(), tick -> write());
        sweeps = vertx.setPeriodic(SWEEP_EVERY.toMillis(), tick -> writer.sweep());
        return Future.succeededFuture();
    }

    /** Completes when all that was noted is written, or cannot be. */
    @Override
    public Future<?> stop() {
        vertx.cancelTimer(writes);
        vertx.cancelTimer(sweeps);
        return writing.transform(done -> writer.write());
    }

    private void write() {
        if (writing.isComplete()) {
            writing = writer.write();
        }
    }
}
