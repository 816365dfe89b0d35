package onward.flow.fact;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Moments to come as people write them: ISO 8601, or words. Understood are {@code now}, {@code in 1 min},
 * {@code 2 hours from now}, {@code today at 5pm}, {@code tomorrow}, {@code tomorrow at 9:30 am},
 * {@code monday at 14:00}, {@code next friday}. Times of day are UTC; a day without one is that day's nine o'clock,
 * but {@code tomorrow} alone is this time tomorrow.
 */
public final class Moments {

    /** How far ahead a moment may be. */
    public static final Duration AHEAD_MAX = Duration.ofDays(30);

    private static final int TEXT_LENGTH_MAX = 100;
    private static final LocalTime MORNING = LocalTime.of(9, 0);
    private static final Pattern SPAN = Pattern.compile("in (.+)|(.+) from now");
    private static final Pattern DAY =
            Pattern.compile("(today|tomorrow|(?:on |next )?(monday|tuesday|wednesday|thursday|friday|saturday|sunday))"
                    + "(?:,? (?:at )?(.+))?");
    private static final Pattern TIME = Pattern.compile("(\\d{1,2})(?::(\\d{2}))? ?(am|pm)?");

    private Moments() {}

    /**
     * Reads a moment that is at most {@link #AHEAD_MAX} after now; one that is past is no problem here.
     *
     * @param now what the words are counted from
     */
    public static Result<Instant> read(String text, Instant now) {
        Optional<Instant> moment = text.length() > TEXT_LENGTH_MAX ? Optional.empty() : moment(text.strip(), now);
        if (moment.isEmpty()) {
            return refused("Expected a date in ISO 8601 like 2026-10-01T12:00:00Z, or words like \"in 1 min\" or"
                    + " \"tomorrow at 9am\", found other text.");
        }
        return moment.get().isAfter(now.plus(AHEAD_MAX))
                ? refused("Expected a moment at most " + AHEAD_MAX.toDays() + " days ahead, found a later one.")
                : Result.of(moment.get().truncatedTo(ChronoUnit.MICROS));
    }

    private static Result<Instant> refused(String message) {
        return Result.failed(Problem.invalid("", message));
    }

    private static Optional<Instant> moment(String text, Instant now) {
        Optional<Instant> date = Dates.read(text);
        return date.isPresent() ? date : words(text.toLowerCase(Locale.ROOT).replaceAll("\\s+", " "), now);
    }

    private static Optional<Instant> words(String text, Instant now) {
        if (text.equals("now")) {
            return Optional.of(now);
        }
        Matcher span = SPAN.matcher(text);
        if (span.matches()) {
            return span(span.group(1) == null ? span.group(2) : span.group(1), now);
        }
        Matcher day = DAY.matcher(text);
        return day.matches() ? day(day, now) : Optional.empty();
    }

    private static Optional<Instant> span(String words, Instant now) {
        String counted = words.replaceFirst("^(an|a|one) ", "1 ");
        boolean isBare = counted.chars().noneMatch(Character::isLetter);
        return isBare
                ? Optional.empty()
                : Optional.ofNullable(
                                Durations.read(counted, Duration.ofDays(3650)).value())
                        .map(now::plus);
    }

    private static Optional<Instant> day(Matcher words, Instant now) {
        OffsetDateTime today = now.atOffset(ZoneOffset.UTC);
        OffsetDateTime day = words.group(2) != null
                ? today.with(TemporalAdjusters.next(dayOfWeek(words.group(2))))
                : words.group(1).equals("tomorrow") ? today.plusDays(1) : today;
        if (words.group(3) == null) {
            return words.group(1).equals("today")
                    ? Optional.empty()
                    : Optional.of((words.group(2) == null ? day : at(day, MORNING)).toInstant());
        }
        return time(words.group(3)).map(time -> at(day, time).toInstant());
    }

    private static OffsetDateTime at(OffsetDateTime day, LocalTime time) {
        return day.toLocalDate().atTime(time).atOffset(ZoneOffset.UTC);
    }

    private static DayOfWeek dayOfWeek(String name) {
        return Stream.of(DayOfWeek.values())
                .filter(day -> day.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow();
    }

    private static Optional<LocalTime> time(String text) {
        if (text.equals("noon")) {
            return Optional.of(LocalTime.NOON);
        }
        Matcher time = TIME.matcher(text.replaceFirst(" ?utc$", ""));
        if (!time.matches() || (time.group(2) == null && time.group(3) == null)) {
            return Optional.empty();
        }
        int hour = Integer.parseInt(time.group(1));
        int minute = time.group(2) == null ? 0 : Integer.parseInt(time.group(2));
        boolean isTwelve = time.group(3) != null;
        boolean isRight = minute <= 59 && (isTwelve ? hour >= 1 && hour <= 12 : hour <= 23);
        int shift = isTwelve && time.group(3).equals("pm") ? 12 : 0;
        return isRight ? Optional.of(LocalTime.of(isTwelve ? hour % 12 + shift : hour, minute)) : Optional.empty();
    }
}
