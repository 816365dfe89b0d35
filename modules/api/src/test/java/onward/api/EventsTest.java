package onward.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import onward.bus.Address;
import onward.bus.Ingested;
import onward.bus.NewEvent;
import onward.flow.fact.Problem;
import onward.store.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events are handed to ingest and answered after it; definitions are kept by name. */
class EventsTest {
    private static final UUID ID = UUID.fromString("0199c1f0-8f1e-7aa1-9b2e-0d5b8f6a1c11");
    private NativeServer server;

    @BeforeEach
    void open() {
        server = new NativeServer();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void line_of_a_file_of_events_is_handed_over_as_it_is() {
        server.withIngest();

        var reply = server.post(
                "/events/send",
                "{\"event\":\"order.completed\",\"email\":\"ada@example.com\",\"occurred_at\":\"2010-12-01T08:26:00Z\","
                        + "\"idempotency_key\":\"order-1\",\"payload\":{\"amount\":139.12}}");

        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.raw().body()).startsWith("{\"object\":\"event\",\"event\":\"order.completed\",\"id\":\"");
        assertThat(reply.body()).doesNotContainKey("deduplicated");
        assertThat(server.ingested)
                .containsExactly(new NewEvent(
                        TestDatabase.PROJECT,
                        "order.completed",
                        null,
                        "ada@example.com",
                        Map.of("amount", new java.math.BigDecimal("139.12")),
                        Instant.parse("2010-12-01T08:26:00Z"),
                        "order-1"));
    }

    @Test
    void names_that_mean_something_elsewhere_are_plain_data_and_large_numbers_stay_whole() {
        server.withIngest();

        var reply = server.post(
                "/events/send",
                "{\"event\":\"e\",\"email\":\"a@example.com\",\"payload\":{\"__proto__\":{\"admin\":true},\"constructor\":\"c\","
                        + "\"class\":\"k\",\"@type\":\"t\",\"n\":9223372036854775808}}");

        assertThat(reply.status()).isEqualTo(202);
        assertThat(server.ingested).singleElement().satisfies(event -> {
            assertThat(event.payload())
                    .containsOnlyKeys("__proto__", "constructor", "class", "@type", "n")
                    .containsEntry("__proto__", Map.of("admin", true))
                    .containsEntry("@type", "t");
            assertThat(event.payload().get("n")).hasToString("9223372036854775808");
        });
    }

    @Test
    void key_in_the_header_beats_the_one_in_the_body() {
        server.withIngest();

        var request = server.request(
                        "POST",
                        "/events/send",
                        "{\"event\":\"e\",\"email\":\"a@b.c\",\"idempotency_key\":\"body\"}"
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .header("Authorization", "Bearer " + server.fullKey)
                .header("Idempotency-Key", "header");

        assertThat(server.send(request).status()).isEqualTo(202);
        assertThat(server.ingested.get(0).idempotencyKey()).isEqualTo("header");
    }

    @Test
    void repeated_event_is_told_so() {
        server.vertx
                .eventBus()
                .localConsumer(Address.INGEST.text(), m -> m.reply(new Ingested.Accepted(ID, Instant.EPOCH, true)));

        var reply = server.post("/events/send", "{\"event\":\"e\",\"contact_id\":\"" + ID + "\"}");

        assertThat(reply.body()).containsEntry("deduplicated", true).containsEntry("id", ID.toString());
    }

    @Test
    void contact_nobody_knows_is_a_404() {
        server.vertx
                .eventBus()
                .localConsumer(
                        Address.INGEST.text(),
                        m -> m.reply(new Ingested.Refused(Problem.notFound("Contact not found"))));

        var reply = server.post("/events/send", "{\"event\":\"e\",\"contact_id\":\"" + ID + "\"}");

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.body()).containsEntry("name", "not_found").containsEntry("message", "Contact not found");
    }

    @Test
    void caller_is_asked_to_come_back_when_nobody_takes_events_in() {
        var reply = server.post("/events/send", "{\"event\":\"e\",\"email\":\"a@b.c\"}");

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.text("name")).isEqualTo("application_error");
        assertThat(reply.header("retry-after")).isEqualTo("1");
    }

    @Test
    void full_queue_asks_the_caller_to_come_back() {
        server.vertx.eventBus().localConsumer(Address.INGEST.text(), m -> m.fail(1, "queue full"));

        assertThat(server.post("/events/send", "{\"event\":\"e\",\"email\":\"a@b.c\"}")
                        .status())
                .isEqualTo(503);
    }

    @Test
    void definition_is_found_by_id_and_by_any_name() {
        var made = server.post("/events", "{\"name\":\"a b/c.d+e\",\"schema\":{\"plan\":\"string\",\"at\":\"date\"}}");
        assertThat(made.status()).isEqualTo(201);
        String id = made.text("id");

        var byName = server.get("/events/a%20b%2Fc.d%2Be");
        assertThat(byName.status()).isEqualTo(200);
        assertThat(byName.body().keySet())
                .containsExactly("object", "id", "name", "schema", "created_at", "updated_at");
        assertThat(byName.body())
                .containsEntry("id", id)
                .containsEntry("schema", Map.of("plan", "string", "at", "date"));
        assertThat(byName.text("created_at")).matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d(\\.\\d{1,6})?\\+00");
        assertThat(server.get("/events/" + id).text("name")).isEqualTo("a b/c.d+e");
        assertThat(server.get("/events").items("data").get(0)).doesNotContainKey("object");
    }

    @Test
    void plus_is_read_as_a_space_when_no_name_has_it() {
        server.post("/events", "{\"name\":\"trial started\"}");

        assertThat(server.get("/events/trial+started").text("name")).isEqualTo("trial started");
    }

    @Test
    void name_is_given_once() {
        assertThat(server.post("/events", "{\"name\":\"e\"}").status()).isEqualTo(201);
        var again = server.post("/events", "{\"name\":\"e\"}");

        assertThat(again.status()).isEqualTo(422);
        assertThat(again.text("name")).isEqualTo("validation_error");
        assertThat(server.get("/events").items("data")).hasSize(1);
    }

    @Test
    void schema_is_changed_and_cleared_and_the_definition_deleted() {
        String id = server.post("/events", "{\"name\":\"e\",\"schema\":{\"n\":\"number\"}}")
                .text("id");

        assertThat(server.patch("/events/e", "{\"schema\":{\"n\":\"boolean\"}}").body())
                .containsEntry("id", id);
        assertThat(server.get("/events/e").body()).containsEntry("schema", Map.of("n", "boolean"));
        server.patch("/events/e", "{\"schema\":null}");
        assertThat(server.get("/events/e").body()).containsEntry("schema", null);
        assertThat(server.delete("/events/e").body())
                .containsEntry("deleted", true)
                .containsEntry("id", id);
        assertThat(server.get("/events/e").text("message")).isEqualTo("Event not found");
    }
}
