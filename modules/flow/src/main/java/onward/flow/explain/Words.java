package onward.flow.explain;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import onward.flow.fact.Reference;
import onward.flow.fact.Values;
import onward.flow.rule.Operator;

/** How explanations say instants, names, values and comparisons. */
final class Words {
    /** Longer values are cut, with an ellipsis. */
    private static final int VALUE_CHARS_MAX = 200;

    private static final DateTimeFormatter INSTANT = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd HH:mm:ss")
            .appendFraction(ChronoField.MICRO_OF_SECOND, 0, 6, true)
            .appendLiteral(" UTC")
            .toFormatter(Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final Map<Operator, String> SIGNS = Map.of(
            Operator.EQ, "=",
            Operator.NEQ, "≠",
            Operator.GT, ">",
            Operator.GTE, "≥",
            Operator.LT, "<",
            Operator.LTE, "≤");

    private Words() {}

    /** For example {@code 2026-03-01 09:00:00.25 UTC}. */
    static String at(Instant instant) {
        return INSTANT.format(instant);
    }

    /** A name in quotes. */
    static String quoted(String name) {
        return "‘" + cut(name) + "’";
    }

    /** Names in quotes: {@code ‘a’, ‘b’ or ‘c’}. */
    static String either(Collection<String> names) {
        List<String> quoted = names.stream().map(Words::quoted).toList();
        return quoted.size() < 2
                ? String.join("", quoted)
                : quoted.subList(0, quoted.size() - 1).stream().collect(Collectors.joining(", ")) + " or "
                        + quoted.get(quoted.size() - 1);
    }

    /** A plain value: texts in quotes, nothing for null. */
    static String value(Object value) {
        if (value == null) {
            return "nothing";
        }
        return value instanceof String text
                ? quoted(text)
                : Reference.isOne(value)
                        ? "what `" + ((Map<?, ?>) value).get("var") + "` says"
                        : cut(Values.text(value));
    }

    private static String cut(String text) {
        int length = text.codePointCount(0, text.length());
        return length <= VALUE_CHARS_MAX ? text : text.substring(0, text.offsetByCodePoints(0, VALUE_CHARS_MAX)) + "…";
    }

    /** What a comparison asks for, out of the explanation of a rule: {@code event.amount ≥ 1000}. */
    static String wanted(Map<?, ?> because) {
        Operator operator = Operator.of(String.valueOf(because.get("operator"))).orElse(Operator.EQ);
        String field = String.valueOf(because.get("field"));
        String expected = value(because.get("expected"));
        return switch (operator) {
            case EQ, NEQ, GT, GTE, LT, LTE -> field + " " + SIGNS.get(operator) + " " + expected;
            case CONTAINS -> field + " with " + expected + " in it";
            case NOT_CONTAINS -> field + " without " + expected + " in it";
            case STARTS_WITH -> field + " that begins with " + expected;
            case ENDS_WITH -> field + " that ends with " + expected;
            case EXISTS -> "a value in " + field;
            case IS_EMPTY -> field + " to be empty";
            case IS_NOT_EMPTY -> field + " not to be empty";
            case IN_LAST -> field + " within the last " + because.get("expected");
            case NOT_IN_LAST -> field + " not within the last " + because.get("expected");
        };
    }

    /** A comparison that did not hold: {@code wanted event.amount ≥ 1000 and found 40}. */
    static String failed(Map<?, ?> because) {
        return "wanted " + wanted(because) + " and found " + value(because.get("found"));
    }

    /** A comparison that held: {@code event.amount ≥ 1000 (found 2000)}. */
    static String held(Map<?, ?> because) {
        return wanted(because) + " (found " + value(because.get("found")) + ")";
    }
}
