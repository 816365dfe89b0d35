package onward.api;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import onward.flow.fact.Uuids;
import onward.flow.message.Address;
import onward.flow.message.Push;
import onward.flow.step.SendPush;
import onward.store.json.JsonWriter;
import onward.store.table.Devices.Audience;

/**
 * A direct push, checked.
 *
 * @param content what it holds beside title and body, for no device yet
 */
record PushBody(Audience audience, String title, String body, Push content) {
    /** How many devices, contacts, external ids or addresses one request may name. */
    static final int TARGETS_MAX = 100;

    private static final List<String> TARGETS = List.of("device_ids", "contact_ids", "external_ids", "emails");

    /** Refuses with the first problem. */
    static PushBody read(Fields fields) {
        if (TARGETS.stream().filter(fields::has).count() != 1) {
            throw NativeErrors.validation(
                    "Expected exactly one of `device_ids`, `contact_ids`, `external_ids` and `emails`, found none or"
                            + " several.");
        }
        var audience = new Audience(
                ids(fields, "device_ids"),
                ids(fields, "contact_ids"),
                texts(fields, "external_ids", "a text of 1 to 255 characters", PushBody::externalId),
                texts(fields, "emails", "an email address like ada@example.com", PushBody::email));
        fields.require("notification");
        Fields notification = fields.has("notification")
                ? fields.inside("notification", fields.raw("notification"))
                : new Fields(Map.of());
        String title = notification.string("title", 1, Push.TITLE_LENGTH_MAX);
        String body = notification.string("body", 1, Push.BODY_LENGTH_MAX);
        var content = new Push(
                null, null, url(notification, "launch_url"), url(notification, "image_url"), data(fields), null);
        fields.check();
        var push = new PushBody(audience, title, body, content);
        push.checkSize();
        return push;
    }

    private static List<UUID> ids(Fields fields, String name) {
        return texts(fields, name, "a UUID", text -> Uuids.read(text).isPresent() ? text : null).stream()
                .map(UUID::fromString)
                .toList();
    }

    private static String externalId(String text) {
        return text.isEmpty() || text.length() > DeviceBody.EXTERNAL_ID_CHARS_MAX ? null : text;
    }

    private static String email(String text) {
        var address = Address.readBare(text);
        return address.isOk() ? address.value().email() : null;
    }

    /** The texts of a list, if there is one; {@code fit} answers null for what does not fit. */
    private static List<String> texts(Fields fields, String name, String expected, Function<String, String> fit) {
        List<Object> items = fields.optionalList(name, 1, TARGETS_MAX);
        List<String> texts = new ArrayList<>();
        for (int i = 0; items != null && i < items.size(); i++) {
            String text = items.get(i) instanceof String given ? fit.apply(given) : null;
            if (text == null) {
                fields.invalid(name + "[" + i + "]", "Expected " + expected + ", found another value");
            } else {
                texts.add(text);
            }
        }
        return texts;
    }

    private static String url(Fields notification, String name) {
        String url = notification.optionalString(name, 1, Push.URL_LENGTH_MAX);
        if (url != null) {
            SendPush.urlProblem(url).ifPresent(words -> notification.invalid(name, words));
        }
        return url;
    }

    private static Map<String, Object> data(Fields fields) {
        Map<String, Object> data = fields.optionalMap("data");
        if (data != null && data.size() > Push.DATA_MAX) {
            fields.invalid("data", "Expected at most " + Push.DATA_MAX + " names, found " + data.size());
        }
        return data == null ? Map.of() : data;
    }

    /** By about what a device gets, so that a push that none would take is refused at once. */
    private void checkSize() {
        int bytes = Stream.of(title, body, content.launchUrl(), content.imageUrl(), content.data())
                .mapToInt(part -> JsonWriter.write(part).getBytes(StandardCharsets.UTF_8).length)
                .sum();
        if (bytes > Push.PAYLOAD_BYTES_MAX - Push.ENVELOPE_BYTES) {
            throw NativeErrors.validation("Expected texts and data of at most "
                    + (Push.PAYLOAD_BYTES_MAX - Push.ENVELOPE_BYTES) + " bytes together, found " + bytes
                    + ". Shorten them, or send a link.");
        }
    }
}
