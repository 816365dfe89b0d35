package onward.channel.smtp;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.james.jdkim.DKIMSigner;
import org.apache.james.jdkim.exceptions.FailException;

/**
 * Puts a DKIM-Signature before a composed mail: rsa-sha256, both canonicalizations relaxed (RFC 6376, section 3.4). The
 * time in it is that of the mail, so the same mail is signed in the same words on every attempt.
 */
final class DkimSignature {
    /** Those that are signed where the mail has them; RFC 6376, section 5.4.1, and RFC 8058, section 4. */
    private static final List<String> SIGNED = List.of(
            "from",
            "to",
            "cc",
            "reply-to",
            "subject",
            "date",
            "message-id",
            "mime-version",
            "content-type",
            "content-transfer-encoding",
            "list-unsubscribe",
            "list-unsubscribe-post");

    private DkimSignature() {}

    /** The whole mail with its signature in front; a mail that cannot be signed is an {@link IOException}. */
    static byte[] before(byte[] mail, DkimKey key, Instant createdAt) throws IOException {
        try {
            String header =
                    new DKIMSigner(template(mail, key, createdAt), key.key()).sign(new ByteArrayInputStream(mail));
            byte[] line = (header.strip() + "\r\n").getBytes(StandardCharsets.US_ASCII);
            byte[] whole = new byte[line.length + mail.length];
            System.arraycopy(line, 0, whole, 0, line.length);
            System.arraycopy(mail, 0, whole, line.length, mail.length);
            return whole;
        } catch (FailException unsignable) {
            throw new IOException("Expected to sign with the DKIM key of " + key + ", found a fault", unsignable);
        }
    }

    private static String template(byte[] mail, DkimKey key, Instant createdAt) {
        Set<String> there = names(mail);
        String signed = SIGNED.stream().filter(there::contains).collect(Collectors.joining(":"));
        return "v=1; a=rsa-sha256; c=relaxed/relaxed; d=" + key.domain() + "; s=" + key.selector() + "; t="
                + createdAt.getEpochSecond() + "; h=" + signed + "; bh=; b=;";
    }

    /** The names of the headers, in lower case. */
    private static Set<String> names(byte[] mail) {
        String text = new String(mail, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        return text.substring(0, end < 0 ? text.length() : end)
                .lines()
                .filter(line -> !line.startsWith(" ") && !line.startsWith("\t") && line.indexOf(':') > 0)
                .map(line -> line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }
}
