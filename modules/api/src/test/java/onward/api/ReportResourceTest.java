package onward.api;

import static onward.api.RunningFace.done;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import onward.api.RunningFace.Reply;
import onward.flow.fact.Ids;
import onward.flow.message.Envelope;
import onward.flow.message.MailEvent;
import onward.flow.message.MailReport;
import onward.store.SecretBox;
import onward.store.TestDatabase;
import onward.store.table.Envelopes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What mail servers send back is written down with the mail it is about. */
class ReportResourceTest {
    private static final Instant NOON = Instant.parse("2026-10-01T12:00:00Z");
    private static final Ids IDS = Ids.from(new SecureRandom());

    private static RunningFace face;

    @BeforeAll
    static void open() throws Exception {
        face = new RunningFace(
                new Outside(SecretBox.fleeting(), url -> Optional.empty(), ReportResourceTest::read, null));
    }

    @AfterAll
    static void close() throws Exception {
        face.close();
    }

    /** In place of the reader of real mails: a word, and the Message-ID or the id of the mail. */
    private static Optional<MailReport> read(byte[] bytes) {
        String[] words = new String(bytes, StandardCharsets.UTF_8).split(" ");
        if (words.length != 2) {
            return Optional.empty();
        }
        MailEvent event = words[0].equals("bounced")
                ? MailReport.bounced("5.1.1", "no such user", List.of())
                : MailEvent.of(words[0]);
        return Optional.of(
                words[1].startsWith("<")
                        ? new MailReport(event, words[1], null, List.of())
                        : new MailReport(event, "<elsewhere@example.com>", UUID.fromString(words[1]), List.of()));
    }

    private static Envelope sent() throws Exception {
        UUID id = IDS.next(NOON);
        var envelope = new Envelope(
                TestDatabase.PROJECT,
                id,
                IDS.next(NOON),
                "hello",
                1,
                IDS.next(NOON),
                IDS.next(NOON),
                "<" + id + "@example.com>",
                "hi@example.com",
                List.of("ada@example.com"),
                List.of(),
                List.of(),
                List.of(),
                "Hello",
                null,
                "Hello",
                Map.of(),
                Map.of(),
                NOON);
        done(Envelopes.insert(face.store().client(), List.of(envelope), NOON));
        return envelope;
    }

    @Test
    void a_bounce_is_written_down_with_its_mail() throws Exception {
        Envelope mail = sent();

        Reply reply = face.post("/inbound/bounces", Map.of("raw", "bounced " + mail.messageId()));

        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.body())
                .containsEntry("object", "email_event")
                .containsEntry("id", mail.id().toString())
                .containsEntry("type", "bounced")
                .containsEntry("last_event", "bounced");
        assertThat(face.get("/emails/" + mail.id()).text("last_event")).isEqualTo("bounced");
    }

    @Test
    void a_mail_as_it_came_is_taken_too_and_found_by_our_own_header() throws Exception {
        Envelope mail = sent();

        Reply reply = face.sendAs("message/rfc822", "/inbound/bounces", "complained " + mail.id());

        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.body()).containsEntry("type", "complained");
        assertThat(face.get("/emails/" + mail.id()).text("last_event")).isEqualTo("complained");
    }

    @Test
    void what_is_no_report_or_about_no_mail_of_ours_is_no_fault_of_the_sender() throws Exception {
        assertThat(face.post("/inbound/bounces", Map.of("raw", "hello")).status())
                .isEqualTo(202);
        assertThat(face.post("/inbound/bounces", Map.of("raw", "bounced <nobody@example.com>"))
                        .body())
                .containsEntry("id", null)
                .containsKey("ignored");
        assertThat(face.post("/inbound/bounces", Map.of("raw", "bounced " + UUID.randomUUID()))
                        .status())
                .isEqualTo(202);
    }

    @Test
    void bad_requests_are_refused_in_the_native_shape() throws Exception {
        assertThat(face.post("/inbound/bounces", Map.of()).body()).containsEntry("name", "missing_required_field");
        assertThat(face.post("/inbound/bounces", Map.of("raw", 7)).body()).containsEntry("name", "validation_error");
        assertThat(face.sendAs("text/plain", "/inbound/bounces", "x").status()).isEqualTo(415);
        assertThat(face.sendAs("message/rfc822", "/topics", "x").status()).isEqualTo(415);
    }
}
