package onward.app.rehearse;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import onward.flow.fact.Dates;

/**
 * A stretch of time, written {@code FIRST..LAST}; what is left out has no bound.
 *
 * @param from the first instant in it
 * @param to the first instant behind it
 */
record Span(Instant from, Instant to) {

    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

    /** Reads it; a day as the last is in it with all its hours, another instant is in it itself. */
    static Optional<Span> read(String text) {
        int dots = text.indexOf("..");
        if (dots < 0) {
            return Optional.empty();
        }
        String first = text.substring(0, dots);
        String last = text.substring(dots + 2);
        Optional<Instant> from = first.isEmpty() ? Optional.of(Instant.MIN) : Dates.read(first);
        Optional<Instant> to =
                last.isEmpty() ? Optional.of(Instant.MAX) : Dates.read(last).map(at -> behind(last, at));
        return from.flatMap(start -> to.filter(end -> end.isAfter(start)).map(end -> new Span(start, end)));
    }

    private static Instant behind(String last, Instant at) {
        Matcher date = DATE.matcher(last);
        return at.plus(date.matches() ? Duration.ofDays(1) : Duration.ofNanos(1));
    }

    boolean contains(Instant at) {
        return !at.isBefore(from) && at.isBefore(to);
    }
}
