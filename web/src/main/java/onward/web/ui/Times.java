package onward.web.ui;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Instants and spans as people say them, in UTC, seen from a given now. */
public final class Times {
    private static final DateTimeFormatter TODAY = format("HH:mm");
    private static final DateTimeFormatter THIS_YEAR = format("d MMM, HH:mm");
    private static final DateTimeFormatter ANY_YEAR = format("d MMM uuuu, HH:mm");
    private static final DateTimeFormatter EXACT = format("d MMM uuuu, HH:mm:ss.SSS 'UTC'");

    private Times() {}

    private static DateTimeFormatter format(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneOffset.UTC);
    }

    /** Short, and as long as it must be: {@code 14:45}, {@code 24 Nov, 14:45} or with the year. */
    public static String words(Instant at, Instant now) {
        var day = day(at);
        var today = day(now);
        var format = day.equals(today) ? TODAY : day.getYear() == today.getYear() ? THIS_YEAR : ANY_YEAR;
        return format.format(at);
    }

    /** To the millisecond, for those who hover. */
    public static String exact(Instant at) {
        return EXACT.format(at);
    }

    /** A length of time in one unit, or two where the second tells much: {@code 240 ms}, {@code 12 min}, {@code 1 h 5 min}. */
    public static String span(Duration length) {
        long millis = length.toMillis();
        if (millis < 1_000) {
            return Math.max(0, millis) + " ms";
        }
        if (millis < 60_000) {
            return millis < 10_000 && millis % 1_000 >= 50
                    ? String.format(Locale.ENGLISH, "%.1f s", millis / 1_000.0)
                    : millis / 1_000 + " s";
        }
        return two(length);
    }

    private static String two(Duration length) {
        long days = length.toDays();
        if (days > 0) {
            return joined(days, days == 1 ? "day" : "days", days < 3 ? length.toHoursPart() : 0, "h");
        }
        long hours = length.toHours();
        return hours > 0
                ? joined(hours, "h", hours < 6 ? length.toMinutesPart() : 0, "min")
                : joined(length.toMinutes(), "min", length.toMinutes() < 3 ? length.toSecondsPart() : 0, "s");
    }

    private static String joined(long first, String unit, long second, String smaller) {
        return first + " " + unit + (second == 0 ? "" : " " + second + " " + smaller);
    }

    private static LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, ZoneOffset.UTC);
    }
}
