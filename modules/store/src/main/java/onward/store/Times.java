package onward.store;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Collection;

/**
 * Instants on their way into and out of {@code timestamptz}: PostgreSQL keeps microseconds, so what goes in
 * is cut to microseconds, and what comes out equals what went in. Null passes through as null.
 */
public final class Times {
    private static final DateTimeFormatter TEXT = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 6, true)
            .appendLiteral("+00")
            .toFormatter()
            .withZone(ZoneOffset.UTC);

    private Times() {}

    /** As PostgreSQL writes it, for example {@code 2026-10-01 12:00:00.1+00}; null for null. */
    public static String text(Instant instant) {
        return instant == null ? null : TEXT.format(instant);
    }

    /** The instant as a tuple wants it: UTC, cut to microseconds. */
    public static OffsetDateTime toSql(Instant instant) {
        return instant == null ? null : instant.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }

    /** What a row gave, as an instant. */
    public static Instant fromSql(OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    /** Many at once, for statements over {@code unnest}; in order, nulls kept. */
    public static OffsetDateTime[] toSql(Collection<Instant> instants) {
        return instants.stream().map(Times::toSql).toArray(OffsetDateTime[]::new);
    }
}
