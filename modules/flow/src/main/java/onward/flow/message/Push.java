package onward.flow.message;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What an envelope has beside title and body when it is a push to one device. Sealed like a mail; only where the device
 * is reached is looked up when it leaves, for a browser's subscription may be renewed meanwhile.
 *
 * @param deviceId null only while it is made
 * @param sendId the direct send it belongs to; null when a run sent it
 * @param launchUrl what opens when the notification is tapped, or null; {@code imageUrl} likewise
 * @param data what the app gets beside, by name
 * @param to null until it is leased
 */
public record Push(
        UUID deviceId, UUID sendId, String launchUrl, String imageUrl, Map<String, Object> data, DeviceAddress to) {

    /** The channel of pushes, as envelopes carry it. */
    public static final String CHANNEL = "push";

    /** For how long a push is worth delivering: the server tries, and a push service keeps it, no longer. */
    public static final Duration LIFETIME = Duration.ofDays(1);

    public static final int TITLE_LENGTH_MAX = 255;
    public static final int BODY_LENGTH_MAX = 2_000;
    public static final int URL_LENGTH_MAX = 1_000;

    /** How many names {@code data} may hold. */
    public static final int DATA_MAX = 50;

    /**
     * How large the whole payload may be, as JSON in UTF-8. Push services take 4,096 bytes with the encryption around it
     * (RFC 8291, section 4), FCM as many without.
     */
    public static final int PAYLOAD_BYTES_MAX = 3_900;

    /** About how much of the payload is neither text nor data. */
    public static final int ENVELOPE_BYTES = 200;

    /**
     * A push to one device.
     *
     * @param runId the run that sends it, with {@code stepKey} and {@code visit}; null for a direct send
     */
    public static Envelope envelope(
            UUID projectId,
            UUID id,
            UUID runId,
            String stepKey,
            int visit,
            UUID contactId,
            UUID templateId,
            String title,
            String body,
            Push push,
            Instant createdAt) {
        String device = push.deviceId().toString();
        return new Envelope(
                projectId,
                id,
                runId,
                stepKey,
                visit,
                contactId,
                templateId,
                // Unlike a mail's it is seen by nobody; the key of the table wants one.
                "<" + id + "@push>",
                CHANNEL,
                List.of(device),
                List.of(),
                List.of(),
                List.of(),
                title,
                null,
                body,
                Map.of(),
                Map.of(),
                createdAt,
                null,
                OnUncertain.RESEND,
                null,
                List.of(),
                List.of(),
                push);
    }

    /** The same to a device. */
    public Push at(UUID device) {
        return new Push(device, sendId, launchUrl, imageUrl, data, to);
    }
}
