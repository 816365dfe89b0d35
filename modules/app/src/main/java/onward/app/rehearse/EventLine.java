package onward.app.rehearse;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import onward.flow.fact.Dates;
import onward.flow.fact.Event;
import onward.flow.fact.EventName;
import onward.flow.fact.Ids;
import onward.flow.fact.Result;
import onward.flow.fact.Uuids;
import onward.flow.fact.Values;
import onward.flow.message.Address;
import onward.store.json.JsonFault;
import onward.store.json.JsonReader;

/**
 * One recorded event, in the shape that is posted to a server; other fields are ignored. An instant without an offset
 * is UTC. Names of the system's own are taken too, for a server may have recorded them.
 *
 * @param key the line's {@code idempotency_key}, or null
 */
record EventLine(Event event, String key) {
    private static final UUID PROJECT = new UUID(0, 0);
    private static final int SHOWN_CHARS_MAX = 60;

    /** Years have four digits, as on the server. */
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

    /** What keeps a line from being an event. */
    static final class Fault extends Exception {
        private static final long serialVersionUID = 1L;

        Fault(String message) {
            super(message, null, false, false);
        }
    }

    /** Reads a line. @param number of the line, which makes its event's id */
    static EventLine read(String text, long number) throws Fault {
        Map<?, ?> fields = object(text);
        String name = name(fields);
        UUID contactId = contactId(fields);
        String email = email(fields);
        if ((contactId == null) == (email == null)) {
            throw new Fault(
                    "expected exactly one of `email` and `contact_id`, found " + (email == null ? "neither" : "both"));
        }
        Instant at = occurredAt(fields);
        Object key = fields.get("idempotency_key");
        return new EventLine(
                new Event(PROJECT, Ids.numbered(at, number), name, contactId, email, payload(fields), at, at),
                key == null ? null : key.toString());
    }

    private static Map<?, ?> object(String text) throws Fault {
        try {
            if (JsonReader.read(text) instanceof Map<?, ?> fields) {
                return fields;
            }
        } catch (JsonFault e) {
            throw new Fault(e.getMessage() + ", at character " + e.position());
        }
        throw new Fault("expected a JSON object, found another value");
    }

    private static String name(Map<?, ?> fields) throws Fault {
        Object value = fields.get("event");
        boolean isName = value instanceof String text
                && !text.isEmpty()
                && text.codePointCount(0, text.length()) <= EventName.CHARS_MAX;
        if (!isName) {
            throw new Fault(
                    "expected a name of 1 to " + EventName.CHARS_MAX + " characters in `event`, found " + shown(value));
        }
        return (String) value;
    }

    private static UUID contactId(Map<?, ?> fields) throws Fault {
        Object value = fields.get("contact_id");
        Optional<UUID> id = value instanceof String text ? Uuids.read(text) : Optional.empty();
        if (value != null && id.isEmpty()) {
            throw new Fault("expected a UUID in `contact_id`, found " + shown(value));
        }
        return id.orElse(null);
    }

    private static String email(Map<?, ?> fields) throws Fault {
        Object value = fields.get("email");
        if (value == null) {
            return null;
        }
        Result<Address> address = value instanceof String text ? Address.readBare(text) : null;
        if (address == null || !address.isOk()) {
            throw new Fault("expected an address like ada@example.com in `email`, found " + shown(value));
        }
        return address.value().email();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> payload(Map<?, ?> fields) throws Fault {
        Object value = fields.get("payload");
        if (value == null) {
            return Map.of();
        }
        if (value instanceof Map<?, ?> map) {
            return (Map<String, Object>) map;
        }
        throw new Fault("expected an object in `payload`, found " + shown(value));
    }

    private static Instant occurredAt(Map<?, ?> fields) throws Fault {
        Object value = fields.get("occurred_at");
        Optional<Instant> at = value instanceof String text
                ? Dates.read(text).filter(when -> !when.isBefore(FIRST) && when.isBefore(END))
                : Optional.empty();
        if (at.isEmpty()) {
            throw new Fault("expected an instant like 2026-10-01T12:00:00Z in `occurred_at`, found " + shown(value));
        }
        return at.get().truncatedTo(ChronoUnit.MICROS);
    }

    private static String shown(Object value) {
        return value instanceof String text && text.length() <= SHOWN_CHARS_MAX
                ? "\"" + text + "\""
                : value instanceof String ? "a longer text" : Values.kind(value);
    }
}
