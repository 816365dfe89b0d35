package onward.flow.fact;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The key by which an event finds the waits that ask for one value of one of its fields. Equal keys mean equal
 * values in the sense of {@link Values#areEqual}; values of different sorts never meet.
 */
public final class Correlation {

    /** The key of a wait that takes every event of its name. */
    public static final String NONE = "";

    /** Longer keys are kept as their SHA-256. */
    private static final int KEY_LENGTH_MAX = 200;

    private Correlation() {}

    /** The key of a field, without its {@code event.}, that holds the value; null for a value that cannot be held against another. */
    public static String key(String field, Object value) {
        String text = text(value);
        if (text == null) {
            return null;
        }
        String key = field + "=" + text;
        return key.length() <= KEY_LENGTH_MAX ? key : field.length() + "#" + sha256(key);
    }

    private static String text(Object value) {
        BigDecimal number = Values.number(value);
        if (number != null) {
            return "n" + text(number);
        }
        return value instanceof String string ? "s" + string : value instanceof Boolean truth ? "b" + truth : null;
    }

    /**
     * The digits without trailing zeros and the exponent, for 1e999999 written out would fill the memory. Zeros are
     * taken from the digits alone, because the scale of a number that large may leave no room for them.
     */
    private static String text(BigDecimal number) {
        BigDecimal digits = new BigDecimal(number.unscaledValue()).stripTrailingZeros();
        long exponent = number.signum() == 0 ? 0 : -((long) number.scale() + digits.scale());
        return digits.unscaledValue() + "e" + exponent;
    }

    private static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java runtime has SHA-256", impossible);
        }
    }
}
