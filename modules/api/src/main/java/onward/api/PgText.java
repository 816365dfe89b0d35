package onward.api;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;

/** Timestamps as PostgreSQL writes them, which is how this face shows them (contract/resend.md 2.5). */
public final class PgText {
    private static final DateTimeFormatter FORMAT = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 6, true)
            .appendLiteral("+00")
            .toFormatter()
            .withZone(ZoneOffset.UTC);

    private PgText() {}

    /** For example {@code 2026-10-01 12:00:00.1+00}; null for null. */
    public static String of(Instant instant) {
        return instant == null ? null : FORMAT.format(instant);
    }
}
