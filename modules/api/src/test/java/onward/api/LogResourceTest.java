package onward.api;

import static onward.api.NativeServer.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import onward.store.Store;
import onward.store.TestDatabase;
import onward.store.table.RequestLogs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What keys asked and were answered. */
class LogResourceTest {
    private final RequestLog log = RequestLog.on();
    private NativeServer server;
    private LogWriter writer;

    @BeforeEach
    void open() {
        server = new NativeServer(settings(log)).withIngest();
        writer = new LogWriter(server.vertx, server.store, log);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private static FaceSettings settings(RequestLog log) {
        return new FaceSettings(
                "localhost",
                () -> "http://localhost",
                RateLimiter.of(0),
                (url, bytesMax) -> Future.succeededFuture(FaceSettings.Fetched.failed("none")),
                log);
    }

    private List<Map<String, Object>> logged(String query) {
        await(writer.write());
        return server.get("/logs" + query).items("data");
    }

    private Map<String, Object> newest() {
        return server.get("/logs/" + logged("").get(0).get("id")).body();
    }

    @Test
    void a_request_is_there_with_its_answer_and_looking_leaves_no_trace() {
        server.send(server.request(
                        "POST", "/contacts?x=1", "{\"email\":\"ada@example.com\"}".getBytes(StandardCharsets.UTF_8))
                .header("Authorization", "Bearer " + server.fullKey)
                .header("Content-Type", "application/json")
                .header("User-Agent", "resend-node:6.38.0"));

        assertThat(logged("")).hasSize(1);
        assertThat(logged("").get(0))
                .containsOnlyKeys("id", "created_at", "endpoint", "method", "response_status", "user_agent");
        var whole = newest();
        assertThat(whole)
                .containsEntry("object", "log")
                .containsEntry("endpoint", "/contacts")
                .containsEntry("method", "POST")
                .containsEntry("response_status", 201L)
                .containsEntry("user_agent", "resend-node:6.38.0")
                .containsEntry("request_body", Map.of("email", "ada@example.com"));
        assertThat(String.valueOf(whole.get("created_at")))
                .matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d(\\.\\d+)?\\+00");
        assertThat(String.valueOf(whole.get("response_body"))).contains("object=contact");
    }

    @Test
    void a_refusal_is_there_and_a_stranger_is_not() {
        server.post("/contacts", "{}");
        server.get("/automations/nonsense");
        server.post("/contacts", "{nonsense");
        server.send(server.request("GET", "/automations", new byte[0]));
        server.send(server.request("GET", "/automations", new byte[0])
                .header("Authorization", "Bearer " + server.sendingKey));

        assertThat(logged("?limit=10"))
                .extracting(
                        entry -> entry.get("method") + " " + entry.get("endpoint") + " " + entry.get("response_status"))
                .containsExactlyInAnyOrder(
                        "POST /contacts 422",
                        "GET /automations/nonsense 422",
                        "POST /contacts 422",
                        "GET /automations 401");
        var bodies = logged("").stream()
                .map(entry -> server.get("/logs/" + entry.get("id")).body().get("request_body"))
                .toList();
        assertThat(bodies).contains("[9 bytes, no JSON, not kept]", Map.of()).containsNull();
    }

    @Test
    void no_secret_is_kept() {
        var key = server.post("/api-keys", "{\"name\":\"ci\"}");
        var hook = server.post("/webhooks", "{\"endpoint\":\"https://a.example/h\",\"events\":[\"email.sent\"]}");
        server.post(
                "/automations",
                "{\"name\":\"call\",\"steps\":[{\"key\":\"t\",\"type\":\"trigger\",\"config\":{\"event_name\":\"e\"}},"
                        + "{\"key\":\"c\",\"type\":\"http_request\",\"config\":{\"url\":\"https://a.example\","
                        + "\"headers\":{\"X-Shop\":\"sesame\"}}}],\"connections\":[{\"from\":\"t\",\"to\":\"c\"}]}");
        server.post(
                "/events/send",
                "{\"event\":\"e\",\"email\":\"a@example.com\",\"payload\":{\"resetToken\":\"sesame\"}}");

        await(writer.write());

        var rows = await(server.store
                .client()
                .query("select request_body || response_body as texts from request_log")
                .execute());
        var texts = new ArrayList<String>();
        rows.forEach(row -> texts.add(row.getString("texts")));
        assertThat(texts).hasSize(4);
        assertThat(String.join("\n", texts))
                .contains(LogBody.HIDDEN)
                .doesNotContain(key.text("token"))
                .doesNotContain(hook.text("signing_secret"))
                .doesNotContain("sesame");
    }

    @Test
    void a_large_body_is_told_by_its_size() {
        String html = "x".repeat(RequestLog.BODY_MAX);

        server.post(
                "/emails",
                "{\"from\":\"a@example.com\",\"to\":\"b@example.com\",\"subject\":\"s\",\"html\":\"" + html + "\"}");

        assertThat(String.valueOf(newest().get("request_body"))).matches("\\[\\d+ bytes, not kept\\]");
    }

    @Test
    void pages_go_both_ways_and_strange_ids_are_refused() {
        for (int i = 0; i < 5; i++) {
            server.get("/segments?x=" + i);
        }

        var first = logged("?limit=2");
        var second = logged("?limit=2&after=" + first.get(1).get("id"));
        var back = logged("?limit=2&before=" + second.get(0).get("id"));

        assertThat(second)
                .extracting(entry -> entry.get("id"))
                .doesNotContainAnyElementsOf(
                        first.stream().map(entry -> entry.get("id")).toList());
        assertThat(back).isEqualTo(first);
        assertThat(logged("")).hasSize(5);
        assertThat(server.get("/logs/nonsense").text("name")).isEqualTo("invalid_parameter");
        assertThat(server.get("/logs/nonsense").text("message")).isEqualTo("The `logId` must be a valid UUID.");
        assertThat(server.get("/logs/00000000-0000-7000-8000-000000000000").text("message"))
                .isEqualTo("Log not found");
        assertThat(server.get("/logs?after=00000000-0000-7000-8000-000000000000")
                        .status())
                .isEqualTo(422);
        assertThat(server.get("/logs?limit=101").status()).isEqualTo(422);
    }

    @Test
    void what_finds_no_room_is_left_out_and_refusals_find_some_longer() {
        int room = RequestLog.QUEUE_MAX - RequestLog.PLACES_FOR_REFUSALS;
        for (int i = 0; i < room + 7; i++) {
            log.note(noted(200));
        }
        for (int i = 0; i < RequestLog.PLACES_FOR_REFUSALS + 3; i++) {
            log.note(noted(422));
        }

        assertThat(log.take()).hasSize(RequestLog.QUEUE_MAX);
        assertThat(log.takeLeftOut()).isEqualTo(10);
    }

    @Test
    void a_database_that_is_away_costs_the_entries_and_nothing_else() {
        Vertx vertx = Vertx.vertx();
        Store away = Store.open(vertx, "postgresql://nobody@127.0.0.1:1/none", 1);
        log.note(noted(200));

        await(new LogWriter(vertx, away, log).write());

        assertThat(log.takeLeftOut()).isEqualTo(1);
        assertThat(log.take()).isEmpty();
        await(away.close());
        await(vertx.close());
    }

    @Test
    void the_newest_of_each_project_stay_and_the_old_go() {
        long nanos = System.nanoTime();
        for (int i = 0; i < 6; i++) {
            log.note(noted(200 + i, nanos + i * 1_000L));
        }
        await(writer.write());
        var now = await(server.store.now());

        assertThat(await(RequestLogs.sweep(server.store.client(), now.minusSeconds(3600), 4, 100)))
                .isEqualTo(2);
        assertThat(logged(""))
                .extracting(entry -> entry.get("response_status"))
                .containsExactly(205L, 204L, 203L, 202L);
        assertThat(await(writer.sweep())).isZero();
        assertThat(await(RequestLogs.sweep(server.store.client(), now.plusSeconds(3600), 4, 3)))
                .isEqualTo(3);
        assertThat(logged("")).hasSize(1);
    }

    @Test
    void a_house_without_a_log_has_an_empty_one() {
        try (var quiet = new NativeServer()) {
            quiet.get("/segments");

            assertThat(quiet.get("/logs").items("data")).isEmpty();
        }
    }

    private static RequestLog.Noted noted(int status) {
        return noted(status, System.nanoTime());
    }

    private static RequestLog.Noted noted(int status, long nanos) {
        return new RequestLog.Noted(
                TestDatabase.PROJECT,
                new UUID(0, 1),
                "GET",
                "/segments",
                "odd \u0000 agent",
                null,
                0,
                status,
                "{\"object\":\"list\"}",
                17,
                nanos);
    }
}
