package onward.flow.message;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What became of a mail, as an event of the system's own: {@code resend:email.opened} and its like, which waits and
 * triggers may name (contract/resend.md 4.2). The payload has the shape that webhooks have (section 12).
 *
 * @param kind one of {@link #KINDS}
 * @param detail what else is known, for example {@code {"bounce": {"message": …}}}; empty for nothing
 */
public record MailEvent(String kind, Map<String, Object> detail) {

    /** The beginning of the names of these events. */
    public static final String PREFIX = "resend:email.";

    /** In the order in which a mail may come to them. A mail is known by the furthest it came to. */
    public static final List<String> KINDS = List.of(
            "queued",
            "scheduled",
            "canceled",
            "suppressed",
            "delivery_delayed",
            "failed",
            "sent",
            "delivered",
            "opened",
            "clicked",
            "bounced",
            "complained");

    /** Those that a provider may tell of a mail that is out. */
    public static final Set<String> TOLD = Set.of(
            "delivered", "delivery_delayed", "opened", "clicked", "bounced", "complained", "failed", "suppressed");

    /** What became of a mail, without further detail. */
    public static MailEvent of(String kind) {
        return new MailEvent(kind, Map.of());
    }

    public String name() {
        return PREFIX + kind;
    }

    /** True when a mail that came to {@code before} is known by this from now on. */
    public boolean isBeyond(String before) {
        return KINDS.indexOf(kind) >= KINDS.indexOf(before);
    }

    public Map<String, Object> payload(Envelope envelope, Instant at) {
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("email_id", envelope.id().toString());
        payload.put("message_id", envelope.messageId());
        payload.put("created_at", at.toString());
        payload.put("from", envelope.from());
        payload.put("to", envelope.to());
        payload.put("subject", envelope.subject());
        if (envelope.templateId() != null) {
            payload.put("template_id", envelope.templateId().toString());
        }
        if (envelope.runId() != null) {
            payload.put("run_id", envelope.runId().toString());
            payload.put("step_key", envelope.stepKey());
        }
        payload.put("tags", envelope.tags() == null ? Map.of() : envelope.tags());
        payload.putAll(detail);
        return payload;
    }
}
