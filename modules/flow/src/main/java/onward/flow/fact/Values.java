package onward.flow.fact;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Plain values, the ones JSON has: String, Boolean, Long, BigDecimal, List, Map and null. */
public final class Values {

    /** Beyond it a number keeps its exponent, because the digits could fill the memory. */
    private static final int PLAIN_SCALE_MAX = 1_000;

    private static final int PIECE_SIZE = 4;

    private Values() {}

    /** The word for the sort of a value in a message: {@code a text}, {@code a number}, {@code nothing}. */
    public static String kind(Object value) {
        if (value == null) {
            return "nothing";
        }
        if (value instanceof String) {
            return "a text";
        }
        if (value instanceof Number) {
            return "a number";
        }
        if (value instanceof Boolean) {
            return "a boolean";
        }
        return value instanceof List
                ? "a list"
                : value instanceof Map ? "an object" : value.getClass().getSimpleName();
    }

    /** A number as exact decimal, whatever class it came in; null when the value is no finite number. */
    public static BigDecimal number(Object value) {
        if (value instanceof BigDecimal decimal) {
            return decimal;
        }
        if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return BigDecimal.valueOf(((Number) value).longValue());
        }
        boolean isFinite = value instanceof Number floating && Double.isFinite(floating.doubleValue());
        return isFinite ? new BigDecimal(value.toString()) : null;
    }

    /** JSON equality without coercion; numbers are equal by value, so 1 equals 1.0. */
    public static boolean areEqual(Object one, Object other) {
        BigDecimal left = number(one);
        BigDecimal right = number(other);
        if (left != null && right != null) {
            return left.compareTo(right) == 0;
        }
        return one == null ? other == null : one.equals(other);
    }

    /** A value as a person reads it: numbers without exponent, lists with commas, objects as {@code key: value}. */
    public static String text(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(Values::text).collect(Collectors.joining(", "));
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(field -> field.getKey() + ": " + text(field.getValue()))
                    .collect(Collectors.joining(", "));
        }
        if (value instanceof BigDecimal number) {
            return Math.abs((long) number.scale()) <= PLAIN_SCALE_MAX ? number.toPlainString() : number.toString();
        }
        return value == null ? "" : value.toString();
    }

    /** About how many characters a value takes as JSON: those of its texts and keys, and a few for each piece. */
    public static long size(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .mapToLong(field -> PIECE_SIZE + size(field.getKey()) + size(field.getValue()))
                    .sum();
        }
        if (value instanceof List<?> list) {
            return list.stream().mapToLong(item -> PIECE_SIZE + size(item)).sum();
        }
        return value instanceof String text ? text.length() : PIECE_SIZE;
    }
}
