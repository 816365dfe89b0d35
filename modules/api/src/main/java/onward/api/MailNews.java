package onward.api;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import onward.flow.message.MailEvent;
import onward.store.json.JsonWriter;

/**
 * What a provider tells of a mail.
 *
 * @param occurredAt null when it does not say
 */
record MailNews(MailEvent event, Instant occurredAt) {
    /** How large a detail may be, as JSON in UTF-8. */
    static final int DETAIL_BYTES_MAX = 16 * 1024;

    /** What may be told, in the order in which a mail may come to it. */
    private static final List<String> TYPES =
            MailEvent.KINDS.stream().filter(MailEvent.TOLD::contains).toList();

    /** What the server says of a mail itself, see {@link MailEvent#payload}; waits tell mails apart by it. */
    private static final Set<String> OUR_OWN = Set.of(
            "email_id",
            "message_id",
            "created_at",
            "from",
            "to",
            "subject",
            "template_id",
            "run_id",
            "step_key",
            "tags");

    static MailNews read(Fields fields) {
        String type = fields.oneOf("type", TYPES);
        Instant occurredAt = fields.optionalInstant("occurred_at");
        Map<String, Object> detail = fields.optionalMap("detail");
        fields.check();
        return new MailNews(new MailEvent(type, detail == null ? Map.of() : checked(detail)), occurredAt);
    }

    private static Map<String, Object> checked(Map<String, Object> detail) {
        for (String key : detail.keySet()) {
            if (OUR_OWN.contains(key)) {
                throw NativeErrors.validation("Expected in `detail` what only the provider knows, found `" + key
                        + "`, which the server tells itself. Leave it out, or name it otherwise.");
            }
        }
        if (JsonWriter.write(detail).getBytes(StandardCharsets.UTF_8).length > DETAIL_BYTES_MAX) {
            throw NativeErrors.tooLarge("Expected a detail of at most " + DETAIL_BYTES_MAX
                    + " bytes of JSON, found a larger one. Leave out what no automation asks for.");
        }
        return detail;
    }

    Instant occurredAt(Instant now) {
        return occurredAt == null ? now : occurredAt;
    }
}
