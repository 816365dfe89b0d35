package onward.channel.webhook;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookSigningException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import onward.channel.http.HttpCall;

/**
 * A request that tells a webhook of an event, signed as Standard Webhooks 1.0 says: HMAC-SHA256 over
 * {@code id.timestamp.body}. The same values go out as {@code svix-*} and as {@code webhook-*} headers.
 */
public final class SignedCall {
    private SignedCall() {}

    /**
     * @param messageId the same whenever the same event is told again
     * @param secrets {@code whsec_…}, the newest first; each of them signs
     * @param at becomes the timestamp, whose age the receiver checks
     * @throws IllegalArgumentException when a secret is none
     */
    public static HttpCall of(
            String endpoint, String messageId, String payload, List<String> secrets, Instant at, Duration timeout) {
        long timestamp = at.getEpochSecond();
        String signatures = secrets.stream()
                .map(secret -> signature(secret, messageId, timestamp, payload))
                .collect(Collectors.joining(" "));
        Map<String, String> headers = new LinkedHashMap<>();
        for (String prefix : List.of("svix", "webhook")) {
            headers.put(prefix + "-id", messageId);
            headers.put(prefix + "-timestamp", Long.toString(timestamp));
            headers.put(prefix + "-signature", signatures);
        }
        headers.put("Accept", "*/*");
        headers.put("User-Agent", "onward-webhooks");
        return new HttpCall("POST", endpoint, headers, payload, messageId, timeout);
    }

    private static String signature(String secret, String messageId, long timestamp, String payload) {
        try {
            return new Webhook(secret).sign(messageId, timestamp, payload);
        } catch (EmptyWebhookSecretException | WebhookSigningException e) {
            throw new IllegalArgumentException("Expected a secret of the form whsec_…, found another.", e);
        }
    }
}
