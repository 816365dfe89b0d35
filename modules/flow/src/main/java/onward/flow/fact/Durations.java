package onward.flow.fact;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Spans of time in words (contract/resend.md 5.5): {@code 3 days}, {@code 1 week 5 days}, {@code 1.5 hours},
 * {@code 48h}; a number, also as text, is seconds. Always whole seconds and more than none.
 */
public final class Durations {

    /** The longest delay and the longest timeout of a wait. */
    public static final Duration DURATION_MAX = Duration.ofDays(30);

    private static final int TEXT_LENGTH_MAX = 100;
    private static final int DIGITS_MAX = 12;

    /** Larger units first, as {@link #words} takes them. */
    private enum Unit {
        WEEK(604_800),
        DAY(86_400),
        HOUR(3_600),
        MINUTE(60),
        SECOND(1);

        final long seconds;

        Unit(long seconds) {
            this.seconds = seconds;
        }
    }

    private static final Map<String, Unit> UNITS = Map.ofEntries(
            Map.entry("w", Unit.WEEK),
            Map.entry("wk", Unit.WEEK),
            Map.entry("week", Unit.WEEK),
            Map.entry("d", Unit.DAY),
            Map.entry("day", Unit.DAY),
            Map.entry("h", Unit.HOUR),
            Map.entry("hr", Unit.HOUR),
            Map.entry("hour", Unit.HOUR),
            Map.entry("m", Unit.MINUTE),
            Map.entry("min", Unit.MINUTE),
            Map.entry("minute", Unit.MINUTE),
            Map.entry("s", Unit.SECOND),
            Map.entry("sec", Unit.SECOND),
            Map.entry("second", Unit.SECOND));

    private static final String NUMBER = "\\d{1," + DIGITS_MAX + "}(?:\\.\\d{1," + DIGITS_MAX + "})?";
    private static final Pattern BARE_NUMBER = Pattern.compile(NUMBER);
    private static final Pattern PART = Pattern.compile("\\G(?:,? *and +|, *| +)?(" + NUMBER + ") *([a-z]+)(?![a-z.])");

    private Durations() {}

    /** Reads a span of at most {@link #DURATION_MAX}. */
    public static Result<Duration> read(Object value) {
        return read(value, DURATION_MAX);
    }

    /** Reads a span of at most {@code max}. */
    public static Result<Duration> read(Object value, Duration max) {
        BigDecimal seconds = secondsOf(value);
        if (seconds == null) {
            return refused("Expected a duration like \"3 days\" or \"1 week 5 days\", found " + shown(value));
        }
        if (seconds.signum() <= 0) {
            return refused("Expected a duration of more than 0 seconds, found " + shown(value));
        }
        if (seconds.compareTo(BigDecimal.valueOf(max.toSeconds())) > 0) {
            String most = max.toDays() > 1 ? max.toDays() + " days" : words(max);
            return refused("Expected a duration of at most " + most + ", found " + shown(value));
        }
        if (seconds.stripTrailingZeros().scale() > 0) {
            return refused("Expected a duration of whole seconds, found " + shown(value));
        }
        return Result.of(Duration.ofSeconds(seconds.longValueExact()));
    }

    private static Result<Duration> refused(String message) {
        return Result.failed(Problem.invalid("", message + "."));
    }

    private static String shown(Object value) {
        boolean isShort = value instanceof Number || (value instanceof String text && text.length() <= TEXT_LENGTH_MAX);
        return isShort ? "\"" + value + "\"" : Values.kind(value);
    }

    private static BigDecimal secondsOf(Object value) {
        if (value instanceof String text) {
            return text.length() > TEXT_LENGTH_MAX
                    ? null
                    : secondsOf(text.strip().toLowerCase(Locale.ROOT));
        }
        return Values.number(value);
    }

    private static BigDecimal secondsOf(String text) {
        return BARE_NUMBER.matcher(text).matches() ? new BigDecimal(text) : sumOfParts(text);
    }

    private static BigDecimal sumOfParts(String text) {
        Matcher part = PART.matcher(text);
        BigDecimal sum = BigDecimal.ZERO;
        int end = 0;
        while (part.find()) {
            Unit unit = unitOf(part.group(2));
            if (unit == null) {
                return null;
            }
            sum = sum.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(unit.seconds)));
            end = part.end();
        }
        return end > 0 && end == text.length() ? sum : null;
    }

    private static Unit unitOf(String word) {
        boolean isPlural = word.length() > 2 && word.endsWith("s");
        return UNITS.get(isPlural ? word.substring(0, word.length() - 1) : word);
    }

    /** The canonical words, greedy from weeks to seconds: {@code 1 week 5 days}. Whole seconds only. */
    public static String words(Duration duration) {
        StringJoiner words = new StringJoiner(" ");
        long rest = duration.toSeconds();
        for (Unit unit : Unit.values()) {
            long count = rest / unit.seconds;
            rest %= unit.seconds;
            if (count > 0) {
                words.add(count + " " + unit.name().toLowerCase(Locale.ROOT) + (count == 1 ? "" : "s"));
            }
        }
        return words.length() == 0 ? "0 seconds" : words.toString();
    }
}
