package onward.api;

import static onward.api.RunningFace.done;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import onward.flow.fact.Ids;
import onward.flow.message.Envelope;
import onward.store.TestDatabase;
import onward.store.table.Envelopes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EmailResourceTest {
    private static final Instant NOON = Instant.parse("2026-10-01T12:00:00.100Z");
    private static final Ids IDS = Ids.from(new SplittableRandom(9));
    private static RunningFace face;

    @BeforeAll
    static void open() throws Exception {
        face = new RunningFace();
    }

    @AfterAll
    static void close() throws Exception {
        face.close();
    }

    @Test
    void a_mail_is_shown_with_its_texts_and_what_became_of_it() throws Exception {
        Envelope mail = sealed(TestDatabase.PROJECT, NOON);

        var read = face.get("/emails/" + mail.id());

        assertThat(read.status()).isEqualTo(200);
        assertThat(read.body())
                .containsEntry("object", "email")
                .containsEntry("id", mail.id().toString())
                .containsEntry("message_id", mail.messageId())
                .containsEntry("to", List.of("ada@example.com"))
                .containsEntry("from", "Acme <hi@example.com>")
                .containsEntry("created_at", "2026-10-01 12:00:00.1+00")
                .containsEntry("subject", "Hello")
                .containsEntry("html", "<p>Hello</p>")
                .containsEntry("text", null)
                .containsEntry("bcc", null)
                .containsEntry("cc", null)
                .containsEntry("reply_to", List.of("help@example.com"))
                .containsEntry("last_event", "queued")
                .containsEntry("scheduled_at", null)
                .containsEntry("tags", List.of(Map.of("name", "kind", "value", "welcome")))
                .containsEntry("run_id", mail.runId().toString());
    }

    @Test
    void the_list_leaves_the_texts_out_and_pages() throws Exception {
        Envelope older = sealed(TestDatabase.PROJECT, NOON.plusSeconds(60));
        Envelope newer = sealed(TestDatabase.PROJECT, NOON.plusSeconds(61));

        var first = face.get("/emails?limit=1");
        var second = face.get("/emails?limit=1&after=" + newer.id());
        var back = face.get("/emails?limit=1&before=" + older.id());

        assertThat(first.data().get(0))
                .containsEntry("id", newer.id().toString())
                .doesNotContainKeys("html", "text");
        assertThat(first.body()).containsEntry("has_more", true);
        assertThat(second.data().get(0)).containsEntry("id", older.id().toString());
        assertThat(back.data()).isEqualTo(first.data());
    }

    @Test
    void what_is_not_there_or_of_another_project_is_not_found() throws Exception {
        Envelope foreign = sealed(IDS.next(NOON), NOON);

        assertThat(face.get("/emails/" + foreign.id()).body())
                .isEqualTo(Map.of("statusCode", 404L, "message", "Email not found", "name", "not_found"));
        assertThat(face.get("/emails?after=" + foreign.id()).status()).isEqualTo(422);
        assertThat(face.get("/emails/nothing").body())
                .containsEntry("name", "invalid_parameter")
                .containsEntry("message", "The `emailId` must be a valid UUID.");
    }

    private static Envelope sealed(UUID project, Instant at) throws Exception {
        UUID id = IDS.next(at);
        var mail = new Envelope(
                project,
                id,
                IDS.next(at),
                "hello",
                1,
                IDS.next(at),
                IDS.next(at),
                "<" + id + "@example.com>",
                "Acme <hi@example.com>",
                List.of("ada@example.com"),
                List.of(),
                List.of(),
                List.of("help@example.com"),
                "Hello",
                "<p>Hello</p>",
                null,
                Map.of(),
                Map.of("kind", "welcome"),
                at);
        done(Envelopes.insert(face.store().client(), List.of(mail), at));
        return mail;
    }
}
