package onward.channel;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import onward.flow.message.DeviceAddress;
import onward.flow.message.Envelope;
import onward.flow.message.Push;

/** Pushes to Ada's devices, and receipts waited for. */
public final class Pushes {
    public static final UUID PROJECT = new UUID(0, 1);
    public static final UUID DEVICE = UUID.fromString("019ac000-0000-7000-8000-0000000000d1");

    private Pushes() {}

    public static Envelope to(DeviceAddress address) {
        return to(address, "Order 17 is on its way.", Map.of("order", 17));
    }

    public static Envelope to(DeviceAddress address, String body, Map<String, Object> data) {
        return Push.envelope(
                PROJECT,
                UUID.fromString("019ac000-0000-7000-8000-0000000000e1"),
                null,
                null,
                0,
                null,
                null,
                "On its way",
                body,
                new Push(DEVICE, null, "https://shop.example.com/orders/17", null, data, address),
                Instant.parse("2026-11-23T09:05:03Z"));
    }

    public static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, SECONDS);
    }
}
