package onward.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import onward.flow.fact.Uuids;
import onward.flow.message.MailEvent;
import onward.flow.message.MailReport;
import onward.store.json.JsonFault;
import onward.store.json.JsonReader;

/**
 * What providers of mail tell by HTTP, each in words of its own: Amazon SES (as it is, or wrapped by SNS), Mailgun and
 * Postmark. What is none of these, or tells nothing that we keep, is no report.
 */
final class ProviderReport {
    /** How many recipients of one notification are looked at. */
    static final int RECIPIENTS_MAX = 100;

    private static final int WORDS_MAX = 1_000;
    private static final String OUR_ID = "x-onward-id";

    private ProviderReport() {}

    static Optional<MailReport> read(Map<String, Object> json) {
        if (json.get("Message") instanceof String inner && "Notification".equals(json.get("Type"))) {
            return ofSes(parsed(inner));
        }
        if (json.containsKey("notificationType") || json.containsKey("eventType")) {
            return ofSes(json);
        }
        if (json.get("event-data") instanceof Map<?, ?>) {
            return ofMailgun(map(json, "event-data"));
        }
        return json.containsKey("RecordType") ? ofPostmark(json) : Optional.empty();
    }

    /** Where to say that notifications of this topic are wanted, when SNS asks for it. */
    static Optional<String> subscription(Map<String, Object> json) {
        boolean isAsked = "SubscriptionConfirmation".equals(json.get("Type"));
        return Optional.of(text(json, "SubscribeURL"))
                .filter(url -> isAsked && url.matches("https://sns\\.[a-z0-9-]{1,40}\\.amazonaws\\.com(\\.cn)?/.*"));
    }

    private static Map<String, Object> parsed(String json) {
        try {
            return object(JsonReader.read(json));
        } catch (JsonFault noJson) {
            // SNS carries texts of any kind; one that is no JSON is no report.
            return Map.of();
        }
    }

    private static Optional<MailReport> ofSes(Map<String, Object> json) {
        String kind = text(json, "notificationType") + text(json, "eventType");
        List<MailEvent> events = switch (kind.toLowerCase(Locale.ROOT)) {
            case "bounce" -> bouncedBySes(map(json, "bounce"));
            case "complaint" ->
                recipients(map(json, "complaint"), "complainedRecipients").stream()
                        .map(one -> complained(text(map(json, "complaint"), "complaintFeedbackType"))
                                .about(text(one, "emailAddress")))
                        .toList();
            case "deliverydelay" ->
                recipients(map(json, "deliveryDelay"), "delayedRecipients").stream()
                        .map(one -> delayed(text(one, "diagnosticCode")).about(text(one, "emailAddress")))
                        .toList();
            case "delivery" -> List.of(MailEvent.of("delivered"));
            default -> List.of();
        };
        Map<String, String> headers = new LinkedHashMap<>();
        recipients(map(json, "mail"), "headers")
                .forEach(header -> headers.put(text(header, "name").toLowerCase(Locale.ROOT), text(header, "value")));
        return report(events, headers.get("message-id"), headers.get(OUR_ID));
    }

    private static List<MailEvent> bouncedBySes(Map<String, Object> bounce) {
        List<MailEvent> events = new ArrayList<>();
        recipients(bounce, "bouncedRecipients").forEach(one -> {
            String words = text(one, "diagnosticCode");
            events.add(bounced(text(bounce, "bounceType"), text(bounce, "bounceSubType"), words)
                    .about(text(one, "emailAddress")));
        });
        return events;
    }

