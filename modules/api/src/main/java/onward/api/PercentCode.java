package onward.api;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Undoes percent-encoding strictly: what is no UTF-8, half an escape or U+0000 is refused, not guessed. */
final class PercentCode {
    private PercentCode() {}

    /** The decoded text; {@code what} names the place in the refusal. A plus stays a plus. */
    static String decode(String text, String what) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        try {
            String decoded = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes(text)))
                    .toString();
            return checked(decoded);
        } catch (CharacterCodingException | IllegalArgumentException e) {
            throw NativeErrors.invalidParameter(
                    "The `" + what + "` must be percent-encoded UTF-8 text without U+0000.");
        }
    }

    private static byte[] bytes(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '%') {
                out.write((hex(text, i + 1) << 4) | hex(text, i + 2));
                i += 2;
            } else {
                out.writeBytes(String.valueOf(text.charAt(i)).getBytes(StandardCharsets.UTF_8));
            }
        }
        return out.toByteArray();
    }

    private static int hex(String text, int at) {
        int digit = at < text.length() && text.charAt(at) < 128 ? Character.digit(text.charAt(at), 16) : -1;
        if (digit < 0) {
            throw new IllegalArgumentException("half an escape");
        }
        return digit;
    }

    private static String checked(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("U+0000");
        }
        return text;
    }
}
