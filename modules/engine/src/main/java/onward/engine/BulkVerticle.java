package onward.engine;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import onward.bus.Address;
import onward.bus.Bell;
import onward.store.Store;

/** Works through bulk actions, run by run; several nodes share them by the locks on their items. */
public final class BulkVerticle extends VerticleBase {
    /** How many runs one pass deals with before the live pages are told. */
    public static final int BULK_PASS_MAX = 50;

    private final Store store;
    private Pump pump;

    public BulkVerticle(Store store) {
        this.store = store;
    }

    @Override
    public Future<?> start() {
        var pass = new BulkPass(store, new Bell(vertx.eventBus()));
        pump = new Pump(vertx, "bulk worker", pass, BULK_PASS_MAX, store::now);
        vertx.eventBus().consumer(Address.WAKE_BULK.text(), ring -> pump.ring());
        pump.ring();
        return Future.succeededFuture();
    }

    /** Completes when no run is being dealt with. */
    @Override
    public Future<?> stop() {
        return pump.stop();
    }
}
