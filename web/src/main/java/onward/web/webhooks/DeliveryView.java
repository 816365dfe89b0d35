package onward.web.webhooks;

import java.util.List;
import onward.web.ui.Moment;
import onward.web.ui.Pill;

/**
 * What a webhook was told of one event.
 *
 * @param messageId as the webhook sees it
 * @param payload null before it was told to anybody
 * @param attempts the newest, newest first
 */
public record DeliveryView(
        String id,
        String webhookId,
        String type,
        String messageId,
        Pill state,
        Moment happened,
        Moment next,
        String payload,
        boolean canReplay,
        List<Attempt> attempts) {

    /** @param response the beginning of the answer, or why there was none */
    public record Attempt(String answer, boolean isGood, String response, Moment at) {}
}
