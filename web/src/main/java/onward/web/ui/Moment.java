package onward.web.ui;

import java.time.Duration;
import java.time.Instant;

/**
 * An instant as pages show it.
 *
 * @param words short, in UTC
 * @param iso for machines, and for the script that shows it in the reader's own time
 * @param exact for those who hover
 * @param distance how long ago or ahead, for example {@code 12 min ago}
 */
public record Moment(String words, String iso, String exact, String distance) {

    /** Null for null. */
    public static Moment of(Instant at, Instant now) {
        return at == null ? null : new Moment(Times.words(at, now), at.toString(), Times.exact(at), distance(at, now));
    }

    private static String distance(Instant at, Instant now) {
        Duration off = Duration.between(at, now);
        if (off.abs().compareTo(Duration.ofSeconds(1)) < 0) {
            return "now";
        }
        return off.isNegative() ? "in " + Times.span(off.negated()) : Times.span(off) + " ago";
    }
}
