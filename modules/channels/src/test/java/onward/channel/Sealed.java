package onward.channel;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import onward.flow.message.Envelope;

/** A mail to Ada with every field in reach of a test. */
public final class Sealed {
    public String from = "shop@example.com";
    public List<String> to = List.of("ada@example.com");
    public List<String> cc = List.of();
    public List<String> bcc = List.of();
    public List<String> replyTo = List.of();
    public String messageId = "<0f8e@example.com>";
    public String subject = "Your order is on its way";
    public String html = "<p>Hello Ada</p>";
    public String text = "Hello Ada";
    public Map<String, String> headers = new LinkedHashMap<>();

    public static Sealed mail() {
        return new Sealed();
    }

    public static Envelope to(String recipient) {
        var mail = mail();
        mail.to = List.of(recipient);
        return mail.envelope();
    }

    public Envelope envelope() {
        return new Envelope(
                new UUID(0, 1),
                new UUID(0, 2),
                new UUID(0, 3),
                "welcome",
                1,
                null,
                null,
                messageId,
                from,
                to,
                cc,
                bcc,
                replyTo,
                subject,
                html,
                text,
                headers,
                Map.of(),
                Instant.parse("2026-11-23T09:05:03.123456Z"));
    }
}
