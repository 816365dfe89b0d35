package onward.engine;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import onward.bus.Address;
import onward.channel.Channel;
import onward.flow.fact.Ids;
import onward.store.Store;

/**
 * Carries envelopes out: several lanes, each with one lease under way. A ring goes to a lane that rests, a
 * lane whose lease was full rings the next one, and each looks by itself when it hears nothing.
 */
public final class CourierVerticle extends VerticleBase {
    private final Store store;
    private final Map<String, Channel> channels;
    private final EngineSettings settings;
    private final List<Pump> lanes = new ArrayList<>();

    /** @param channels by the name that envelopes call them; closing them is left to the one who opened them */
    public CourierVerticle(Store store, Map<String, Channel> channels) {
        this(store, channels, EngineSettings.defaults());
    }

    public CourierVerticle(Store store, Map<String, Channel> channels, EngineSettings settings) {
        this.store = store;
        this.channels = Map.copyOf(channels);
        this.settings = settings;
    }

    @Override
    public Future<?> start() {
        var random = new SecureRandom();
        var settling = new Settling(new Backoff(EngineSettings.RETRY_FIRST, EngineSettings.RETRY_MAX, random));
        var pass = new CourierPass(
                vertx,
                store,
                channels,
                settling,
                Ids.from(random),
                this::ringRestingLane,
                System::nanoTime,
                settings.mailroom());
        for (int lane = 1; lane <= settings.courierLanes(); lane++) {
            lanes.add(new Pump(vertx, "courier " + lane, pass, settings.courierBatchMax(), store::now));
        }
        vertx.eventBus().consumer(Address.WAKE_COURIER.text(), ring -> ring());
        lanes.forEach(Pump::ring);
        return Future.succeededFuture();
    }

    /** Completes when the deliveries under way are settled. */
    @Override
    public Future<?> stop() {
        return Future.all(lanes.stream().map(Pump::stop).toList());
    }

    private void ring() {
        if (!ringRestingLane()) {
            lanes.get(0).ring();
        }
    }

    private boolean ringRestingLane() {
        var resting = lanes.stream().filter(Pump::isResting).findFirst();
        resting.ifPresent(Pump::ring);
        return resting.isPresent();
    }
}
