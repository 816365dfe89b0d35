package onward.app.bus;

import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A program in the same JVM, or the same cluster, as the server. */
final class BusWay implements Way {
    private final Vertx vertx;
    private final BlockingQueue<JsonObject> heard = new LinkedBlockingQueue<>();
    private final List<MessageConsumer<JsonObject>> consumers = new ArrayList<>();

    BusWay(Vertx vertx) {
        this.vertx = vertx;
    }

    @Override
    public Reply ask(String address, Map<String, String> headers, Object body) throws Exception {
        var options = new DeliveryOptions();
        headers.forEach(options::addHeader);
        try {
            return new Reply(
                    0,
                    vertx.eventBus()
                            .<JsonObject>request(address, body, options)
                            .toCompletionStage()
                            .toCompletableFuture()
                            .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                            .body());
        } catch (ExecutionException e) {
            var refusal = (ReplyException) e.getCause();
            return new Reply(refusal.failureCode(), new JsonObject(refusal.getMessage()));
        }
    }

    /** A program on the bus listens where its project's feed is, which it is told when it says hello. */
    @Override
    public void listen(String feed, Map<String, String> headers) throws Exception {
        String address =
                ask("onward.hello", headers, null).body().getJsonObject("feeds").getString(feed);
        MessageConsumer<JsonObject> consumer = vertx.eventBus().consumer(address, message -> heard.add(message.body()));
        consumers.add(consumer);
        consumer.completion().toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public JsonObject heard() throws Exception {
        JsonObject message = heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError("Expected a message, found none");
        }
        return message;
    }

    @Override
    public void close() {
        consumers.forEach(MessageConsumer::unregister);
    }
}
