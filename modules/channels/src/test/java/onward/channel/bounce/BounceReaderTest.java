package onward.channel.bounce;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import onward.flow.message.MailReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reports in the forms of RFC 3464 and RFC 5965, and what is none. */
class BounceReaderTest {
    private static final String STATUS = """
            From: MAILER-DAEMON@mx.example.net
            To: shop@example.com
            Subject: Undelivered Mail Returned to Sender
            MIME-Version: 1.0
            Content-Type: multipart/report; report-type=delivery-status; boundary="B"

            --B
            Content-Type: text/plain

            I am sorry to have to inform you.

            --B
            Content-Type: message/delivery-status

            Reporting-MTA: dns; mx.example.net
            Arrival-Date: Tue, 24 Nov 2026 10:00:00 +0000

            Final-Recipient: rfc822; ada@example.com
            Action: ACTION
            Status: STATUS
            Diagnostic-Code: smtp; 550 5.1.1 <ada@example.com>:
              no such user

            --B
            Content-Type: message/rfc822

            Message-ID: <abc@example.com>
            X-Onward-Id: 01900000-0000-7000-8000-000000000002
            From: shop@example.com
            Subject: Hello

            Body
            --B--
            """;

    private static final String COMPLAINT = """
            From: abuse@mail.example.net
            MIME-Version: 1.0
            Content-Type: multipart/report; report-type=feedback-report; boundary="B"

            --B
            Content-Type: text/plain

            This is an email abuse report.
            --B
            Content-Type: message/feedback-report

            Feedback-Type: abuse
            User-Agent: SomeGenerator/1.0
            Version: 1
            Original-Rcpt-To: <ada@example.com>

            --B
            Content-Type: text/rfc822-headers

            From: shop@example.com
            Message-ID: <abc@example.com>
            --B--
            """;

    private static Optional<MailReport> read(String mail) {
        return BounceReader.read(mail.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource({
        "failed,5.1.1,bounced,Permanent,NoEmail",
        "failed,5.2.2,bounced,Permanent,MailboxFull",
        "failed,5.7.1,bounced,Permanent,General",
        "failed,4.4.7,bounced,Transient,General",
        "Failed,2.0.0,bounced,Undetermined,General"
    })
    void a_mail_that_could_not_be_delivered_bounced(
            String action, String status, String kind, String type, String subType) {
        MailReport report =
                read(STATUS.replace("ACTION", action).replace("STATUS", status)).orElseThrow();

        assertThat(report.event().kind()).isEqualTo(kind);
        assertThat(report.messageId()).isEqualTo("<abc@example.com>");
        assertThat(report.envelopeId()).isEqualTo(UUID.fromString("01900000-0000-7000-8000-000000000002"));
        assertThat(report.recipients()).containsExactly("ada@example.com");
        @SuppressWarnings("unchecked")
        var bounce = (Map<String, Object>) report.event().detail().get("bounce");
        assertThat(bounce)
                .containsEntry("type", type)
                .containsEntry("subType", subType)
                .containsEntry("diagnosticCode", List.of("smtp; 550 5.1.1 <ada@example.com>: no such user"));
    }

    @ParameterizedTest
    @CsvSource({"delayed,4.4.1,delivery_delayed", "delivered,2.0.0,delivered", "relayed,2.0.0,delivered"})
    void other_news_is_no_bounce(String action, String status, String kind) {
        assertThat(read(STATUS.replace("ACTION", action).replace("STATUS", status))
                        .orElseThrow()
                        .event()
                        .kind())
                .isEqualTo(kind);
    }

    @Test
    void a_person_who_called_it_spam_complained() {
        MailReport report = read(COMPLAINT).orElseThrow();

        assertThat(report.event().kind()).isEqualTo("complained");
        assertThat(report.messageId()).isEqualTo("<abc@example.com>");
        assertThat(report.recipients()).containsExactly("ada@example.com");
        assertThat(read(COMPLAINT.replace("Type: abuse", "Type: not-spam"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no mail",
                "Subject: Out of office\n\nI am away.",
                "Content-Type: multipart/report; report-type=delivery-status; boundary=\"B\"\n\nno parts",
                "Content-Type: multipart/report; boundary=\"B\"\n\n--B\n\nhello\n--B--",
                "Content-Type: multipart/report; report-type=delivery-status\n\n--B\n\nhello\n--B--",
                "Content-Type: multipart/report; report-type=delivery-status; boundary=\"B\"\n\n"
                        + "--B\nContent-Type: message/delivery-status\n\n\n--B--",
                "Content-Type: multipart/report; report-type=disposition-notification; boundary=\"B\"\n\n--B\n\nx\n--B--",
                "Content-Type: ;;;\n\n",
                "\u0000\u0001\u0002"
            })
    void what_is_no_report_is_none(String mail) {
        assertThat(read(mail)).isEmpty();
    }

    @Test
    void no_bytes_at_all_make_it_fail() {
        var random = new Random(42);
        byte[] whole =
                STATUS.replace("ACTION", "failed").replace("STATUS", "5.1.1").getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 2_000; i++) {
            byte[] mail = whole.clone();
            for (int k = 0; k < 1 + random.nextInt(20); k++) {
                mail[random.nextInt(mail.length)] = (byte) random.nextInt(256);
            }
            assertThat(BounceReader.read(mail)).as("seed 42, mail " + i).isNotNull();
        }
    }
}
