package onward.channel.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import onward.channel.Sealed;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Signatures, verified by a reading of RFC 6376 that shares nothing with the library that made them. */
class DkimSignatureTest {
    private static KeyPair pair;

    @BeforeAll
    static void makeKey() throws Exception {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        pair = generator.generateKeyPair();
    }

    private static DkimKeys keys() {
        return (projectId, from) -> from.endsWith("@example.com>") || from.endsWith("@example.com")
                ? Optional.of(new DkimKey("example.com", "onward", pair.getPrivate()))
                : Optional.empty();
    }

    private static String signed(Sealed mail) {
        return new String(Letter.of(mail.envelope(), keys()).value().bytes(), StandardCharsets.ISO_8859_1);
    }

    /** Header lines with their continuations, the signature first. */
    private static List<String> headers(String mail) {
        var headers = new ArrayList<String>();
        for (String line : mail.substring(0, mail.indexOf("\r\n\r\n")).split("\r\n")) {
            if (line.startsWith(" ") || line.startsWith("\t")) {
                headers.set(headers.size() - 1, headers.get(headers.size() - 1) + "\r\n" + line);
            } else {
                headers.add(line);
            }
        }
        return headers;
    }

    /** Section 3.2. */
    private static Map<String, String> tags(String header) {
        var tags = new LinkedHashMap<String, String>();
        for (String tag : header.substring(header.indexOf(':') + 1).split(";")) {
            int equals = tag.indexOf('=');
            if (equals > 0) {
                tags.put(
                        tag.substring(0, equals).strip(),
                        tag.substring(equals + 1).replaceAll("\\s+", ""));
            }
        }
        return tags;
    }

    /** Section 3.4.2. */
    private static String relaxedHeader(String header) {
        int colon = header.indexOf(':');
        String value = header.substring(colon + 1)
                .replace("\r\n", "")
                .replaceAll("[ \t]+", " ")
                .strip();
        return header.substring(0, colon).strip().toLowerCase(Locale.ROOT) + ":" + value;
    }

    /** Section 3.4.4. */
    private static String relaxedBody(String mail) {
        var lines = new ArrayList<String>();
        for (String line : mail.substring(mail.indexOf("\r\n\r\n") + 4).split("\r\n", -1)) {
            lines.add(line.replaceAll("[ \t]+", " ").replaceAll(" $", ""));
        }
        while (!lines.isEmpty() && lines.get(lines.size() - 1).isEmpty()) {
            lines.remove(lines.size() - 1);
        }
        return lines.isEmpty() ? "" : String.join("\r\n", lines) + "\r\n";
    }

    /** Section 3.7. */
    private static boolean verifies(String mail) throws Exception {
        var headers = headers(mail);
        var tags = tags(headers.get(0));
        byte[] body = relaxedBody(mail).getBytes(StandardCharsets.ISO_8859_1);
        if (!Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(body))
                .equals(tags.get("bh"))) {
            return false;
        }
        var text = new StringBuilder();
        for (String name : tags.get("h").split(":")) {
            headers.stream()
                    .skip(1)
                    .filter(header -> header.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
                    .reduce((before, last) -> last)
                    .ifPresent(header -> text.append(relaxedHeader(header)).append("\r\n"));
        }
        text.append(relaxedHeader(headers.get(0).replaceAll("(?s)([;\\s]b=)[^;]*", "$1")));
        var signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(pair.getPublic());
        signature.update(text.toString().getBytes(StandardCharsets.ISO_8859_1));
        return signature.verify(Base64.getDecoder().decode(tags.get("b")));
    }

    private static Sealed mail() {
        var mail = Sealed.mail();
        mail.from = "Onward Shöp <shop@example.com>";
        mail.subject = "Grüße, and a rather long subject that has to be folded somewhere on its way to the other side";
        mail.html = "<p>Hällo  \t world </p>\r\n\r\n.\r\n<p>.</p>\r\n\r\n";
        mail.headers.put("List-Unsubscribe", "<https://mail.example.com/unsubscribe/x>");
        mail.headers.put("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        return mail;
    }

    @Test
    void a_signed_mail_verifies_and_covers_what_leaving_needs() throws Exception {
        String mail = signed(mail());

        assertThat(verifies(mail)).isTrue();
        assertThat(tags(headers(mail).get(0)))
                .containsEntry("v", "1")
                .containsEntry("a", "rsa-sha256")
                .containsEntry("c", "relaxed/relaxed")
                .containsEntry("d", "example.com")
                .containsEntry("s", "onward");
        assertThat(Arrays.asList(tags(headers(mail).get(0)).get("h").split(":")))
                .contains("from", "to", "subject", "date", "message-id", "list-unsubscribe", "list-unsubscribe-post");
    }

    @Test
    void an_altered_mail_does_not_verify() throws Exception {
        String mail = signed(mail());

        assertThat(verifies(mail.replace("To: ada@", "To: eve@"))).isFalse();
        assertThat(verifies(mail.replace("unsubscribe/x", "unsubscribe/y"))).isFalse();
        assertThat(verifies(mail.substring(0, mail.length() - 6) + "abcd\r\n")).isFalse();
    }

    @Test
    void the_same_mail_is_signed_in_the_same_words() {
        assertThat(signed(mail())).isEqualTo(signed(mail()));
    }

    @Test
    void a_sender_without_a_key_goes_out_unsigned() {
        var mail = mail();
        mail.from = "shop@other.example";

        assertThat(signed(mail)).doesNotContain("DKIM-Signature");
    }

    @Test
    void a_key_is_not_told_in_words() {
        assertThat(new DkimKey("example.com", "onward", pair.getPrivate()))
                .hasToString("onward._domainkey.example.com");
    }
}
