package onward.channel.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Message.RecipientType;
import jakarta.mail.Multipart;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TimeZone;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import onward.channel.Sealed;
import onward.flow.fact.Problem;
import onward.flow.message.Attachment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An envelope as bytes: the right headers, the same every time, and none that the envelope did not mean. */
class LetterTest {

    private static String raw(Sealed mail) {
        return new String(Letter.of(mail.envelope()).value().bytes(), StandardCharsets.UTF_8);
    }

    private static MimeMessage parsed(Sealed mail) throws Exception {
        return new MimeMessage(
                (Session) null,
                new ByteArrayInputStream(Letter.of(mail.envelope()).value().bytes()));
    }

    @Test
    void the_headers_come_from_the_envelope() throws Exception {
        var mail = Sealed.mail();
        mail.from = "Onward Shop <shop@example.com>";
        mail.cc = List.of("Bob <bob@example.com>");
        mail.replyTo = List.of("help@example.com");
        mail.headers.put("List-Unsubscribe", "<https://example.com/u/1>");

        var message = parsed(mail);

        assertThat(message.getHeader("Message-ID")).containsExactly("<0f8e@example.com>");
        assertThat(message.getHeader("Date")).containsExactly("Mon, 23 Nov 2026 09:05:03 +0000");
        assertThat(message.getHeader("From")).containsExactly("Onward Shop <shop@example.com>");
        assertThat(message.getHeader("To")).containsExactly("ada@example.com");
        assertThat(message.getHeader("Cc")).containsExactly("Bob <bob@example.com>");
        assertThat(message.getHeader("Reply-To")).containsExactly("help@example.com");
        assertThat(message.getHeader("List-Unsubscribe")).containsExactly("<https://example.com/u/1>");
        assertThat(message.getHeader("X-Onward-Id")).containsExactly("00000000-0000-0000-0000-000000000002");
        assertThat(message.getHeader("MIME-Version")).containsExactly("1.0");
    }

    @Test
    void text_and_html_are_alternatives_with_html_last() throws Exception {
        var message = parsed(Sealed.mail());

        assertThat(message.getContentType()).startsWith("multipart/alternative");
        var parts = (Multipart) message.getContent();
        assertThat(parts.getBodyPart(0).getContentType()).isEqualToIgnoringCase("text/plain; charset=UTF-8");
        assertThat(parts.getBodyPart(0).getContent()).isEqualTo("Hello Ada");
        assertThat(parts.getBodyPart(1).getContentType()).isEqualToIgnoringCase("text/html; charset=UTF-8");
        assertThat(parts.getBodyPart(1).getContent()).isEqualTo("<p>Hello Ada</p>");
    }

    @Test
    void one_body_stands_alone() throws Exception {
        var mail = Sealed.mail();
        mail.text = null;
        assertThat(parsed(mail).getContentType()).isEqualToIgnoringCase("text/html; charset=UTF-8");

        mail.text = "Hello Ada";
        mail.html = null;
        assertThat(parsed(mail).getContentType()).isEqualToIgnoringCase("text/plain; charset=UTF-8");
    }

    @Test
    void bcc_is_a_recipient_and_no_header() throws Exception {
        var mail = Sealed.mail();
        mail.bcc = List.of("eve@example.com");

        assertThat(raw(mail)).doesNotContain("eve@example.com");
        assertThat(Letter.of(mail.envelope()).value().recipients())
                .extracting(address -> address.getAddress())
                .containsExactly("ada@example.com", "eve@example.com");
        assertThat(parsed(mail).getRecipients(RecipientType.BCC)).isNull();
    }

    @Test
    void other_scripts_survive() throws Exception {
        var mail = Sealed.mail();
        mail.from = "Zoë Ünder <zoe@example.com>";
        mail.subject = "Grüße 你好 🎉 " + "sehr ".repeat(60) + "lang";
        mail.text = "Schöne Grüße, 你好 🎉";
        mail.headers.put("X-Note", "für Ada");

        var message = parsed(mail);

        assertThat(message.getSubject()).isEqualTo(mail.subject);
        assertThat(message.getFrom()[0].toString()).contains("zoe@example.com");
        assertThat(jakarta.mail.internet.MimeUtility.decodeText(message.getHeader("X-Note", null)))
                .isEqualTo("für Ada");
        assertThat(((Multipart) message.getContent()).getBodyPart(0).getContent())
                .isEqualTo(mail.text);
        assertThat(raw(mail).lines()).allMatch(line -> line.length() <= 998);
        assertThat(StandardCharsets.US_ASCII.newEncoder().canEncode(raw(mail))).isTrue();
    }

