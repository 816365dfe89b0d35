package onward.flow.message;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * Message-IDs (RFC 5322, section 3.6.4) made of the key of an envelope, so that whoever seals the same message
 * again, after whatever crash, gives it the same id.
 */
public final class MessageIds {

    private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";

    private MessageIds() {}

    /** {@code <52 characters@domain>}: base32 (RFC 4648, section 6, lower case, no padding) of a SHA-256. */
    public static String of(UUID projectId, UUID runId, String stepKey, int visit, String recipient, String domain) {
        // Neither step keys nor addresses hold control characters, so the line break keeps the parts apart.
        String key = String.join(
                "\n", String.valueOf(projectId), String.valueOf(runId), stepKey, "" + visit, Address.key(recipient));
        return "<" + base32(sha256(key)) + "@" + domain + ">";
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java runtime has SHA-256", impossible);
        }
    }

    private static String base32(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        int bits = 0;
        int held = 0;
        for (byte b : bytes) {
            held = ((held & 0x1f) << 8) | (b & 0xff);
            for (bits += 8; bits >= 5; bits -= 5) {
                text.append(BASE32.charAt((held >> (bits - 5)) & 0x1f));
            }
        }
        return bits == 0
                ? text.toString()
                : text.append(BASE32.charAt((held << (5 - bits)) & 0x1f)).toString();
    }
}
