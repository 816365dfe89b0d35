package onward.store;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;

/**
 * Instants on their way into and out of {@code timestamptz}: PostgreSQL keeps microseconds, so what goes in
 * is cut to microseconds, and what comes out equals what went in. Null passes through as null.
 */
public final class Times {
    private Times() {}

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
