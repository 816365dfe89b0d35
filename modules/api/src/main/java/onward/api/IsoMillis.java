package onward.api;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Timestamps as the preview of automations showed them (contract/resend.md 15.2): ISO 8601 in milliseconds. */
public final class IsoMillis {
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private IsoMillis() {}

    /** For example {@code 2026-10-01T12:00:00.100Z}; null for null. */
    public static String of(Instant instant) {
        return instant == null ? null : FORMAT.format(instant);
    }
}
