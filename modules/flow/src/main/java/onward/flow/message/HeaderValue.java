package onward.flow.message;

import onward.flow.fact.Problem;
import onward.flow.fact.Result;

/**
 * A text that is safe as the value of a mail header: no control characters (RFC 5322, section 2.2), no line or
 * paragraph separators, no halves of a surrogate pair.
 */
public record HeaderValue(String text) {

    /** How long it may be, in characters; the line limit of RFC 5322, section 2.1.1. */
    public static final int LENGTH_MAX = 998;

    public HeaderValue {
        if (!isSafe(text)) {
            throw new IllegalArgumentException("Expected a header value without control characters");
        }
    }

    /** Reads a text that is safe as it is and not too long. */
    public static Result<HeaderValue> read(String text) {
        if (text.length() > LENGTH_MAX) {
            return refused("Expected at most " + LENGTH_MAX + " characters, found " + text.length() + ".");
        }
        return isSafe(text)
                ? Result.of(new HeaderValue(text))
                : refused("Expected a text of one line, found a line break or another control character.");
    }

    private static Result<HeaderValue> refused(String message) {
        return Result.failed(Problem.invalid("", message));
    }

    /** The text with every unsafe character replaced by a space: nothing in it can start another header. */
    public static HeaderValue cleaned(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(c -> clean.appendCodePoint(isUnsafe(c) ? ' ' : c));
        return new HeaderValue(clean.toString().strip());
    }

    private static boolean isSafe(String text) {
        return text.codePoints().noneMatch(HeaderValue::isUnsafe);
    }

    /** Lone surrogates show up as code points of their own. */
    private static boolean isUnsafe(int c) {
        return Character.isISOControl(c) || c == 0x2028 || c == 0x2029 || (c >= 0xd800 && c <= 0xdfff);
    }
}
