package onward.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PushResourceTest {
    private static final String NOTE = "\"notification\":{\"title\":\"It left\",\"body\":\"Order 17\"}";
    private static NativeServer server;

    @BeforeAll
    static void open() {
        server = new NativeServer();
    }

    @AfterAll
    static void close() {
        server.close();
    }

    private static String device(String token, String more) {
        return server.post("/devices", "{\"token\":\"" + token + "\",\"platform\":\"android\"" + more + "}")
                .text("id");
    }

    private static List<Object> devicesOf(NativeServer.Reply push) {
        return push.items("data").stream().map(item -> item.get("device_id")).toList();
    }

    @Test
    void the_public_key_is_a_point_and_stays_the_same() {
        var first = server.get("/push/public-key");
        var again = server.get("/push/public-key");

        byte[] point = Base64.getUrlDecoder().decode(first.text("public_key"));
        assertThat(point).hasSize(65);
        assertThat(point[0]).isEqualTo((byte) 4);
        assertThat(again.body()).isEqualTo(first.body()).containsEntry("object", "push_public_key");
    }

    @Test
    void a_push_is_sealed_for_every_device_before_it_is_answered() {
        String id = device("a1", "");
        String other = device("a2", "");

        var push = server.post(
                "/push",
                "{\"device_ids\":[\"" + id + "\",\"" + other + "\",\"" + id
                        + "\"],\"notification\":{\"title\":\"It left\","
                        + "\"body\":\"Order 17\",\"launch_url\":\"https://shop.example.com/17\"},\"data\":{\"order\":17}}");
        var told = server.get("/push/" + push.text("id"));

        assertThat(push.status()).isEqualTo(201);
        assertThat(push.body())
                .containsEntry("object", "push")
                .containsEntry("total", 2L)
                .containsEntry("sent", 0L)
                .containsEntry("queued", 2L)
                .containsEntry("failed", 0L);
        assertThat(devicesOf(push)).containsExactlyInAnyOrder(id, other);
        assertThat(told.body()).containsEntry("total", 2L).containsEntry("queued", 2L);
        assertThat((Map<?, ?>) told.body().get("notification"))
                .isEqualTo(Answer.body(
                        "title", "It left",
                        "body", "Order 17",
                        "launch_url", "https://shop.example.com/17",
                        "image_url", null,
                        "data", Map.of("order", 17L)));
        assertThat(told.items("data").get(0))
                .containsEntry("status", "queued")
                .containsEntry("last_event", "queued")
                .containsEntry("attempts", 0L)
                .containsEntry("sent_at", null);
        assertThat(server.get("/emails/" + push.items("data").get(0).get("id")).status())
                .isEqualTo(404);
        assertThat(server.get("/emails").items("data")).isEmpty();
    }

    @Test
    void people_are_named_by_contact_by_external_id_or_by_address() {
        String ada =
                server.post("/contacts", "{\"email\":\"ada@push.example\"}").text("id");
        String known = device("b1", ",\"contact_id\":\"" + ada + "\",\"external_id\":\"u-1\"");
        String early = device("b2", ",\"email\":\"bob@push.example\"");
        device("b3", ",\"external_id\":\"u-1\",\"subscribed\":false");

        assertThat(devicesOf(server.post("/push", "{\"contact_ids\":[\"" + ada + "\"]," + NOTE + "}")))
                .containsExactly(known);
        assertThat(devicesOf(server.post("/push", "{\"external_ids\":[\"u-1\",\"u-9\"]," + NOTE + "}")))
                .containsExactly(known);
        assertThat(devicesOf(
                        server.post("/push", "{\"emails\":[\"ADA@push.example\",\"bob@push.example\"]," + NOTE + "}")))
                .containsExactlyInAnyOrder(known, early);
    }

    @Test
    void a_push_to_nobody_is_one_that_can_be_looked_at() {
        var push = server.post("/push", "{\"external_ids\":[\"nobody\"]," + NOTE + "}");

        assertThat(push.status()).isEqualTo(201);
        assertThat(push.body()).containsEntry("total", 0L).containsEntry("data", List.of());
        assertThat(server.get("/push/" + push.text("id")).body()).containsEntry("total", 0L);
    }

    @Test
    void a_repeated_request_under_one_key_counts_once() {
        String id = device("c1", "");
        String body = "{\"device_ids\":[\"" + id + "\"]," + NOTE + "}";

        var first = keyed(body);
        var again = keyed(body);
        var other = keyed(body.replace("17", "18"));

        assertThat(again.body()).isEqualTo(first.body());
        assertThat(other.status()).isEqualTo(409);
    }

    private static NativeServer.Reply keyed(String body) {
        return server.send(server.request("POST", "/push", body.getBytes(StandardCharsets.UTF_8))
                .header("Authorization", "Bearer " + server.fullKey)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "push-1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|Expected exactly one of `device_ids`",
                "{\"emails\":[\"a@b.example\"],\"contact_ids\":[]}|Expected exactly one of `device_ids`",
                "{\"emails\":[\"a@b.example\"]}|Missing `notification` field.",
                "{\"emails\":[],\"notification\":{\"title\":\"a\",\"body\":\"b\"}}|Expected 1 to 100 items",
                "{\"emails\":[7],\"notification\":{\"title\":\"a\",\"body\":\"b\"}}|emails[0]",
                "{\"device_ids\":[\"x\"],\"notification\":{\"title\":\"a\",\"body\":\"b\"}}|Expected a UUID",
                "{\"external_ids\":[\"\"],\"notification\":{\"title\":\"a\",\"body\":\"b\"}}|external_ids[0]",
                "{\"emails\":[\"a@b.example\"],\"notification\":{\"title\":\"a\"}}|`notification.body`",
                "{\"emails\":[\"a@b.example\"],\"notification\":7}|Expected an object",
                "{\"emails\":[\"a@b.example\"],\"notification\":{\"title\":\"a\",\"body\":\"b\",\"launch_url\":\"x\"}}|Expected a URL with a scheme",
                "{\"emails\":[\"a@b.example\"],\"notification\":{\"title\":\"a\",\"body\":\"b\"},\"data\":[]}|Expected an object"
            })
    void what_is_no_push_is_refused_with_a_reason(String body, String words) {
        var refused = server.post("/push", body);

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text("message")).contains(words);
    }

    @Test
    void what_no_push_service_would_take_is_refused_at_once() {
        var refused = server.post(
                "/push", "{\"emails\":[\"a@b.example\"]," + NOTE + ",\"data\":{\"a\":\"" + "x".repeat(4_000) + "\"}}");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text("message")).startsWith("Expected texts and data of at most 3700 bytes together");
    }

    @Test
    void a_key_that_may_only_send_emails_pushes_nothing() {
        var refused = server.send(server.request("POST", "/push", "{}".getBytes(StandardCharsets.UTF_8))
                .header("Authorization", "Bearer " + server.sendingKey)
                .header("Content-Type", "application/json"));

        assertThat(refused.status()).isEqualTo(401);
    }

    @Test
    void a_push_that_is_not_there_is_not_found() {
        var refused = server.get("/push/01900000-0000-7000-8000-00000000dead");

        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused.text("message")).isEqualTo("Push not found");
    }
}
