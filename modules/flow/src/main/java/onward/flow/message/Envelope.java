package onward.flow.message;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import onward.flow.fact.Result;

/**
 * A sealed, fully rendered message: nothing of it changes after it was made, so every attempt sends the
 * same bytes.
 *
 * @param runId the run that sent it, with {@code stepKey} and {@code visit}; null for a direct send
 * @param messageId {@code <…@…>}, derived from the envelope's key, see {@link MessageIds}
 * @param to the recipients, exactly one when a run sent it
 * @param html null or {@code text} null, not both
 * @param tags name to value, in order
 * @param createdAt when it was sealed
 * @param topicId the topic it belongs to, or null
 * @param onUncertain what happens when nobody knows whether an attempt arrived
 * @param scheduledAt when it was asked to go out; null: at once
 * @param attachments in the sender's order
 * @param leftOut recipients, by {@link Address#key}, who are named in the mail but not to the mail server: they get
 *     no mail, or got this one already
 * @param push what makes it a push: its title is the subject, its body the text; null for a mail
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
        OnUncertain onUncertain,
        Instant scheduledAt,
        List<Attachment> attachments,
        List<String> leftOut,
        Push push) {

    /** A mail. */
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
            Instant createdAt,
            UUID topicId,
            OnUncertain onUncertain,
            Instant scheduledAt,
            List<Attachment> attachments,
            List<String> leftOut) {
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
                topicId,
                onUncertain,
                scheduledAt,
                attachments,
                leftOut,
                null);
    }

    /** For at once, to everyone, with nothing attached. */
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
            Instant createdAt,
            UUID topicId,
            OnUncertain onUncertain) {
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
                topicId,
                onUncertain,
                null,
                List.of(),
                List.of());
    }

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

    /** Whether it goes to a device and is no mail. */
    public boolean isPush() {
        return push != null;
    }

    /** The Date header, and what its age is counted from. */
    public Instant date() {
        return scheduledAt == null || scheduledAt.isBefore(createdAt) ? createdAt : scheduledAt;
    }

    /** Everyone it goes to, by {@link Address#key}: to, cc and bcc, each once, in that order. */
    public List<String> recipientKeys() {
        return Stream.of(to, cc, bcc)
                .filter(list -> list != null)
                .flatMap(List::stream)
                .map(Envelope::key)
                .distinct()
                .toList();
    }

    private static String key(String recipient) {
        Result<Address> address = Address.read(recipient);
        return Address.key(address.isOk() ? address.value().email() : recipient);
    }

    /** The same mail, for those of its recipients who are not among these keys. */
    public Envelope leavingOut(List<String> keys) {
        return with(headers, html, attachments, keys, push);
    }

    /** The same mail with these files. */
    public Envelope attaching(List<Attachment> files) {
        return with(headers, html, files, leftOut, push);
    }

    /** The same mail with another HTML body. */
    public Envelope withHtml(String other) {
        return with(headers, other, attachments, leftOut, push);
    }

    /** The same with one more header. */
    public Envelope saying(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return with(more, html, attachments, leftOut, push);
    }

    /** The same as a push. */
    public Envelope pushing(Push as) {
        return with(headers, html, attachments, leftOut, as);
    }

    private Envelope with(Map<String, String> head, String body, List<Attachment> files, List<String> left, Push as) {
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
                body,
                text,
                head,
                tags,
                createdAt,
                topicId,
                onUncertain,
                scheduledAt,
                files,
                left,
                as);
    }
}
