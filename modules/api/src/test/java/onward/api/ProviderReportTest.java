package onward.api;

import static onward.api.NativeServer.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import onward.store.TestDatabase;
import onward.store.json.JsonReader;
import onward.store.json.JsonWriter;
import onward.store.table.Envelopes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What providers tell by HTTP is written down with the mail it is about. */
class ProviderReportTest {
    private static final String PATH = "/inbound/notifications";
    private static final List<String> FETCHED = new CopyOnWriteArrayList<>();
    private static NativeServer server;

    @BeforeAll
    static void open() {
        server = new NativeServer(new FaceSettings(
                "localhost", () -> "http://localhost", RateLimiter.of(0), (url, bytesMax) -> {
                    FETCHED.add(url);
                    return Future.succeededFuture(new FaceSettings.Fetched(new byte[0], null, null));
                }));
    }

    @AfterAll
    static void close() {
        server.close();
    }

    private static UUID mailTo(String... to) {
        var body = Map.of("from", "hi@example.com", "to", List.of(to), "subject", "Hi", "text", "Hi");
        return UUID.fromString(server.post("/emails", JsonWriter.write(body)).text("id"));
    }

    private static String messageId(UUID mail) {
        return await(Envelopes.find(server.store.client(), TestDatabase.PROJECT, mail))
                .orElseThrow()
                .envelope()
                .messageId();
    }

    private static NativeServer.Reply tell(Object json) {
        return server.post(PATH, JsonWriter.write(json));
    }