    @Test
    void the_same_envelope_is_the_same_bytes_in_any_time_zone() {
        var here = TimeZone.getDefault();
        var first = raw(Sealed.mail());
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));

            assertThat(raw(Sealed.mail())).isEqualTo(first);
        } finally {
            TimeZone.setDefault(here);
        }
    }

    @Test
    void another_message_id_is_another_boundary() {
        var other = Sealed.mail();
        other.messageId = "<0f8f@example.com>";

        assertThat(boundary(raw(other))).isNotEqualTo(boundary(raw(Sealed.mail())));
    }

    private static String boundary(String raw) {
        return raw.lines().filter(line -> line.contains("boundary=")).findAny().orElseThrow();
    }

    static Stream<Arguments> fields() {
        return Stream.of(
                field("from", (mail, evil) -> mail.from = "Shop" + evil + " <shop@example.com>"),
                field("from address", (mail, evil) -> mail.from = "shop@example.com" + evil),
                field("to", (mail, evil) -> mail.to = List.of("ada@example.com" + evil)),
                field("to name", (mail, evil) -> mail.to = List.of("Ada" + evil + " <ada@example.com>")),
                field("cc", (mail, evil) -> mail.cc = List.of("ada@example.com" + evil)),
                field("bcc", (mail, evil) -> mail.bcc = List.of("ada@example.com" + evil)),
                field("reply-to", (mail, evil) -> mail.replyTo = List.of("ada@example.com" + evil)),
                field("subject", (mail, evil) -> mail.subject = "Hi" + evil),
                field("message id", (mail, evil) -> mail.messageId = "<0f8e@example.com>" + evil),
                field("header value", (mail, evil) -> mail.headers.put("X-Note", "v" + evil)),
                field("header name", (mail, evil) -> mail.headers.put("X-Note" + evil, "v")));
    }

    private static Arguments field(String name, BiConsumer<Sealed, String> set) {
        return Arguments.of(name, set);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("fields")
    void no_field_can_begin_another_header(String name, BiConsumer<Sealed, String> set) {
        for (var evil : List.of("\r\nX-Evil: 1", "\nX-Evil: 1", "\rX-Evil: 1", "\0", "\r\n\r\nbody", "\r\n.\r\n")) {
            var mail = Sealed.mail();
            set.accept(mail, evil);

            var letter = Letter.of(mail.envelope());

            assertThat(letter.isOk()).as(name + " with " + evil).isFalse();
            assertThat(letter.problems()).extracting(Problem::message).allMatch(words -> words.contains("xpected"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"From", "subject", "Content-Type", "BCC", "Message-Id", "X-Onward-Id", "bad name", "a:b", ""})
    void headers_of_the_mail_itself_are_not_for_setting(String name) {
        var mail = Sealed.mail();
        mail.headers.put(name, "v");

        assertThat(Letter.of(mail.envelope()).isOk()).isFalse();
    }

    @Test
    void a_header_that_cannot_be_folded_is_refused() {
        var mail = Sealed.mail();
        mail.subject = "x".repeat(995);
        assertThat(Letter.of(mail.envelope()).isOk()).isFalse();

        mail.subject = "x ".repeat(490).strip();
        assertThat(Letter.of(mail.envelope()).isOk()).isTrue();
    }

    @Test
    void a_domain_outside_ascii_is_written_in_ascii() {
        var mail = Sealed.mail();
        mail.to = List.of("ada@bücher.example");

        assertThat(raw(mail)).contains("To: ada@xn--bcher-kva.example");
    }

    @Test
    void files_stand_beside_the_text_or_inside_the_html() throws Exception {
        var logo = new Attachment(new UUID(0, 7), "logo.png", "image/png", "logo", new byte[] {1, 2, 3});
        var bill = new Attachment(new UUID(0, 8), "Rechnung für März.pdf", "application/pdf", null, new byte[9_000]);
        var mail = Sealed.mail().envelope().attaching(List.of(logo, bill));

        byte[] bytes = Letter.of(mail).value().bytes();

        var message = new MimeMessage((Session) null, new ByteArrayInputStream(bytes));
        var mixed = (Multipart) message.getContent();
        var related = (Multipart) mixed.getBodyPart(0).getContent();
        assertThat(message.getContentType()).startsWith("multipart/mixed");
        assertThat(related.getContentType()).startsWith("multipart/related");
        assertThat(related.getBodyPart(0).getContentType()).startsWith("multipart/alternative");
        assertThat(related.getBodyPart(1).getHeader("Content-ID")).containsExactly("<logo>");
        assertThat(related.getBodyPart(1).getDisposition()).isEqualTo("inline");
        assertThat(related.getBodyPart(1).getInputStream().readAllBytes()).isEqualTo(logo.content());
        assertThat(mixed.getBodyPart(1).getDisposition()).isEqualTo("attachment");
        assertThat(mixed.getBodyPart(1).getFileName()).isEqualTo("Rechnung für März.pdf");
        assertThat(mixed.getBodyPart(1).getInputStream().readAllBytes()).isEqualTo(bill.content());
        assertThat(Letter.of(mail).value().bytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nX: y", "../../x", "a\"b", "evil\u202egnp.exe"})
    void a_file_name_that_was_not_made_safe_is_refused(String name) {
        var file = new Attachment(new UUID(0, 7), name, "image/png", null, new byte[1]);

        assertThat(Letter.of(Sealed.mail().envelope().attaching(List.of(file))).isOk())
                .isFalse();
        assertThat(Attachment.safeName(Attachment.safeName(name))).isEqualTo(Attachment.safeName(name));
    }
}
