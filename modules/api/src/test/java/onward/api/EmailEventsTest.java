package onward.api;

import static onward.api.NativeServer.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import onward.bus.Address;
import onward.flow.fact.Event;
import onward.flow.message.Envelope;
import onward.flow.message.MailEvent;
import onward.store.TestDatabase;
import onward.store.json.JsonWriter;
import onward.store.table.Envelopes;
import onward.store.table.Events;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a provider tells of a mail is kept, and heard by those who listen for it. */
class EmailEventsTest {
    private static final Instant NOON = Instant.parse("2026-10-01T12:00:00Z");
    private static NativeServer server;
    private Envelope mail;

    @BeforeAll
    static void open() {
        server = new NativeServer();
    }

    @AfterAll
    static void close() {
        server.close();
    }

    @BeforeEach
    void seal() {
        mail = sealed();
    }

    @Test
    void a_mail_is_known_by_the_furthest_it_came_to() {
        var opened = tell(Map.of("type", "opened"));
        var delivered = tell(Map.of("type", "delivered", "occurred_at", "2026-10-01T12:00:01+02:00"));

        assertThat(opened.status()).isEqualTo(202);
        assertThat(opened.raw().body())
                .isEqualTo("{\"object\":\"email_event\",\"id\":\"" + mail.id()
                        + "\",\"type\":\"opened\",\"last_event\":\"opened\"}");
        assertThat(delivered.body()).containsEntry("type", "delivered").containsEntry("last_event", "opened");
        assertThat(server.get("/emails/" + mail.id()).body()).containsEntry("last_event", "opened");
    }

    @Test
    void who_listens_hears_it_and_the_runner_is_woken() {
        server.post(
                "/automations",
                "{\"name\":\"Bounces\",\"steps\":[{\"key\":\"start\",\"type\":\"trigger\",\"config\":"
                        + "{\"event_name\":\"resend:email.bounced\"}}],\"connections\":[]}");
        Promise<Void> rung = Promise.promise();
        var bell = server.vertx.eventBus().consumer(Address.WAKE_RUNNER.text(), ring -> rung.tryComplete());
        Map<String, Object> bounce = Map.of("bounce", Map.of("message", "No such mailbox"));

        tell(Map.of("type", "bounced", "occurred_at", "2026-10-01T12:00:05Z", "detail", bounce));

        await(rung.future());
        await(bell.unregister());
        Event event = unmatched();
        assertThat(event.name()).isEqualTo("resend:email.bounced");
        assertThat(event.contactId()).isEqualTo(mail.contactId());
        assertThat(event.occurredAt()).isEqualTo(NOON.plusSeconds(5));
        assertThat(event.payload())
                .containsEntry("email_id", mail.id().toString())
                .containsAllEntriesOf(bounce);
    }

    @Test
    void every_type_that_may_be_told_is_taken() {
        for (String type : MailEvent.TOLD) {
            assertThat(tell(Map.of("type", type)).status()).describedAs(type).isEqualTo(202);
        }
    }

    @Test
    void other_types_are_refused_with_those_that_are_known() {
        var refused = tell(Map.of("type", "queued"));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text("message")).contains(MailEvent.TOLD).contains("queued");
    }

    @Test
    void what_the_server_knows_itself_is_not_told_by_others() {
        var ours = MailEvent.of("clicked").payload(mail, NOON).keySet();

        assertThat(ours).contains("email_id", "run_id", "template_id");
        for (String key : ours) {
            var refused = tell(Map.of("type", "clicked", "detail", Map.of(key, "x")));
            assertThat(refused.status()).describedAs(key).isEqualTo(422);
            assertThat(refused.text("message")).contains(key);
        }
    }

    @Test
    void a_detail_may_be_16_kib_and_no_larger() {
        String brim = "x".repeat(16 * 1024 - "{\"x\":\"\"}".length());

        assertThat(tell(Map.of("type", "clicked", "detail", Map.of("x", brim))).status())
                .isEqualTo(202);
        assertThat(tell(Map.of("type", "clicked", "detail", Map.of("x", brim + "x")))
                        .status())
                .isEqualTo(413);
    }

    @Test
    void a_mail_that_is_not_there_is_not_found() {
        var reply = server.post("/emails/" + UUID.randomUUID() + "/events", "{\"type\":\"opened\"}");

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.text("message")).isEqualTo("Email not found");
    }

    /** The event of this test's mail that waits to be matched. */
    private Event unmatched() {
        return await(server.store.transaction(tx -> Events.claimUnmatched(tx, NOON, 100))).stream()
                .filter(event -> mail.id().toString().equals(event.payload().get("email_id")))
                .findFirst()
                .orElseThrow();
    }

    private NativeServer.Reply tell(Map<String, Object> news) {
        return server.post("/emails/" + mail.id() + "/events", JsonWriter.write(new HashMap<>(news)));
    }

    private Envelope sealed() {
        UUID id = server.ids.next(NOON);
        var envelope = new Envelope(
                TestDatabase.PROJECT,
                id,
                server.ids.next(NOON),
                "hello",
                1,
                server.ids.next(NOON),
                server.ids.next(NOON),
                "<" + id + "@example.com>",
                "Acme <hi@example.com>",
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
        await(Envelopes.insert(server.store.client(), List.of(envelope), NOON));
        return envelope;
    }
}
