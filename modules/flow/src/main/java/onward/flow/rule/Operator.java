package onward.flow.rule;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import onward.flow.fact.Dates;
import onward.flow.fact.Durations;
import onward.flow.fact.Values;

/**
 * How a field is held against a value (contract/resend.md 5.1): no coercion, case matters, a field of the wrong
 * type makes a comparison false. The last three and {@code not_contains} exist in the Java client only.
 */
public enum Operator {
    EQ(Operand.SCALAR, "The field is that value.", Values::areEqual),
    NEQ(Operand.SCALAR, "The field is another value.", (field, value) -> !Values.areEqual(field, value)),
    GT(Operand.NUMBER, "The field is a number above it.", ordered(sign -> sign > 0)),
    GTE(Operand.NUMBER, "The field is a number above it, or it.", ordered(sign -> sign >= 0)),
    LT(Operand.NUMBER, "The field is a number below it.", ordered(sign -> sign < 0)),
    LTE(Operand.NUMBER, "The field is a number below it, or it.", ordered(sign -> sign <= 0)),
    CONTAINS(Operand.TEXT, "The field is a text with it inside, or a list with it as an item.", Operator::contains),
    NOT_CONTAINS(Operand.TEXT, "Contains does not hold.", (field, value) -> !contains(field, value)),
    STARTS_WITH(
            Operand.TEXT,
            "The field is a text that begins with it.",
            (field, value) -> field instanceof String text && text.startsWith((String) value)),
    ENDS_WITH(
            Operand.TEXT,
            "The field is a text that ends with it.",
            (field, value) -> field instanceof String text && text.endsWith((String) value)),
    EXISTS(Operand.NONE, "The field is there and not null.", (field, value) -> field != null),
    IS_EMPTY(
            Operand.NONE,
            "The field is absent, null, or an empty text, list or object.",
            (field, value) -> isEmpty(field)),
    IS_NOT_EMPTY(Operand.NONE, "Is empty does not hold.", (field, value) -> !isEmpty(field)),
    IN_LAST(Operand.PERIOD, "The field is a date within that time before now.", null),
    NOT_IN_LAST(Operand.PERIOD, "The field is a date, and not within that time before now.", null);

    /** The longest period that {@code in_last} looks back. */
    public static final Duration PERIOD_MAX = Duration.ofDays(3_650);

    /** What an operator takes as its value. */
    enum Operand {
        NONE("no value"),
        SCALAR("a text, a number, a boolean or null"),
        NUMBER("a number"),
        TEXT("a text"),
        PERIOD("a duration like \"7 days\"");

        final String words;

        Operand(String words) {
            this.words = words;
        }

        boolean accepts(Object value) {
            return switch (this) {
                case NONE -> true;
                case SCALAR ->
                    value == null
                            || value instanceof String
                            || value instanceof Boolean
                            || Values.number(value) != null;
                case NUMBER -> Values.number(value) != null;
                case TEXT -> value instanceof String;
                case PERIOD -> Durations.read(value, PERIOD_MAX).isOk();
            };
        }
    }

    private final Operand operand;
    private final String explanation;
    private final BiPredicate<Object, Object> holds;

    Operator(Operand operand, String explanation, BiPredicate<Object, Object> holds) {
        this.operand = operand;
        this.explanation = explanation;
        this.holds = holds;
    }

    /** The word for it on the wire. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The operator of that word. */
    public static Optional<Operator> of(String word) {
        return Stream.of(values())
                .filter(operator -> operator.word().equals(word))
                .findFirst();
    }

    /** When it holds, in one sentence; "it" is the value of the rule. */
    public String explanation() {
        return explanation;
    }

    /** What it takes as its value, in words: {@code a number}. */
    public String takes() {
        return operand.words;
    }

    Operand operand() {
        return operand;
    }

    /** True for the operators that take no value: they ask whether there is one. */
    public boolean asksForPresence() {
        return operand == Operand.NONE;
    }

    /** Holds the field's value, null when absent, against the rule's value; one of a sort it does not take is false. */
    boolean holds(Object field, Object value, Instant now) {
        if (!operand.accepts(value)) {
            return false;
        }
        return operand == Operand.PERIOD ? holdsInTime(field, value, now) : holds.test(field, value);
    }

    private boolean holdsInTime(Object field, Object value, Instant now) {
        Optional<Instant> moment = field instanceof String text ? Dates.read(text) : Optional.empty();
        Instant since = now.minus(Durations.read(value, PERIOD_MAX).value());
        return moment.filter(at -> (at.isAfter(since) && !at.isAfter(now)) == (this == IN_LAST))
                .isPresent();
    }

    private static BiPredicate<Object, Object> ordered(IntPredicate sign) {
        return (field, value) -> {
            BigDecimal number = Values.number(field);
            return number != null && sign.test(number.compareTo(Values.number(value)));
        };
    }

    private static boolean contains(Object field, Object value) {
        if (field instanceof List<?> list) {
            return list.stream().anyMatch(item -> Values.areEqual(item, value));
        }
        return field instanceof String text && text.contains((String) value);
    }

    private static boolean isEmpty(Object field) {
        return field == null
                || "".equals(field)
                || (field instanceof List<?> list && list.isEmpty())
                || (field instanceof Map<?, ?> map && map.isEmpty());
    }
}
