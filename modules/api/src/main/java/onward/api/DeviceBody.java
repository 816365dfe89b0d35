package onward.api;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import onward.flow.message.DeviceAddress;
import onward.flow.step.SendPush;
import onward.store.table.Devices;
import onward.store.table.Devices.Owner;
import onward.store.table.Devices.Registration;

/** What a device says of itself when it registers (contract/sendrealm.md 8.2), checked. */
final class DeviceBody {
    static final int ENDPOINT_CHARS_MAX = 1_000;
    static final int TOKEN_CHARS_MAX = 4_096;
    static final int EXTERNAL_ID_CHARS_MAX = 255;
    static final int TAG_NAME_CHARS_MAX = 50;
    static final int TAG_VALUE_CHARS_MAX = 255;

    /** An uncompressed point of the curve P-256. */
    private static final int P256DH_BYTES = 65;

    private static final int AUTH_BYTES = 16;
    private static final int KEY_CHARS_MAX = 200;

    private final Fields fields;
    private final Outside.Endpoints endpoints;

    private DeviceBody(Fields fields, Outside.Endpoints endpoints) {
        this.fields = fields;
        this.endpoints = endpoints;
    }

    /** Refuses with the first problem. */
    static Registration read(Fields fields, Outside.Endpoints endpoints) {
        if (fields.has("subscription") == fields.has("token")) {
            throw NativeErrors.validation("Expected exactly one of `subscription` and `token`, found both or neither.");
        }
        return new DeviceBody(fields, endpoints).registration();
    }

    private Registration registration() {
        boolean isWeb = fields.has("subscription");
        DeviceAddress to = isWeb
                ? subscription(fields.inside("subscription", fields.raw("subscription")))
                : new DeviceAddress(DeviceAddress.FCM, fields.string("token", 1, TOKEN_CHARS_MAX), null, null);
        String platform = isWeb ? "web" : fields.oneOf("platform", SendPush.PLATFORMS);
        var owner = new Owner(
                fields.optionalUuid("contact_id"),
                fields.optionalString("external_id", 1, EXTERNAL_ID_CHARS_MAX),
                fields.optionalEmail("email"));
        var registration = new Registration(to, platform, owner, fields.optionalBool("subscribed"), tags(fields));
        fields.check();
        return registration;
    }

    /** In the shape that a browser's {@code PushSubscription.toJSON()} has. */
    private DeviceAddress subscription(Fields given) {
        String endpoint = given.string("endpoint", 1, ENDPOINT_CHARS_MAX);
        Optional<String> problem = endpoint == null ? Optional.empty() : endpoints.problem(endpoint);
        problem.ifPresent(words -> given.invalid("endpoint", words));
        Fields keys = given.inside("keys", given.raw("keys"));
        return new DeviceAddress(
                DeviceAddress.WEB, endpoint, key(keys, "p256dh", P256DH_BYTES), key(keys, "auth", AUTH_BYTES));
    }

    private static String key(Fields keys, String name, int bytes) {
        String text = keys.string(name, 1, KEY_CHARS_MAX);
        if (text != null && decoded(text).length != bytes) {
            keys.invalid(name, "Expected " + bytes + " bytes as base64url, found another text");
        }
        return text;
    }

    private static byte[] decoded(String text) {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException unreadable) {
            return new byte[0];
        }
    }

    /** By name; null takes a tag away. Empty when none are given. */
    static Map<String, Object> tags(Fields fields) {
        Map<String, Object> given = fields.optionalMap("tags");
        Map<String, Object> tags = new LinkedHashMap<>();
        if (given == null) {
            return tags;
        }
        if (given.size() > Devices.TAGS_MAX) {
            fields.invalid("tags", "Expected at most " + Devices.TAGS_MAX + " tags, found " + given.size());
        }
        given.forEach((name, value) -> {
            if (name.isBlank() || name.length() > TAG_NAME_CHARS_MAX) {
                fields.invalid("tags", "Expected names of 1 to " + TAG_NAME_CHARS_MAX + " characters, found another");
            } else if (!isTag(value)) {
                fields.invalid(
                        "tags." + name,
                        "Expected a boolean, a number, a text of at most " + TAG_VALUE_CHARS_MAX
                                + " characters, or null, found another value");
            }
            tags.put(name, value);
        });
        return tags;
    }

    private static boolean isTag(Object value) {
        return value == null
                || value instanceof Boolean
                || value instanceof Number
                || (value instanceof String text && text.length() <= TAG_VALUE_CHARS_MAX);
    }

    /** A device that says more of itself each time must come to an end, too. */
    static void checkTags(int tags) {
        if (tags > Devices.TAGS_MAX) {
            throw NativeErrors.validation("Expected a device to have at most " + Devices.TAGS_MAX
                    + " tags, found more with these. Clear some by null.");
        }
    }
}
