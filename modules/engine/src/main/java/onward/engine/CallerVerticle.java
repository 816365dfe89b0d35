package onward.engine;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.security.SecureRandom;
import onward.bus.Address;
import onward.channel.http.HttpCaller;
import onward.flow.fact.Ids;
import onward.store.Store;

/** Makes the requests that runs ask for, and puts the answers into their mailboxes. */
public final class CallerVerticle extends VerticleBase {
    /** How many requests one look takes. */
    private static final int BATCH_MAX = 50;

    private final Store store;
    private final HttpCaller caller;
    private CallerPass pass;
    private Pump pump;

    /** @param caller closing it is left to the one who opened it */
    public CallerVerticle(Store store, HttpCaller caller) {
        this.store = store;
        this.caller = caller;
    }

    @Override
    public Future<?> start() {
        var random = new SecureRandom();
        var settling = new CallSettling(
                new Backoff(EngineSettings.RETRY_FIRST, EngineSettings.RETRY_MAX, random), Ids.from(random));
        pass = new CallerPass(vertx, store, caller::call, settling, this::ring);
        pump = new Pump(vertx, "caller", pass, BATCH_MAX, store::now);
        vertx.eventBus().consumer(Address.WAKE_CALLER.text(), message -> ring());
        ring();
        return Future.succeededFuture();
    }

    private void ring() {
        pump.ring();
    }

    /** Completes when the requests under way are settled. */
    @Override
    public Future<?> stop() {
        return pump.stop().compose(done -> pass.idle());
    }
}
