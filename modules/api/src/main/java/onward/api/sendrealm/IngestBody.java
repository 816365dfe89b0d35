package onward.api.sendrealm;

import java.net.IDN;
import java.text.Normalizer;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import onward.api.Call;
import onward.api.EventBody;
import onward.api.Fields;
import onward.bus.NewEvent;
import onward.flow.fact.EventName;
import onward.flow.message.Address;
import onward.store.table.ExternalIds;

/** Reads what {@code POST /events} was given: a {@link NewEvent}, or the refusal of it. */
final class IngestBody {
    private static final Pattern NAME = Pattern.compile("[a-z0-9_]+(\\.[a-z0-9_]+)*");

    private IngestBody() {}

    static NewEvent read(Call call) {
        Fields fields = call.fields();
        String name = name(fields);
        UUID contactId = fields.optionalUuid("contact_id");
        String externalId = fields.optionalString("external_id", 1, ExternalIds.CHARS_MAX);
        String email = email(fields);
        if (!fields.has("contact_id") && !fields.has("external_id") && !fields.has("email")) {
            fields.invalid("", "Expected `contact_id`, `external_id` or `email` to say whose event it is, found none.");
        }
        Map<String, Object> payload = fields.optionalMap("payload");
        Instant occurredAt = fields.optionalInstant("occurred_at");
        String key = fields.optionalString("idempotency_key", 1, EventBody.IDEMPOTENCY_KEY_CHARS_MAX);
        fields.check();
        return new NewEvent(
                        call.projectId(),
                        name,
                        contactId,
                        email,
                        EventBody.bounded(payload, call.bodyBytes()),
                        occurredAt,
                        key,
                        externalId,
                        true)
                .in(EventBody.trace(call));
    }

    /** Reserved names are refused as such, before their grammar. */
    private static String name(Fields fields) {
        String name = fields.string("event", 1, EventName.CHARS_MAX);
        if (name != null) {
            EventName.reserved("event", name).ifPresent(problem -> {
                throw SendrealmErrors.reserved(problem.message());
            });
        }
        if (name != null && !NAME.matcher(name).matches()) {
            fields.invalid(
                    "event",
                    "Expected an event name of lower-case segments with dots between them, like checkout.started or"
                            + " cart.item_added, found another.");
        }
        return name;
    }

    /** Trimmed, in NFC and lower case, the domain in ASCII: what two spellings of one address have in common. */
    private static String email(Fields fields) {
        String text = fields.optionalString("email", 0, Fields.NAME_CHARS_MAX);
        if (text == null) {
            return null;
        }
        String normal = normal(text);
        if (normal == null || !Address.readBare(normal).isOk()) {
            fields.invalid("email", "Expected an email address like ada@example.com, found other text.");
            return null;
        }
        return normal;
    }

    private static String normal(String text) {
        String trimmed = Normalizer.normalize(text.strip(), Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
        int at = trimmed.lastIndexOf('@');
        try {
            return at < 1 ? null : trimmed.substring(0, at + 1) + IDN.toASCII(trimmed.substring(at + 1));
        } catch (IllegalArgumentException noDomain) {
            // Not a domain, so not an address, which null says.
            return null;
        }
    }
}
