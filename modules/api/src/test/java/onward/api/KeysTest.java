package onward.api;

import static onward.api.NativeServer.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import onward.store.TestDatabase;
import onward.store.table.ApiKeys;
import onward.store.table.Projects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keys are made, shown once, used, renamed and deleted. */
class KeysTest {
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
    void token_is_shown_once_and_opens_the_door() {
        var made = server.post("/api-keys", "{\"name\":\"ci\"}");

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.text("token")).matches("re_[0-9A-Za-z]{43}");
        assertThat(statusWith(made.text("token"))).isEqualTo(200);
        assertThat(server.get("/api-keys").raw().body()).contains("\"ci\"").doesNotContain(made.text("token"));
    }

    @Test
    void whole_list_comes_when_no_page_is_asked_for() {
        for (int i = 0; i < 25; i++) {
            server.post("/api-keys", "{\"name\":\"key " + i + "\"}");
        }

        assertThat(server.get("/api-keys").items("data")).hasSize(27);
        assertThat(server.get("/api-keys").body()).containsEntry("has_more", false);
        assertThat(server.get("/api-keys?limit=5").items("data")).hasSize(5);
        assertThat(server.get("/api-keys?limit=5").body()).containsEntry("has_more", true);
    }

    @Test
    void renamed_key_keeps_its_id() {
        String id = server.post("/api-keys", "{\"name\":\"old\"}").text("id");

        var reply = server.patch("/api-keys/" + id, "{\"name\":\"new\"}");

        assertThat(reply.raw().body()).isEqualTo("{\"object\":\"api_key\",\"id\":\"" + id + "\"}");
        assertThat(server.get("/api-keys").items("data").get(0)).containsEntry("name", "new");
    }

    @Test
    void deleted_key_is_refused_soon_after() {
        var made = server.post("/api-keys", "{\"name\":\"gone\"}");
        assertThat(statusWith(made.text("token"))).isEqualTo(200);

        assertThat(server.delete("/api-keys/" + made.text("id")).body()).containsEntry("deleted", true);

        assertThat(comesTrue(() -> statusWith(made.text("token")) == 403)).isTrue();
        assertThat(server.delete("/api-keys/" + made.text("id")).text("message"))
                .isEqualTo("API key not found");
    }

    @Test
    void a_key_that_is_kept_to_a_domain_sends_from_it_alone() {
        String domain = server.post("/domains", "{\"name\":\"Shop.example\"}").text("id");
        var made = server.post(
                "/api-keys", "{\"name\":\"shop\",\"permission\":\"sending_access\",\"domain_id\":\"" + domain + "\"}");

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.body()).containsOnlyKeys("id", "token");
        assertThat(server.get("/api-keys").items("data").get(0)).containsEntry("domain", "shop.example");
        String token = made.text("token");
        assertThat(sendFrom("Shop <hi@shop.example>", token).status()).isEqualTo(200);
        assertThat(sendFrom("hi@SHOP.example", token).status()).isEqualTo(200);
        for (String other : new String[] {"hi@other.example", "hi@mail.shop.example", "hi@shop.example.evil.example"}) {
            var refused = sendFrom(other, token);
            assertThat(refused.status()).as(other).isEqualTo(403);
            assertThat(refused.body())
                    .containsEntry("name", "restricted_api_key")
                    .containsEntry("message", "This API key is restricted to only send emails from shop.example");
        }
        assertThat(sendBatchFrom("hi@other.example", token).status()).isEqualTo(403);
        assertThat(sendBatchFrom("hi@shop.example", token).status()).isEqualTo(200);
        assertThat(statusWith(token)).isEqualTo(401);
        server.delete("/domains/" + domain);
        assertThat(sendFrom("hi@other.example", token).status()).isEqualTo(403);
    }

    @Test
    void a_domain_that_cannot_keep_a_key_makes_none() {
        String domain = server.post("/domains", "{\"name\":\"shop.example\"}").text("id");
        String begin = "{\"name\":\"shop\",\"domain_id\":";

        var unknown = server.post(
                "/api-keys", begin + "\"00000000-0000-7000-8000-000000000000\",\"permission\":\"sending_access\"}");
        var noId = server.post("/api-keys", begin + "\"shop.example\",\"permission\":\"sending_access\"}");
        var full = server.post("/api-keys", begin + "\"" + domain + "\"}");
        var none = server.post("/api-keys", begin + "null}");

        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.text("message")).isEqualTo("Domain not found");
        assertThat(noId.status()).isEqualTo(422);
        assertThat(full.status()).isEqualTo(422);
        assertThat(full.body()).containsEntry("name", "validation_error");
        assertThat(none.status()).isEqualTo(201);
        assertThat(server.get("/api-keys").items("data")).hasSize(3);
    }

    private NativeServer.Reply sendFrom(String from, String token) {
        return sendTo("/emails", mail(from), token);
    }

    private NativeServer.Reply sendBatchFrom(String from, String token) {
        return sendTo("/emails/batch", "[" + mail("hi@shop.example") + "," + mail(from) + "]", token);
    }

    private static String mail(String from) {
        return "{\"from\":\"" + from + "\",\"to\":\"ada@example.com\",\"subject\":\"Hi\",\"text\":\"Hi\"}";
    }

    private NativeServer.Reply sendTo(String path, String body, String token) {
        return server.send(server.request("POST", path, body.getBytes(StandardCharsets.UTF_8))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json"));
    }

    @Test
    void use_is_noted() {
        String token = server.post("/api-keys", "{\"name\":\"used\"}").text("token");
        assertThat(server.get("/api-keys").items("data").get(0)).containsEntry("last_used_at", null);

        statusWith(token);

        assertThat(comesTrue(() -> server.get("/api-keys").items("data").get(0).get("last_used_at") != null))
                .isTrue();
    }

    @Test
    void configured_token_is_one_key_however_often_it_is_ensured() {
        String token = "re_configured_by_hand_0123456789";
        for (int start = 0; start < 2; start++) {
            await(server.store
                    .now()
                    .compose(now ->
                            ApiKeys.ensure(server.store.client(), TestDatabase.PROJECT, token, now, server.ids)));
        }

        assertThat(statusWith(token)).isEqualTo(200);
        assertThat(server.get("/api-keys").items("data")).hasSize(3);
    }

    @Test
    void first_project_is_made_once() {
        var first = await(
                server.store.now().compose(now -> Projects.ensureDefault(server.store.client(), now, server.ids)));

        assertThat(first).isEqualTo(TestDatabase.PROJECT);
        assertThat(await(ApiKeys.any(server.store.client()))).isTrue();
    }

    private int statusWith(String token) {
        return server.send(
                        server.request("GET", "/automations", new byte[0]).header("Authorization", "Bearer " + token))
                .status();
    }

    /** Asks again and again for at most five seconds; each question is a request, so nothing spins. */
    private static boolean comesTrue(Supplier<Boolean> question) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        boolean answer = question.get();
        while (!answer && System.nanoTime() < end) {
            answer = question.get();
        }
        return answer;
    }
}
