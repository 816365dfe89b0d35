package onward.bus;

import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.ReplyException;

/** Where events come in, whoever brings them: hands one to ingest and answers when it is durable, not before. */
public final class Entrance {
    /** How large a payload may be, as JSON in UTF-8. */
    public static final int PAYLOAD_BYTES_MAX = 64 * 1024;

    /** How long a caller waits for the commit before being told to try again. */
    static final long TIMEOUT_MILLIS = 10_000;

    private static final DeliveryOptions TO_INGEST =
            new DeliveryOptions().setLocalOnly(true).setSendTimeout(TIMEOUT_MILLIS);

    private final EventBus bus;

    public Entrance(EventBus bus) {
        this.bus = bus;
    }

    /** Ingest took nothing in; the same event may be brought again. */
    public static final class Closed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Closed(Throwable cause) {
            super("Ingest took an event in no more: " + cause.getMessage(), cause);
        }
    }

    /** What became of the event; fails with {@link Closed} when that is nothing. */
    public Future<Ingested> bring(NewEvent event) {
        return bus.<Ingested>request(Address.INGEST.text(), event, TO_INGEST)
                .recover(cause -> Future.failedFuture(cause instanceof ReplyException ? new Closed(cause) : cause))
                .map(reply -> reply.body());
    }
}
