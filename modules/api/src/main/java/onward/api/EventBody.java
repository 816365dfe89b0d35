package onward.api;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import onward.bus.Entrance;
import onward.bus.NewEvent;
import onward.flow.fact.EventName;
import onward.flow.fact.TraceParent;
import onward.store.json.JsonWriter;

/** Reads what {@code POST /events/send} was given: a {@link NewEvent}, or the refusal of it. */
public final class EventBody {
    /** How long an idempotency key may be, on every face. */
    public static final int IDEMPOTENCY_KEY_CHARS_MAX = 256;

    private final Fields fields;

    private EventBody(Fields fields) {
        this.fields = fields;
    }

    static NewEvent read(Call call) {
        return new EventBody(call.fields()).event(call);
    }

    private NewEvent event(Call call) {
        String name = name(fields, "event");
        UUID contactId = fields.optionalUuid("contact_id");
        String email = fields.optionalEmail("email");
        onePerson(fields);
        Map<String, Object> payload = fields.optionalMap("payload");
        Instant occurredAt = fields.optionalInstant("occurred_at");
        String key = fields.optionalString("idempotency_key", 0, Integer.MAX_VALUE);
        fields.check();
        String heeded = idempotencyKey(call.header("idempotency-key").orElse(key));
        return new NewEvent(
                        call.projectId(),
                        name,
                        contactId,
                        email,
                        bounded(payload, call.bodyBytes()),
                        occurredAt,
                        heeded)
                .in(trace(call));
    }

    /** The trace that the caller is in; null for none, and for a header that is not as W3C Trace Context wants it. */
    public static TraceParent trace(Call call) {
        return call.header("traceparent").flatMap(TraceParent::read).orElse(null);
    }

    /** The name of an event in that field; the reserved ones are refused. */
    static String name(Fields fields, String field) {
        String name = fields.string(field, 0, Integer.MAX_VALUE);
        if (name != null) {
            EventName.problem(field, name).ifPresent(problem -> fields.add(List.of(problem)));
        }
        return name;
    }

    /** Gathers a problem unless the event names its person in exactly one way. */
    static void onePerson(Fields fields) {
        if (fields.has("contact_id") == fields.has("email")) {
            String found = fields.has("email") ? "both" : "neither";
            fields.invalid("", "Expected exactly one of `contact_id` and `email`, found " + found + ".");
        }
    }

    private static String idempotencyKey(String key) {
        if (key != null && (key.isEmpty() || key.codePointCount(0, key.length()) > IDEMPOTENCY_KEY_CHARS_MAX)) {
            throw NativeErrors.badIdempotencyKey();
        }
        return key;
    }

    /**
     * The payload, refused when it is too large. Out of a small body it is not measured: written anew, nothing in it gets
     * twice as long.
     */
    public static Map<String, Object> bounded(Map<String, Object> payload, int bodyBytes) {
        if (payload != null
                && bodyBytes > Entrance.PAYLOAD_BYTES_MAX / 2
                && JsonWriter.write(payload).getBytes(StandardCharsets.UTF_8).length > Entrance.PAYLOAD_BYTES_MAX) {
            throw NativeErrors.tooLarge("Expected a payload of at most " + Entrance.PAYLOAD_BYTES_MAX
                    + " bytes of JSON, found a larger one. Send a reference to the data instead.");
        }
        return payload;
    }
}
