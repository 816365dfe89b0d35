package onward.engine;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.security.SecureRandom;
import onward.bus.Address;
import onward.bus.Bell;
import onward.flow.fact.Ids;
import onward.store.Store;

/** Moves runs: starts those of new events, resumes those whose instant has come. */
public final class RunnerVerticle extends VerticleBase {
    private final Store store;
    private final EngineSettings settings;
    private Pump pump;

    public RunnerVerticle(Store store, EngineSettings settings) {
        this.store = store;
        this.settings = settings;
    }

    @Override
    public Future<?> start() {
        pump = new Pump(vertx, "runner", pass(store, new Bell(vertx.eventBus()), settings), fullBatch(), store::now);
        vertx.eventBus().consumer(Address.WAKE_RUNNER.text(), ring -> pump.ring());
        pump.ring();
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        return pump.stop();
    }

    /** Both passes, one after the other; full when one of them was. */
    static Pass pass(Store store, Bell bell, EngineSettings settings) {
        Ids ids = Ids.from(new SecureRandom());
        var versions = new Versions(settings.versionCacheMax());
        var match = new MatchPass(store, bell, settings, ids, versions);
        var run = new RunPass(store, bell, settings, ids, versions);
        return (limit, now) -> match.once(settings.matchBatchMax(), now)
                .compose(matched -> run.once(settings.runBatchMax(), now)
                        .map(resumed -> matched >= settings.matchBatchMax() || resumed >= settings.runBatchMax()
                                ? Math.max(limit, matched + resumed)
                                : Math.min(limit - 1, matched + resumed)));
    }

    private int fullBatch() {
        return settings.matchBatchMax() + settings.runBatchMax();
    }
}
