package onward.channel.webpush;

import io.vertx.core.json.JsonObject;
import onward.flow.message.Envelope;

/**
 * What a service worker is told (contract/sendrealm.md 8.2): {@code notification} is what it shows, {@code metadata}
 * which one it is and where it leads, {@code data} what the sender put beside. What was not given is left out.
 */
final class Payload {
    private Payload() {}

    static String of(Envelope envelope) {
        var push = envelope.push();
        var metadata = new JsonObject().put("notification_id", envelope.id().toString());
        if (push.launchUrl() != null) {
            metadata.put("launch_url", push.launchUrl());
        }
        if (push.imageUrl() != null) {
            metadata.put("image_url", push.imageUrl());
        }
        return new JsonObject()
                .put(
                        "notification",
                        new JsonObject().put("title", envelope.subject()).put("body", envelope.text()))
                .put("metadata", metadata)
                .put("data", new JsonObject(push.data()))
                .encode();
    }
}
