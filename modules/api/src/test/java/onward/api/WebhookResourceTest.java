package onward.api;

import static onward.api.RunningFace.done;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import onward.api.RunningFace.Reply;
import onward.flow.fact.Ids;
import onward.flow.message.WebhookEvents;
import onward.store.PageRequest;
import onward.store.TestDatabase;
import onward.store.table.HookDeliveries;
import onward.store.table.HookEvents;
import onward.store.table.Webhooks;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code /webhooks} and their log, as clients see them. */
class WebhookResourceTest {
    private static final Map<String, Object> HOOK =
            Map.of("endpoint", "https://shop.example/hook", "events", List.of("topic.created", "topic.deleted"));

    private static RunningFace face;

    @BeforeAll
    static void open() throws Exception {
        face = new RunningFace();
    }

    @AfterAll
    static void close() throws Exception {
        face.close();
    }

    private String made() throws Exception {
        return face.post("/webhooks", HOOK).text("id");
    }

    @Test
    void a_webhook_is_made_shown_changed_and_deleted() throws Exception {
        Reply made = face.post("/webhooks", HOOK);

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.body()).containsOnlyKeys("object", "id", "signing_secret");
        assertThat(made.text("signing_secret")).matches("whsec_[A-Za-z0-9+/]{32}");
        String path = "/webhooks/" + made.text("id");
        Map<String, Object> shown = face.get(path).body();
        assertThat(shown)
                .containsEntry("object", "webhook")
                .containsEntry("status", "enabled")
                .containsEntry("events", List.of("topic.created", "topic.deleted"))
                .containsEntry("signing_secret", made.text("signing_secret"));
        assertThat(face.get("/webhooks").data().get(0))
                .containsOnlyKeys("id", "created_at", "status", "endpoint", "events");

        assertThat(face.patch(path, Map.of("status", "disabled", "events", List.of("email.sent")))
                        .body())
                .isEqualTo(Map.of("object", "webhook", "id", made.text("id")));
        assertThat(face.get(path).body())
                .containsEntry("status", "disabled")
                .containsEntry("events", List.of("email.sent"))
                .containsEntry("endpoint", "https://shop.example/hook");
        Reply rotated = face.post(path + "/signing-secret/rotate", null);
        assertThat(rotated.status()).isEqualTo(200);
        assertThat(rotated.text("signing_secret"))
                .startsWith("whsec_")
                .isNotEqualTo(made.text("signing_secret"))
                .isEqualTo(face.get(path).text("signing_secret"));

