package onward.api.bus;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import onward.api.BusDesk;
import onward.bus.PublicAddress;

/** The feeds that one connection listens to, of one project. */
final class Listening {
    private final Vertx vertx;
    private final BiConsumer<PublicAddress, JsonObject> told;
    private final Map<PublicAddress, MessageConsumer<JsonObject>> feeds = new EnumMap<>(PublicAddress.class);

    Listening(Vertx vertx, BiConsumer<PublicAddress, JsonObject> told) {
        this.vertx = vertx;
        this.told = told;
    }

    /** From the moment on in which this is done; a feed that it listens to already is that of the project named last. */
    Future<Void> begin(PublicAddress feed, UUID projectId) {
        end(feed);
        MessageConsumer<JsonObject> consumer =
                vertx.eventBus().consumer(feed.of(projectId), message -> told.accept(feed, message.body()));
        feeds.put(feed, consumer);
        return consumer.completion().recover(fault -> Future.failedFuture(BusDesk.failure(fault)));
    }

    /** False when it did not listen. */
    boolean end(PublicAddress feed) {
        var consumer = feeds.remove(feed);
        if (consumer != null) {
            consumer.unregister();
        }
        return consumer != null;
    }

    void endAll() {
        PublicAddress.feeds().forEach(this::end);
    }

    boolean isAny() {
        return !feeds.isEmpty();
    }
}