    private static Optional<MailReport> ofMailgun(Map<String, Object> data) {
        Map<String, Object> status = map(data, "delivery-status");
        String words = text(status, "message").isEmpty() ? text(status, "description") : text(status, "message");
        Optional<MailEvent> event = switch (text(data, "event")) {
            case "failed" ->
                Optional.of(
                        text(data, "severity").equals("temporary")
                                ? delayed(words)
                                : bounced("Permanent", "General", words));
            case "complained" -> Optional.of(complained("abuse"));
            case "delivered" -> Optional.of(MailEvent.of("delivered"));
            default -> Optional.empty();
        };
        Map<String, Object> headers = map(map(data, "message"), "headers");
        return report(
                event.map(one -> List.of(one.about(text(data, "recipient")))).orElse(List.of()),
                text(headers, "message-id"),
                text(headers, OUR_ID));
    }

    /** Postmark gives mails Message-IDs of its own; ours comes back in the metadata alone. */
    private static Optional<MailReport> ofPostmark(Map<String, Object> json) {
        Optional<MailEvent> event = switch (text(json, "RecordType")) {
            case "Bounce" -> Optional.of(bouncedByPostmark(json).about(text(json, "Email")));
            case "SpamComplaint" -> Optional.of(complained("abuse").about(text(json, "Email")));
            case "Delivery" -> Optional.of(MailEvent.of("delivered").about(text(json, "Recipient")));
            default -> Optional.empty();
        };
        return report(event.map(List::of).orElse(List.of()), null, text(map(json, "Metadata"), "onward-id"));
    }

    private static MailEvent bouncedByPostmark(Map<String, Object> json) {
        return switch (text(json, "Type")) {
            case "HardBounce", "BadEmailAddress" -> bounced("Permanent", "General", text(json, "Details"));
            case "Transient", "SoftBounce", "DnsError" -> bounced("Transient", "General", text(json, "Details"));
            default -> bounced("Undetermined", "General", text(json, "Details"));
        };
    }

    private static MailEvent bounced(String type, String subType, String words) {
        Map<String, Object> bounce = new LinkedHashMap<>();
        bounce.put("message", words.isEmpty() ? "The provider told of a bounce and did not say why." : words);
        bounce.put("type", type.isEmpty() ? "Undetermined" : type);
        bounce.put("subType", subType.isEmpty() ? "General" : subType);
        bounce.put("diagnosticCode", words.isEmpty() ? List.of() : List.of(words));
        return new MailEvent("bounced", Map.of("bounce", bounce));
    }

    private static MailEvent complained(String type) {
        return new MailEvent("complained", Map.of("complaint", Map.of("type", type)));
    }

    private static MailEvent delayed(String words) {
        return new MailEvent("delivery_delayed", Map.of("delay", Map.of("reason", words)));
    }

    /** Only of a mail that can be found; a Message-ID may come without its brackets. */
    private static Optional<MailReport> report(List<MailEvent> events, String messageId, String ourId) {
        Optional<UUID> id = Optional.ofNullable(ourId).flatMap(Uuids::read);
        boolean hasMessageId = messageId != null && !messageId.isEmpty();
        return events.isEmpty() || !hasMessageId && id.isEmpty()
                ? Optional.empty()
                : Optional.of(new MailReport(events, hasMessageId ? bracketed(messageId) : null, id.orElse(null)));
    }

    private static String bracketed(String messageId) {
        return messageId.startsWith("<") ? messageId : "<" + messageId + ">";
    }

    private static List<Map<String, Object>> recipients(Map<String, Object> json, String name) {
        return json.get(name) instanceof List<?> list
                ? list.stream()
                        .limit(RECIPIENTS_MAX)
                        .map(ProviderReport::object)
                        .toList()
                : List.of();
    }

    private static Map<String, Object> map(Map<String, Object> json, String name) {
        return object(json.get(name));
    }

    @SuppressWarnings("unchecked") // the keys of JSON objects are texts
    private static Map<String, Object> object(Object json) {
        return json instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    /** Without control characters, and not longer than anybody reads; empty for what is no text. */
    private static String text(Map<String, Object> json, String name) {
        String text = json.get(name) instanceof String found
                ? found.replaceAll("\\p{Cntrl}+", " ").strip()
                : "";
        return text.substring(0, Math.min(text.length(), WORDS_MAX));
    }
}
