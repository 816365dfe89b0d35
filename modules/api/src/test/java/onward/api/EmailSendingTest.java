package onward.api;

import static onward.api.NativeServer.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import onward.api.FaceSettings.Fetched;
import onward.bus.Address;
import onward.store.TestDatabase;
import onward.store.json.JsonWriter;
import onward.store.table.AnsweredRequests;
import onward.store.table.AnsweredRequests.RequestKey;
import onward.store.table.ApiKeys;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EmailSendingTest {
    private static final Map<String, Object> HELLO =
            Map.of("from", "Acme <hi@example.com>", "to", "ada@example.com", "subject", "Hello", "text", "Hello, Ada");

    private static NativeServer server;

    @BeforeAll
    static void open() {
        server = new NativeServer(new FaceSettings(
                "localhost",
                () -> "https://onward.example.com",
                RateLimiter.of(0),
                (url, bytesMax) -> Future.succeededFuture(
                        url.endsWith("/report.pdf")
                                ? new Fetched(new byte[] {1, 2}, null, null)
                                : Fetched.failed("Expected a file, found none."))));
    }

    @AfterAll
    static void close() {
        server.close();
    }

    @Test
    void a_mail_is_in_the_outbox_when_it_is_answered_and_the_courier_is_woken() {
        Promise<Void> rung = Promise.promise();
        var bell = server.vertx.eventBus().consumer(Address.WAKE_COURIER.text(), ring -> rung.tryComplete());

        var sent = send(with(
                "cc", List.of("Bob <bob@example.com>"),
                "bcc", "eve@example.com",
                "reply_to", List.of("help@example.com"),
                "html", "<p>Hello</p>",
                "headers", Map.of("X-Entity-Ref-ID", "7", "List-Unsubscribe", "<https://example.com/u>"),
                "tags", List.of(Map.of("name", "kind", "value", "welcome"))));

        assertThat(sent.status()).isEqualTo(200);
        assertThat(sent.body()).containsOnlyKeys("id");
        await(rung.future());
        await(bell.unregister());
        assertThat(server.get("/emails/" + sent.text("id")).body())
                .containsEntry("object", "email")
                .containsEntry("from", "Acme <hi@example.com>")
                .containsEntry("to", List.of("ada@example.com"))
                .containsEntry("cc", List.of("Bob <bob@example.com>"))
                .containsEntry("bcc", List.of("eve@example.com"))
                .containsEntry("reply_to", List.of("help@example.com"))
                .containsEntry("subject", "Hello")
                .containsEntry("html", "<p>Hello</p>")
                .containsEntry("text", "Hello, Ada")
                .containsEntry("last_event", "queued")
                .containsEntry("scheduled_at", null)
                .containsEntry("topic_id", null)
                .containsEntry("tags", List.of(Map.of("name", "kind", "value", "welcome")));
    }

    @Test
    void a_template_is_filled_and_what_it_lacks_is_refused() {
        server.post(
                "/templates",
                "{\"name\":\"Order\",\"alias\":\"order\",\"from\":\"Shop <shop@example.com>\",\"subject\":\"Order {{{NO}}}\","
                        + "\"html\":\"<p>{{{FIRST_NAME|friend}}}: {{{NO}}}</p>\",\"variables\":[{\"key\":\"NO\",\"type\":\"string\"}]}");
        String body =
                "{\"to\":\"grace@example.com\",\"template\":{\"id\":\"order\",\"variables\":{\"NO\":\"A\\r\\nBcc: x@y.example\"}}}";
        var draft = server.post("/emails", body);
        server.post("/templates/order/publish", "");
        server.post("/contacts", "{\"email\":\"grace@example.com\",\"first_name\":\"Grace\"}");

        var sent = server.post("/emails", body);
        var lacking = server.post("/emails", "{\"to\":\"grace@example.com\",\"template\":{\"id\":\"order\"}}");

        assertThat(draft.body()).containsEntry("name", "validation_error");
        assertThat(server.get("/emails/" + sent.text("id")).body())
                .containsEntry("from", "Shop <shop@example.com>")
                .containsEntry("subject", "Order A  Bcc: x@y.example")
                .containsEntry("html", "<p>Grace: A\r\nBcc: x@y.example</p>");
        assertThat(lacking.status()).isEqualTo(422);
        assertThat(lacking.text("message")).contains("'NO'");
    }

    @Test
    void one_idempotency_key_sends_once() {
        var first = send(HELLO, "once");
        var again = send(HELLO, "once");
        var other = send(with("subject", "Other"), "once");
        var batch = send("/emails/batch", JsonWriter.write(List.of(HELLO)), Map.of("Idempotency-Key", "once"));

        assertThat(again.raw().body()).isEqualTo(first.raw().body());
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.text("name")).isEqualTo("invalid_idempotent_request");
        assertThat(batch.status()).isEqualTo(200);
    }

    @Test
    void a_key_whose_request_was_refused_is_free_and_one_in_hand_is_not() {
        assertThat(send(with("to", "nobody"), "free").status()).isEqualTo(422);
        assertThat(send(HELLO, "free").status()).isEqualTo(200);
        Promise<Void> gate = Promise.promise();
        Promise<Void> locked = Promise.promise();
        var holding = server.store.transaction(
                tx -> AnsweredRequests.tryLock(tx, new RequestKey(TestDatabase.PROJECT, "/emails", "in hand"))
                        .compose(isOurs -> {
                            locked.complete();
                            return gate.future();
                        }));
        await(locked.future());

        var concurrent = send(HELLO, "in hand");
        gate.complete();
        await(holding);

        assertThat(concurrent.status()).isEqualTo(409);
        assertThat(concurrent.text("name")).isEqualTo("concurrent_idempotent_requests");
        assertThat(send(HELLO, "in hand").status()).isEqualTo(200);
    }

    @Test
    void of_many_at_once_with_one_key_one_mail_is_sent() {
        var replies = IntStream.range(0, 12)
                .parallel()
                .mapToObj(i -> send(HELLO, "race"))
                .toList();

        var ids = replies.stream()
                .filter(reply -> reply.status() == 200)
                .map(reply -> reply.text("id"))
                .distinct();
        assertThat(ids).hasSize(1);
        assertThat(replies).extracting(NativeServer.Reply::status).isSubsetOf(200, 409);
    }

    @Test
    void a_strict_batch_is_all_or_nothing_and_a_permissive_one_says_what_it_left_out() {
        var good = Map.of("from", "a@example.com", "to", "batch@example.com", "subject", "s", "html", "h");
        var bad = Map.of("from", "a@example.com", "to", "nobody", "subject", "s", "html", "h");
        String body = JsonWriter.write(List.of(good, bad, good));

        var strict = send("/emails/batch", body, Map.of());
        var permissive = send("/emails/batch", body, Map.of("x-batch-validation", "permissive"));
        var whole = send("/emails/batch", JsonWriter.write(List.of(good, good)), Map.of());

        assertThat(strict.status()).isEqualTo(422);
        assertThat(strict.text("message")).startsWith("Email 1 of the batch: ");
        assertThat(permissive.items("data")).hasSize(2);
        assertThat(permissive.items("errors"))
                .extracting(error -> error.get("index"))
                .containsExactly(1L);
        assertThat(whole.body()).containsOnlyKeys("data");
        assertThat(server.get("/emails?limit=100").items("data").stream()
                        .filter(mail -> mail.get("to").equals(List.of("batch@example.com"))))
                .hasSize(4);
    }

    @Test
    void a_scheduled_mail_can_be_moved_and_canceled_and_one_on_its_way_cannot() {
        String id = send(with("scheduled_at", "in 1 hour")).text("id");
        var scheduled = server.get("/emails/" + id);

        var moved = server.patch("/emails/" + id, "{\"scheduled_at\":\"2020-01-01T10:00:00.5Z\"}");
        var read = server.get("/emails/" + id);
        var canceled = server.post("/emails/" + id + "/cancel", "");
        var again = server.post("/emails/" + id + "/cancel", "");
        var late = server.patch("/emails/" + id, "{\"scheduled_at\":\"in 1 min\"}");
        var direct = server.post("/emails/" + send(HELLO).text("id") + "/cancel", "");

        assertThat(scheduled.body()).containsEntry("last_event", "scheduled");
        assertThat(scheduled.text("scheduled_at")).matches("\\d{4}-\\d\\d-\\d\\d .*\\+00");
        assertThat(moved.body()).isEqualTo(Map.of("object", "email", "id", id));
        assertThat(read.body()).containsEntry("scheduled_at", "2020-01-01 10:00:00.5+00");
        assertThat(canceled.body()).isEqualTo(Map.of("object", "email", "id", id));
        assertThat(again.status()).isEqualTo(200);
        assertThat(server.get("/emails/" + id).body()).containsEntry("last_event", "canceled");
        assertThat(late.status()).isEqualTo(422);
        assertThat(direct.status()).isEqualTo(422);
        assertThat(direct.text("name")).isEqualTo("validation_error");
    }

    @Test
    void what_is_attached_is_kept_listed_and_given_by_a_link() {
        String id = send(with(
                        "attachments",
                        List.of(
                                Map.of("filename", "../../evil\r\n.txt", "content", base64("hello")),
                                Map.of("filename", "logo.png", "content", base64("png"), "content_id", "logo"),
                                Map.of("path", "https://files.example.com/2026/report.pdf"))))
                .text("id");

        var list = server.get("/emails/" + id + "/attachments");
        var one = server.get(
                "/emails/" + id + "/attachments/" + list.items("data").get(0).get("id"));
        var page = server.get("/emails/" + id + "/attachments?limit=1&after="
                + list.items("data").get(0).get("id"));

        assertThat(list.items("data"))
                .extracting(file -> file.get("filename"))
                .containsExactly("evil.txt", "logo.png", "report.pdf");
        assertThat(list.items("data"))
                .extracting(file -> file.get("content_type"))
                .containsExactly("text/plain", "image/png", "application/pdf");
        assertThat(list.items("data"))
                .extracting(file -> file.get("content_disposition"))
                .containsExactly("attachment", "inline", "attachment");
        assertThat(one.body()).containsEntry("object", "attachment").containsEntry("size", 5L);
        assertThat(page.items("data")).hasSize(1);
        assertThat(page.body()).containsEntry("has_more", true);
        var file = open(one.text("download_url"));
        assertThat(file.body()).isEqualTo("hello");
        assertThat(file.headers().firstValue("content-disposition")).contains("attachment; filename*=UTF-8''evil.txt");
    }

    @Test
    void a_file_that_cannot_be_had_stops_the_mail() {
        var refused = send(with("attachments", List.of(Map.of("path", "https://files.example.com/none"))));

        assertThat(refused.text("name")).isEqualTo("invalid_attachment");
        assertThat(refused.text("message")).contains("found none");
    }

    @Test
    void a_large_file_goes_through_and_too_large_ones_do_not() {
        var large = Map.of("filename", "a.bin", "content", base64("x".repeat(3_000_000)));
        var huge = Map.of("filename", "a.bin", "content", base64("x".repeat(16_000_000)));

        assertThat(send(with("attachments", List.of(large))).status()).isEqualTo(200);
        assertThat(send(with("attachments", List.of(huge, huge))).text("name")).isEqualTo("invalid_attachment");
        assertThat(server.post("/segments", "{\"name\":\"" + "x".repeat(1_100_000) + "\"}")
                        .status())
                .isEqualTo(413);
    }

    @Test
    void a_shared_mail_is_shown_in_a_sandbox_and_no_other_link_opens_anything() {
        String id = send(with("html", "<p>Hi</p><script>1</script>")).text("id");

        var shared = server.post("/emails/" + id + "/share", "{\"expires_in\":\"1h\"}");
        var shown = open(shared.text("url"));

        assertThat(shared.text("url")).startsWith("https://onward.example.com/shared/");
        assertThat(shown.body()).contains("<p>Hi</p>");
        assertThat(shown.headers().firstValue("content-security-policy").orElseThrow())
                .startsWith("sandbox; default-src 'none'");
        String url = shared.text("url");
        int last = url.length() - 5;
        String altered = url.substring(0, last) + (url.charAt(last) == 'A' ? 'B' : 'A') + url.substring(last + 1);
        assertThat(open(altered).statusCode()).isEqualTo(404);
        assertThat(open("https://onward.example.com/shared/x").statusCode()).isEqualTo(404);
    }

    @Test
    void a_sending_key_sends_from_its_domain_only() {
        var key = await(server.store
                .now()
                .compose(now -> ApiKeys.create(
                        server.store.client(), TestDatabase.PROJECT, "d", ApiKeys.SENDING_ACCESS, now, server.ids)));
        await(ApiKeys.restrict(server.store.client(), TestDatabase.PROJECT, key.id(), "example.com"));

        var own = as(key.token(), JsonWriter.write(HELLO));
        var other = as(key.token(), JsonWriter.write(with("from", "x@sub.example.com")));

        assertThat(own.status()).isEqualTo(200);
        assertThat(other.status()).isEqualTo(403);
        assertThat(other.text("name")).isEqualTo("restricted_api_key");
        assertThat(as(server.sendingKey, JsonWriter.write(HELLO)).status()).isEqualTo(200);
    }

    @Test
    void a_key_may_make_so_many_requests_a_second() {
        var clock = new long[] {0};
        var limiter = new RateLimiter(2, () -> clock[0]);
        var ada = new UUID(0, 1);

        assertThat(limiter.take(ada).remaining()).isEqualTo(1);
        assertThat(limiter.take(ada).isExceeded()).isFalse();
        assertThat(limiter.take(ada).isExceeded()).isTrue();
        assertThat(limiter.take(new UUID(0, 2)).isExceeded()).isFalse();
        clock[0] = 1_000_000_000;
        assertThat(limiter.take(ada).remaining()).isEqualTo(1);
    }

    @Test
    void every_answer_says_where_its_key_stands() {
        var limited = new RateLimiter(1, () -> 0);
        try (var strict = new NativeServer(new FaceSettings(
                "localhost", () -> "", limited, FaceSettings.defaults().fetcher()))) {
            var first = strict.get("/emails");
            var second = strict.get("/emails");
            var nobody = strict.send(strict.request("GET", "/emails", new byte[0]));

            assertThat(first.header("ratelimit-remaining")).isEqualTo("0");
            assertThat(first.header("ratelimit-policy")).isEqualTo("1;w=1");
            assertThat(second.status()).isEqualTo(429);
            assertThat(second.text("name")).isEqualTo("rate_limit_exceeded");
            assertThat(second.header("retry-after")).isEqualTo("1");
            assertThat(second.header("ratelimit-reset")).isEqualTo("1");
            assertThat(nobody.header("ratelimit-limit")).isEqualTo("1");
        }
        assertThat(server.get("/nothing").header("ratelimit-limit")).isEqualTo("1000000");
    }

    private static NativeServer.Reply send(Map<String, Object> mail) {
        return server.post("/emails", JsonWriter.write(mail));
    }

    private static NativeServer.Reply send(Map<String, Object> mail, String key) {
        return send("/emails", JsonWriter.write(mail), Map.of("Idempotency-Key", key));
    }

    private static NativeServer.Reply send(String path, String body, Map<String, String> headers) {
        var request = server.request("POST", path, body.getBytes(StandardCharsets.UTF_8))
                .header("Authorization", "Bearer " + server.fullKey)
                .header("Content-Type", "application/json");
        headers.forEach(request::header);
        return server.send(request);
    }

    private static NativeServer.Reply as(String token, String body) {
        return server.send(server.request("POST", "/emails", body.getBytes(StandardCharsets.UTF_8))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json"));
    }

    private static HttpResponse<String> open(String url) {
        return server.raw(url.replace("https://onward.example.com", ""));
    }

    private static Map<String, Object> with(Object... changes) {
        Map<String, Object> mail = new LinkedHashMap<>(HELLO);
        for (int i = 0; i < changes.length; i += 2) {
            mail.put((String) changes[i], changes[i + 1]);
        }
        return mail;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
