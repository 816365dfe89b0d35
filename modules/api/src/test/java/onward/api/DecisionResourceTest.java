package onward.api;

import static onward.api.NativeServer.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import onward.bus.Address;
import onward.flow.fact.Event;
import onward.flow.message.Envelope;
import onward.store.TestDatabase;
import onward.store.table.Envelopes;
import onward.store.table.Events;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A person decides what becomes of a mail of which nobody knows whether it arrived. */
class DecisionResourceTest {
    private static final Instant NOON = Instant.parse("2026-10-01T12:00:00Z");
    private static NativeServer server;
    private UUID mail;

    @BeforeAll
    static void open() {
        server = new NativeServer();
    }

    @AfterAll
    static void close() {
        server.close();
    }

    @BeforeEach
    void a_mail_is_uncertain() {
        mail = sealed();
        become("uncertain");
    }

    @Test
    void a_mail_that_is_to_be_resent_is_due_at_once_and_the_courier_is_woken() {
        Promise<Void> rung = Promise.promise();
        var bell = server.vertx.eventBus().consumer(Address.WAKE_COURIER.text(), ring -> rung.tryComplete());

        var resent = decide("resend", "");

        await(rung.future());
        await(bell.unregister());
        assertThat(resent.status()).isEqualTo(200);
        assertThat(resent.body())
                .containsEntry("object", "email")
                .containsEntry("id", mail.toString())
                .containsEntry("state", "queued");
        assertThat(posted().dueAt()).isNotNull();
        assertThat(posted().lastReply()).isEqualTo("A person had it sent again. Before that: lost the line");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sent", "failed"})
    void a_mail_is_settled_as_the_person_says(String outcome) {
        var settled = decide("settle", "{\"as\":\"" + outcome + "\"}");

        assertThat(settled.status()).isEqualTo(200);
        assertThat(settled.body()).containsEntry("state", outcome).containsEntry("last_event", outcome);
        assertThat(server.get("/emails/" + mail).body())
                .containsEntry("state", outcome)
                .containsEntry("last_event", outcome)
                .containsEntry("last_reply", "A person settled it as " + outcome + ". Before that: lost the line");
        assertThat(posted().sentAt() != null).isEqualTo(outcome.equals("sent"));
        assertThat(posted().dueAt()).isNull();
    }

    @Test
    void who_listens_hears_what_was_decided() {
        server.post(
                "/automations",
                "{\"name\":\"Failures\",\"steps\":[{\"key\":\"start\",\"type\":\"trigger\",\"config\":"
                        + "{\"event_name\":\"resend:email.failed\"}}],\"connections\":[]}");

        decide("settle", "{\"as\":\"failed\"}");

        List<Event> events = await(server.store.transaction(tx -> Events.claimUnmatched(tx, NOON, 100)));
        assertThat(events)
                .filteredOn(event -> mail.toString().equals(event.payload().get("email_id")))
                .singleElement()
                .satisfies(event -> assertThat(event.name()).isEqualTo("resend:email.failed"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"queued", "sending", "sent", "failed"})
    void a_mail_that_is_not_uncertain_is_not_decided(String state) {
        become(state);

        for (var refused : List.of(decide("resend", ""), decide("settle", "{\"as\":\"sent\"}"))) {
            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.text("message")).contains("uncertain").contains("state " + state);
        }
        assertThat(posted().state()).isEqualTo(state);
    }

    private NativeServer.Reply decide(String what, String body) {
        return server.post("/emails/" + mail + "/" + what, body);
    }

    private Envelopes.Posted posted() {
        return await(Envelopes.find(server.store.client(), TestDatabase.PROJECT, mail))
                .orElseThrow();
    }

    private void become(String state) {
        boolean isOut = !Set.of("queued", "sending").contains(state);
        await(server.store
                .client()
                .preparedQuery("update envelope set state = $1, last_event = 'delivery_delayed', "
                        + "last_reply = 'lost the line' where id = $2")
                .execute(Tuple.of(isOut ? state : "queued", mail)));
        await(server.store
                .client()
                .preparedQuery(
                        isOut
                                ? "delete from outbox where envelope_id = $1 and not $2"
                                : "insert into outbox (project_id, envelope_id, channel, due_at, leased) "
                                        + "select project_id, id, channel, created_at, $2 from envelope where id = $1 "
                                        + "on conflict (project_id, envelope_id) do update set leased = excluded.leased")
                .execute(Tuple.of(mail, state.equals("sending"))));
    }

    private static UUID sealed() {
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
        return id;
    }
}
