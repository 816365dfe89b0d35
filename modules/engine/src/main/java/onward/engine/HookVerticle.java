package onward.engine;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.security.SecureRandom;
import java.time.Duration;
import onward.channel.http.HttpCaller;
import onward.flow.fact.Ids;
import onward.store.SecretBox;
import onward.store.Store;
import onward.store.table.HookEvents;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells webhooks of what happened. Nobody rings here: it looks every second, so those who change things need not know
 * that anybody listens.
 */
public final class HookVerticle extends VerticleBase {
    /** How many events one look puts into queues, how many deliveries one look takes. */
    static final int FAN_BATCH_MAX = 500;

    private static final int DELIVERY_BATCH_MAX = 50;
    /** How long an event stays in the log of a webhook; how often the old ones are looked for, and how many at once. */
    static final Duration LOG_KEPT = Duration.ofDays(30);

    private static final Duration FORGET_EVERY = Duration.ofMinutes(10);
    private static final int FORGET_BATCH_MAX = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(HookVerticle.class);

    private final Store store;
    private final SecretBox box;
    private final HttpCaller caller;
    private HookPass deliveries;
    private Pump fanning;
    private Pump telling;
    private long forgetting;

    /** @param caller closing it is left to the one who opened it */
    public HookVerticle(Store store, SecretBox box, HttpCaller caller) {
        this.store = store;
        this.box = box;
        this.caller = caller;
    }

    @Override
    public Future<?> start() {
        deliveries = new HookPass(vertx, store, box, caller::call, Ids.from(new SecureRandom()), this::tell);
        telling = new Pump(vertx, "webhooks", deliveries, DELIVERY_BATCH_MAX, store::now);
        fanning = new Pump(vertx, "webhook events", new HookFanPass(store, this::tell), FAN_BATCH_MAX, store::now);
        telling.ring();
        fanning.ring();
        forgetting = vertx.setPeriodic(FORGET_EVERY.toMillis(), tick -> forget());
        return Future.succeededFuture();
    }

    private void tell() {
        telling.ring();
    }

    private void forget() {
        store.now()
                .compose(now -> HookEvents.forget(store.client(), now.minus(LOG_KEPT), FORGET_BATCH_MAX))
                .onFailure(fault -> LOG.warn("Expected to forget old webhook events, found a fault.", fault));
    }

    /** Completes when the requests under way are settled. */
    @Override
    public Future<?> stop() {
        vertx.cancelTimer(forgetting);
        return fanning.stop().compose(done -> telling.stop()).compose(done -> deliveries.idle());
    }
}
