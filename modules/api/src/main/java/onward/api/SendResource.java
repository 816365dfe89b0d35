package onward.api;

import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.util.Map;
import onward.bus.Address;
import onward.bus.Ingested;
import onward.bus.NewEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code POST /events/send}: hands an event to ingest and answers when it is durable, not before. */
final class SendResource {
    /** How long a caller waits for the commit before being told to try again. */
    static final long INGEST_TIMEOUT_MILLIS = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(SendResource.class);
    private static final DeliveryOptions TO_INGEST =
            new DeliveryOptions().setLocalOnly(true).setSendTimeout(INGEST_TIMEOUT_MILLIS);

    private final EventBus bus;

    SendResource(EventBus bus) {
        this.bus = bus;
    }

    void register(Routes routes) {
        routes.post("/events/send", this::send);
    }

    private Future<Answer> send(Call call) {
        NewEvent event = EventBody.read(call);
        return bus.<Ingested>request(Address.INGEST.text(), event, TO_INGEST)
                .recover(SendResource::unavailable)
                .map(reply -> answer(event, reply.body()));
    }

    private static <T> Future<T> unavailable(Throwable cause) {
        if (cause instanceof ReplyException reply && reply.failureType() == ReplyFailure.RECIPIENT_FAILURE) {
            LOG.warn("Ingest took an event in no more: {}", reply.getMessage());
        }
        return Future.failedFuture(cause instanceof ReplyException ? NativeErrors.unavailable() : cause);
    }

    private static Answer answer(NewEvent event, Ingested ingested) {
        if (ingested instanceof Ingested.Accepted accepted) {
            Map<String, Object> body = Answer.body("object", "event", "event", event.name(), "id", accepted.id());
            if (accepted.duplicate()) {
                body.put("deduplicated", true);
            }
            return Answer.accepted(body);
        }
        throw NativeErrors.of(((Ingested.Refused) ingested).problem());
    }
}
