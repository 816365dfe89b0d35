package onward.engine;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.security.SecureRandom;
import onward.bus.Address;
import onward.flow.fact.Ids;
import onward.store.Store;

/** Works through imports of contacts, batch by batch, in turns. */
public final class ImportVerticle extends VerticleBase {
    /** How many records one transaction writes. */
    public static final int IMPORT_BATCH_MAX = 500;

    private final Store store;
    private Pump pump;

    public ImportVerticle(Store store) {
        this.store = store;
    }

    @Override
    public Future<?> start() {
        var pass = new ImportPass(store, Ids.from(new SecureRandom()));
        pump = new Pump(vertx, "importer", pass, IMPORT_BATCH_MAX, store::now);
        vertx.eventBus().consumer(Address.WAKE_IMPORTER.text(), ring -> pump.ring());
        pump.ring();
        return Future.succeededFuture();
    }

    /** Completes when no batch is under way. */
    @Override
    public Future<?> stop() {
        return pump.stop();
    }
}
