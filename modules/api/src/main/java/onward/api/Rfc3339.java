package onward.api;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Instants as callers write them: RFC 3339, section 5.6, with an offset and a year from 0001. */
final class Rfc3339 {
    private static final Pattern SHAPE = Pattern.compile(
            "(?!0000)\\d{4}-\\d{2}-\\d{2}[Tt]\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?([Zz]|[+-]\\d{2}:\\d{2})");

    private Rfc3339() {}

    /** The instant; empty when the text is none, also for a 30th of February. */
    static Optional<Instant> read(String text) {
        try {
            return SHAPE.matcher(text).matches()
                    ? Optional.of(
                            OffsetDateTime.parse(text.toUpperCase(Locale.ROOT)).toInstant())
                    : Optional.empty();
        } catch (DateTimeException e) {
            // The shape was right and the numbers were not: no instant, which is what empty says.
            return Optional.empty();
        }
    }
}
