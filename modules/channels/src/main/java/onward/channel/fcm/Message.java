package onward.channel.fcm;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import onward.flow.message.Envelope;
import onward.flow.message.Push;

/**
 * A push as FCM's messages:send takes it. Data is text to FCM: what is none goes as JSON. By its tag or collapse id a
 * second attempt takes the place of the first on the device.
 */
final class Message {
    private Message() {}

    static String of(Envelope envelope) {
        String id = envelope.id().toString();
        var message = new JsonObject()
                .put("token", envelope.push().to().address())
                .put("notification", notification(envelope))
                .put("data", data(envelope))
                .put(
                        "android",
                        new JsonObject()
                                .put("ttl", Push.LIFETIME.toSeconds() + "s")
                                .put("notification", new JsonObject().put("tag", id)))
                .put("apns", new JsonObject().put("headers", new JsonObject().put("apns-collapse-id", id)));
        return new JsonObject().put("message", message).encode();
    }

    /** How much of it counts for FCM: what the device is told, without how it gets there. */
    static int payloadBytes(Envelope envelope) {
        String payload = notification(envelope).encode() + data(envelope).encode();
        return payload.getBytes(StandardCharsets.UTF_8).length;
    }

    private static JsonObject notification(Envelope envelope) {
        var notification = new JsonObject().put("title", envelope.subject()).put("body", envelope.text());
        return envelope.push().imageUrl() == null
                ? notification
                : notification.put("image", envelope.push().imageUrl());
    }

    private static JsonObject data(Envelope envelope) {
        Push push = envelope.push();
        var data = new JsonObject();
        push.data().forEach((name, value) -> data.put(name, value instanceof String ? value : Json.encode(value)));
        data.put("notification_id", envelope.id().toString());
        return push.launchUrl() == null ? data : data.put("launch_url", push.launchUrl());
    }
}
