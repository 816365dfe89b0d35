package onward.api.bus;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import java.util.ArrayList;
import java.util.List;
import onward.api.BusDesk;
import onward.api.FaceSettings;
import onward.api.Outside;
import onward.bus.PublicAddress;
import onward.store.Store;

/** Answers what programs on the bus ask at the public addresses, each message with a key of its own. */
public final class BusVerticle extends VerticleBase {
    /** All programs on the bus count as one place where wrong keys come from. */
    private static final String FROM = "the event bus";

    private final Store store;
    private final FaceSettings settings;
    private final Outside outside;
    private final List<MessageConsumer<Object>> consumers = new ArrayList<>();

    public BusVerticle(Store store, FaceSettings settings, Outside outside) {
        this.store = store;
        this.settings = settings;
        this.outside = outside;
    }

    @Override
    public Future<?> start() {
        var desk = new BusDesk(vertx, store, settings, outside);
        PublicAddress.requests()
                .forEach(address -> consumers.add(
                        vertx.eventBus().consumer(address.text(), message -> answer(desk, address, message))));
        return Future.all(consumers.stream().map(MessageConsumer::completion).toList());
    }

    private static void answer(BusDesk desk, PublicAddress address, Message<Object> message) {
        desk.answer(new BusDesk.Asked(address, message.headers(), message.body(), FROM))
                .onSuccess(message::reply)
                .onFailure(fault -> {
                    var refusal = (ReplyException) fault;
                    message.fail(refusal.failureCode(), refusal.getMessage());
                });
    }

    /** Whoever asks from now on is told that nobody listens. */
    @Override
    public Future<?> stop() {
        return Future.all(consumers.stream().map(MessageConsumer::unregister).toList());
    }
}
