package onward.flow.model;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations in words (contract/resend.md 5.5): a number of seconds, or numbers each with a unit. */
final class Spans {

    private static final Map<Character, Integer> SECONDS =
            Map.of('w', 604_800, 'd', 86_400, 'h', 3_600, 'm', 60, 's', 1);
    private static final Pattern PART = Pattern.compile("([0-9.]+) *([a-z])[a-z]*");

    private Spans() {}

    static Duration of(Object value) {
        String text = value.toString();
        if (text.matches("[0-9]+")) {
            return Duration.ofSeconds(Long.parseLong(text));
        }
        double seconds = 0;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            seconds += Double.parseDouble(part.group(1))
                    * SECONDS.get(part.group(2).charAt(0));
        }
        return Duration.ofSeconds(Math.round(seconds));
    }
}
