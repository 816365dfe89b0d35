package onward.bus;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;

/** Passes immutable {@link Message}s by reference inside one process; they never cross the wire. */
public final class LocalCodec implements MessageCodec<Message, Message> {
    private static final String NAME = "onward.local";

    private LocalCodec() {}

    /** Makes the bus carry every {@link Message}; to be called once per Vert.x instance, before any verticle. */
    public static void register(EventBus bus) {
        bus.registerCodec(new LocalCodec()).codecSelector(body -> body instanceof Message ? NAME : null);
    }

    @Override
    public void encodeToWire(Buffer buffer, Message message) {
        throw new IllegalStateException("Expected a local receiver for "
                + message.getClass().getSimpleName() + ", found a remote one; send such messages with localOnly");
    }

    @Override
    public Message decodeFromWire(int position, Buffer buffer) {
        throw new IllegalStateException("Expected a local message, found one from another node");
    }

    @Override
    public Message transform(Message message) {
        return message;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public byte systemCodecID() {
        return -1;
    }
}
