package onward.api;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.util.Map;
import onward.bus.Entrance;
import onward.bus.Ingested;
import onward.bus.NewEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code POST /events/send}: hands an event to ingest and answers when it is durable, not before. */
final class SendResource {
    private static final Logger LOG = LoggerFactory.getLogger(SendResource.class);

    private final Entrance entrance;

    SendResource(EventBus bus) {
        this.entrance = new Entrance(bus);
    }

    void register(Routes routes) {
        routes.post("/events/send", this::send);
    }

    private Future<Answer> send(Call call) {
        NewEvent event = EventBody.read(call);
        return entrance.bring(event).recover(SendResource::unavailable).map(ingested -> answer(event, ingested));
    }

    private static <T> Future<T> unavailable(Throwable fault) {
        if (fault.getCause() instanceof ReplyException reply && reply.failureType() == ReplyFailure.RECIPIENT_FAILURE) {
            LOG.warn("Ingest took an event in no more: {}", reply.getMessage());
        }
        return Future.failedFuture(fault instanceof Entrance.Closed ? NativeErrors.unavailable() : fault);
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