    private static Map<String, Object> ses(String messageId, String kind, String field, Map<String, Object> detail) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("notificationType", kind);
        json.put(field, detail);
        json.put("mail", Map.of("headers", List.of(Map.of("name", "Message-ID", "value", messageId))));
        return json;
    }

    private static Map<String, Object> bounce(String type, String... addresses) {
        var all = List.of(addresses).stream()
                .map(one -> Map.of("emailAddress", one, "diagnosticCode", "smtp; 550 5.1.1 no such user"))
                .toList();
        return Map.of("bounceType", type, "bounceSubType", "NoEmail", "bouncedRecipients", all);
    }

    @Test
    void a_bounce_that_ses_tells_suppresses_each_address_it_names() {
        UUID mail = mailTo("ada1@example.com", "bob1@example.com", "eve1@example.com");
        var json =
                ses(messageId(mail), "Bounce", "bounce", bounce("Permanent", "ada1@example.com", "eve1@example.com"));

        var reply = tell(json);

        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.body()).containsEntry("id", mail.toString()).containsEntry("last_event", "bounced");
        assertThat(server.get("/emails/" + mail).text("last_event")).isEqualTo("bounced");
        assertThat(server.get("/suppressions/ada1@example.com").status()).isEqualTo(200);
        assertThat(server.get("/suppressions/eve1@example.com").text("origin")).isEqualTo("bounce");
        assertThat(server.get("/suppressions/bob1@example.com").status()).isEqualTo(404);
    }

    @Test
    void sns_wraps_it_as_text_and_shows_its_key_as_a_password() {
        UUID mail = mailTo("ada2@example.com");
        var complaint = ses(
                messageId(mail),
                "Complaint",
                "complaint",
                Map.of("complainedRecipients", List.of(Map.of("emailAddress", "ada2@example.com"))));
        String wrapped = JsonWriter.write(Map.of("Type", "Notification", "Message", JsonWriter.write(complaint)));

        var reply =
                server.send(basic(PATH, wrapped, server.fullKey).header("Content-Type", "text/plain; charset=UTF-8"));

        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.body()).containsEntry("type", "complained");
        assertThat(server.get("/suppressions/ada2@example.com").text("origin")).isEqualTo("complaint");
    }

    private static java.net.http.HttpRequest.Builder basic(String path, String body, String password) {
        String pair = Base64.getEncoder().encodeToString(("onward:" + password).getBytes(StandardCharsets.UTF_8));
        return server.request("POST", path, body.getBytes(StandardCharsets.UTF_8))
                .header("Authorization", "Basic " + pair);
    }

    @Test
    void a_password_opens_nothing_else_and_has_to_be_a_key() {
        assertThat(server.send(basic("/contacts", "{}", server.fullKey).header("Content-Type", "application/json"))
                        .status())
                .isEqualTo(403);
        assertThat(server.send(basic(PATH, "{}", "re_nonsense")).status()).isEqualTo(403);
        assertThat(server.send(basic(PATH, "{}", server.sendingKey)).status()).isEqualTo(401);
        assertThat(server.send(server.request("POST", PATH, "{}".getBytes(StandardCharsets.UTF_8))
                                .header("Authorization", "Basic ==="))
                        .status())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({
        "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription,1",
        "https://sns.evil.example/?Action=ConfirmSubscription,0",
        "https://sns.eu-west-1.amazonaws.com.evil.example/,0",
        "http://sns.eu-west-1.amazonaws.com/,0"
    })
    void a_subscription_is_confirmed_at_amazon_alone(String url, int times) {
        FETCHED.clear();

        var reply = tell(Map.of("Type", "SubscriptionConfirmation", "SubscribeURL", url));

        assertThat(reply.status()).isEqualTo(202);
        assertThat(FETCHED).hasSize(times);
    }

    @ParameterizedTest
    @CsvSource({
        "failed,permanent,bounced",
        "failed,temporary,delivery_delayed",
        "complained,,complained",
        "delivered,,delivered"
    })
    void mailgun_tells_of_a_mail_by_its_message_id(String event, String severity, String kind) {
        UUID mail = mailTo("ada@example.com");
        String messageId = messageId(mail);
        Map<String, Object> data = new LinkedHashMap<>(Map.of(
                "event",
                event,
                "recipient",
                "ada@example.com",
                "delivery-status",
                Map.of("code", 550, "message", "no such user"),
                "message",
                Map.of("headers", Map.of("message-id", messageId.substring(1, messageId.length() - 1)))));
        data.put("severity", severity);

        var reply = tell(Map.of("signature", Map.of(), "event-data", data));

        assertThat(reply.body()).containsEntry("id", mail.toString()).containsEntry("type", kind);
        server.delete("/suppressions/ada@example.com");
    }

    @ParameterizedTest
    @CsvSource({
        "Bounce,HardBounce,bounced,200",
        "Bounce,SoftBounce,bounced,404",
        "SpamComplaint,,complained,200",
        "Delivery,,delivered,404"
    })
    void postmark_tells_of_a_mail_by_its_metadata(String record, String type, String kind, int suppressed) {
        UUID mail = mailTo("ada3@example.com");
        Map<String, Object> json = new LinkedHashMap<>(Map.of(
                "RecordType", record, "Email", "ada3@example.com", "Metadata", Map.of("onward-id", mail.toString())));
        json.put("Type", type);

        var reply = tell(json);

        assertThat(reply.body()).containsEntry("id", mail.toString()).containsEntry("type", kind);
        assertThat(server.get("/suppressions/ada3@example.com").status()).isEqualTo(suppressed);
        server.delete("/suppressions/ada3@example.com");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"notificationType\":\"Bounce\"}",
                "{\"notificationType\":7,\"bounce\":[],\"mail\":\"x\"}",
                "{\"notificationType\":\"Bounce\",\"bounce\":{\"bouncedRecipients\":[null,7,{}]},\"mail\":{\"headers\":[{}]}}",
                "{\"Type\":\"Notification\",\"Message\":\"Hello, {\"}",
                "{\"Type\":\"Notification\",\"Message\":\"[]\"}",
                "{\"event-data\":{}}",
                "{\"event-data\":{\"event\":\"opened\"}}",
                "{\"RecordType\":\"Bounce\",\"Metadata\":{\"onward-id\":\"nonsense\"}}",
                "{\"RecordType\":\"Open\"}",
                "{\"Type\":\"SubscriptionConfirmation\"}"
            })
    void what_tells_nothing_is_no_fault_of_the_provider(String json) {
        var reply = server.post(PATH, json);

        assertThat(reply.status()).as(reply.raw().body()).isEqualTo(202);
        assertThat(reply.body()).containsEntry("id", null).containsKey("ignored");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "7", "{nonsense"})
    void what_is_no_object_is_refused(String json) {
        assertThat(JsonReader.read(server.post(PATH, json).raw().body()).toString())
                .contains("validation_error");
    }
}