        assertThat(face.delete(path).body())
                .isEqualTo(Map.of("object", "webhook", "id", made.text("id"), "deleted", true));
        assertThat(face.get(path).body())
                .isEqualTo(Map.of("statusCode", 404L, "message", "Webhook not found", "name", "not_found"));
    }

    @Test
    void secrets_are_not_read_in_the_database() throws Exception {
        String secret = face.post("/webhooks", HOOK).text("signing_secret");

        var stored = done(Webhooks.list(face.store().client(), TestDatabase.PROJECT, PageRequest.first(1)));

        assertThat(new String(stored.items().get(0).secret(), StandardCharsets.ISO_8859_1))
                .doesNotContain(secret.substring(6));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                                | missing_required_field",
                "{\"endpoint\": \"https://a.example\"}                             | missing_required_field",
                "{\"endpoint\": \"https://a.example\", \"events\": []}             | validation_error",
                "{\"endpoint\": \"https://a.example\", \"events\": [\"no.such\"]}  | validation_error",
                "{\"endpoint\": \"https://a.example\", \"events\": [1]}            | validation_error",
                "{\"endpoint\": \"https://a.example\", \"events\": \"email.sent\"} | validation_error",
                "{\"endpoint\": 7, \"events\": [\"email.sent\"]}                   | validation_error",
                "{\"endpoint\": \"\", \"events\": [\"email.sent\"]}                | validation_error",
                "[]                                                                | validation_error",
                "{\"endpoint\":                                                    | validation_error"
            })
    void what_is_no_webhook_is_refused_in_the_native_shape(String body, String name) throws Exception {
        Reply reply = face.send("POST", "/webhooks", body);

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.body()).containsEntry("name", name).containsEntry("statusCode", 422L);
    }

    @Test
    void the_log_shows_what_was_told_and_what_came_of_it() throws Exception {
        String id = made();
        String path = "/webhooks/" + id + "/events";
        for (String name : List.of("Digest", "Offers")) {
            face.post("/topics", Map.of("name", name, "default_subscription", "opt_in"));
        }
        fan();

        var log = face.get(path).data();
        assertThat(log).hasSize(2);
        assertThat(log.get(0)).containsOnlyKeys("id", "type", "created_at", "status");
        assertThat(log.get(0)).containsEntry("type", "topic.created").containsEntry("status", "pending");
        String older = (String) log.get(1).get("id");
        assertThat(older).matches("msg_[0-9a-f]{32}");
        assertThat(face.get(path + "?limit=1&after=" + log.get(0).get("id")).data())
                .containsExactly(log.get(1));
        assertThat(face.get(path + "?limit=1").body()).containsEntry("has_more", true);
        assertThat(face.get(path + "?after=msg_nonsense").status()).isEqualTo(422);

        answered(older, id);

        assertThat(face.get(path + "/" + older).body())
                .containsEntry("object", "webhook_event")
                .containsEntry("status", "success")
                .containsEntry("next_attempt_at", null)
                .containsKey("payload");
        var attempts = face.get(path + "/" + older + "/attempts").data();
        assertThat(attempts).hasSize(1);
        assertThat(attempts.get(0))
                .containsEntry("http_status_code", 200L)
                .containsEntry("response", "thanks")
                .containsKeys("id", "sent_at");

        assertThat(face.post(path + "/" + older + "/replay", null).body())
                .isEqualTo(Map.of("object", "webhook_event", "id", older));
        assertThat(face.get(path + "/" + older).text("status")).isEqualTo("pending");
        face.patch("/webhooks/" + id, Map.of("status", "disabled"));
        assertThat(face.get(path + "/" + older).text("status")).isEqualTo("failed");
        assertThat(face.post(path + "/" + older + "/replay", null).status()).isEqualTo(422);
    }

    /** What the engine does, with the payload alone. */
    private void fan() throws Exception {
        done(face.store()
                .transaction(tx -> HookEvents.claim(tx, 100)
                        .compose(fresh -> face.store()
                                .now(tx)
                                .compose(now -> HookEvents.fan(
                                        tx,
                                        fresh.stream()
                                                .map(e -> new HookEvents.Payload(
                                                        e.projectId(), e.id(), "{\"type\":\"x\"}"))
                                                .toList(),
                                        now)))));
    }

    private void answered(String event, String webhook) throws Exception {
        var now = done(face.store().now());
        var ids = Ids.from(new SecureRandom());
        UUID eventId = WebhookEvents.readId(event).orElseThrow();
        var lease =
                done(HookDeliveries.lease(face.store().client(), now, now.plusSeconds(60), 100, 10, List.of())).stream()
                        .filter(one -> one.eventId().equals(eventId)
                                && one.webhookId().toString().equals(webhook))
                        .findFirst()
                        .orElseThrow();
        done(face.store()
                .transaction(tx -> HookDeliveries.settle(
                        tx,
                        new HookDeliveries.Settlement(lease, ids.next(now), "success", null, 200, "thanks", now, now),
                        now)));
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/webhooks/7,422,invalid_parameter",
        "GET,/webhooks/0199c1f0-8f1e-7aa1-9b2e-0d5b8f6a1c11,404,not_found",
        "PATCH,/webhooks/0199c1f0-8f1e-7aa1-9b2e-0d5b8f6a1c11,404,not_found",
        "DELETE,/webhooks/0199c1f0-8f1e-7aa1-9b2e-0d5b8f6a1c11,404,not_found",
        "POST,/webhooks/0199c1f0-8f1e-7aa1-9b2e-0d5b8f6a1c11/signing-secret/rotate,404,not_found",
        "GET,/webhooks/0199c1f0-8f1e-7aa1-9b2e-0d5b8f6a1c11/events,404,not_found",
        "GET,/webhooks/0199c1f0-8f1e-7aa1-9b2e-0d5b8f6a1c11/events/x,422,invalid_parameter",
        "GET,/webhooks/0199c1f0-8f1e-7aa1-9b2e-0d5b8f6a1c11/events/msg_0199c1f08f1e7aa19b2e0d5b8f6a1c11,404,not_found",
        "PUT,/webhooks/0199c1f0-8f1e-7aa1-9b2e-0d5b8f6a1c11,405,method_not_allowed",
        "GET,/webhooks?limit=101,422,validation_error"
    })
    void what_is_not_there_is_refused(String method, String path, int status, String name) throws Exception {
        Reply reply = face.send(method, path, method.equals("PATCH") ? "{\"status\":\"enabled\"}" : null);

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.text("name")).isEqualTo(name);
    }
}
