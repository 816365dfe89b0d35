package onward.flow.message;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A sealed, fully rendered message: nothing of it changes after it was made, so every attempt sends the
 * same bytes.
 *
 * @param runId the run that sent it, with {@code stepKey} and {@code visit}; null for a direct send
 * @param messageId {@code <…@…>}, derived from the envelope's key, see {@link MessageIds}
 * @param to the recipients, exactly one when a run sent it
 * @param html null or {@code text} null, not both
 * @param tags name to value, in order
 * @param createdAt also the Date header
 * @param topicId the topic it belongs to, or null
 * @param onUncertain what happens when nobody knows whether an attempt arrived
 */
public record Envelope(
        UUID projectId,
        UUID id,
        UUID runId,
        String stepKey,
        int visit,
        UUID contactId,
        UUID templateId,
        String messageId,
        String from,
        List<String> to,
        List<String> cc,
        List<String> bcc,
        List<String> replyTo,
        String subject,
        String html,
        String text,
        Map<String, String> headers,
        Map<String, String> tags,
        Instant createdAt,
        UUID topicId,
        OnUncertain onUncertain) {

    /** Of no topic, and sent again when nobody knows whether it arrived. */
    public Envelope(
            UUID projectId,
            UUID id,
            UUID runId,
            String stepKey,
            int visit,
            UUID contactId,
            UUID templateId,
            String messageId,
            String from,
            List<String> to,
            List<String> cc,
            List<String> bcc,
            List<String> replyTo,
            String subject,
            String html,
            String text,
            Map<String, String> headers,
            Map<String, String> tags,
            Instant createdAt) {
        this(
                projectId,
                id,
                runId,
                stepKey,
                visit,
                contactId,
                templateId,
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
                tags,
                createdAt,
                null,
                OnUncertain.RESEND);
    }

    /** The same with another HTML body. */
    public Envelope withHtml(String other) {
        return new Envelope(
                projectId,
                id,
                runId,
                stepKey,
                visit,
                contactId,
                templateId,
                messageId,
                from,
                to,
                cc,
                bcc,
                replyTo,
                subject,
                other,
                text,
                headers,
                tags,
                createdAt,
                topicId,
                onUncertain);
    }
}
