package onward.web.ui;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Instants as people say them, in UTC, seen from a given now. */
public final class Times {
    private static final DateTimeFormatter TODAY = format("HH:mm");
    private static final DateTimeFormatter THIS_YEAR = format("d MMM, HH:mm");
    private static final DateTimeFormatter ANY_YEAR = format("d MMM uuuu, HH:mm");

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

    private static LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, ZoneOffset.UTC);
    }
}
