package onward.store.table;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/** Tokens of API keys: {@code re_} and 32 random bytes in base 62, of which only the SHA-256 is kept. */
public final class Tokens {
    /** What every token begins with; clients look for it. */
    public static final String PREFIX = "re_";

    private static final int RANDOM_BYTES = 32;
    private static final int BODY_CHARS = 43;
    private static final int HINT_CHARS = 4;
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final BigInteger BASE = BigInteger.valueOf(DIGITS.length());
    private static final SecureRandom RANDOM = new SecureRandom();

    private Tokens() {}

    /** A token nobody had before, always of the same length. */
    public static String next() {
        byte[] bytes = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(bytes);
        BigInteger rest = new BigInteger(1, bytes);
        var text = new StringBuilder(BODY_CHARS);
        for (int i = 0; i < BODY_CHARS; i++) {
            text.append(DIGITS.charAt(rest.mod(BASE).intValue()));
            rest = rest.divide(BASE);
        }
        return PREFIX + text.reverse();
    }

    /** The SHA-256 of a token. A token has 256 random bits, so no salt and no slow hash is needed. */
    public static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** Enough of a token to recognise it by, not enough to use it. */
    static String hint(String token) {
        boolean isLong = token.length() > 4 * HINT_CHARS;
        return isLong
                ? token.substring(0, PREFIX.length() + HINT_CHARS) + "…" + token.substring(token.length() - HINT_CHARS)
                : "…";
    }
}
