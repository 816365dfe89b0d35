package onward.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import jakarta.mail.internet.MimeMessage;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import onward.app.config.Config;
import onward.store.TestDatabase;
import onward.store.json.JsonReader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The whole server in this process, a real database and a real SMTP server: an event becomes a run becomes a mail. */
class EndToEndTest {
    private static final String KEY = "re_end_to_end_test_key_0001";
    private static final long PATIENCE_SECONDS = 30;
    private static final long LOOK_AGAIN_MILLIS = 50;

    private static final GreenMail MAIL = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static Server server;

    @BeforeAll
    static void start() {
        MAIL.start();
        server = Server.start(Config.read(
                List.of("--port=0", "--data=target/end-to-end", "--api-key", KEY),
                Map.of(
                        "ONWARD_DATABASE_URL",
                        TestDatabase.fresh(),
                        "ONWARD_SMTP_URL",
                        "smtp://127.0.0.1:" + MAIL.getSmtp().getPort())));
    }

    @AfterAll
    static void stop() {
        server.close();
        MAIL.stop();
    }

    @Test
    void an_event_becomes_a_run_becomes_a_mail_and_can_be_read_back() throws Exception {
        publishTemplate("welcome");
        String automation = (String) call("POST", "/automations", welcomeOn("customer.created", "welcome"))
                .get("id");

        call("POST", "/events/send", """
                {"event":"customer.created","email":"ada@example.com","payload":{"country":"France"}}""");

        Map<String, Object> run = completedRun(automation);
        assertThat(run).containsEntry("status", "completed");
        assertThat(steps(run))
                .extracting(step -> step.get("key") + " " + step.get("status"))
                .containsExactly("start completed", "abroad completed", "hello completed");
        assertThat(MAIL.waitForIncomingEmail(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS), 1))
                .isTrue();
        MimeMessage mail = MAIL.getReceivedMessages()[0];
        assertThat(mail.getSubject()).isEqualTo("Bonjour France");
        assertThat(mail.getHeader("To", null)).isEqualTo("ada@example.com");
        assertThat(MAIL.getReceivedMessages()).hasSize(1);
        String emailId = (String) object(steps(run).get(2).get("output")).get("email_id");
        assertThat(call("GET", "/emails/" + emailId, null)).containsEntry("subject", "Bonjour France");
    }

    @Test
    void an_event_sent_twice_under_one_key_starts_one_run() throws Exception {
        publishTemplate("twice");
        String automation = (String) call("POST", "/automations", welcomeOn("order.completed", "twice"))
                .get("id");
        String event =
                "{\"event\":\"order.completed\",\"email\":\"bob@example.com\",\"payload\":{\"country\":\"Spain\"}}";

        Map<String, Object> first = call("POST", "/events/send", event, "Idempotency-Key", "order-1");
        Map<String, Object> second = call("POST", "/events/send", event, "Idempotency-Key", "order-1");

        assertThat(second.get("id")).isEqualTo(first.get("id"));
        completedRun(automation);
        assertThat(list("/automations/" + automation + "/runs")).hasSize(1);
    }

    @Test
    void it_says_that_it_lives_and_would_work() throws Exception {
        assertThat(call("GET", "/health", null)).containsEntry("status", "ok");
        assertThat(call("GET", "/ready", null)).containsEntry("status", "ready");
    }

    private static void publishTemplate(String alias) throws Exception {
        call("POST", "/templates", """
                {"name":"%s","alias":"%s","from":"Shop <shop@example.com>","subject":"Bonjour {{{COUNTRY}}}",
                 "html":"<p>Hello from {{{COUNTRY}}}</p>",
                 "variables":[{"key":"COUNTRY","type":"string","fallback_value":"afar"}]}""".formatted(alias, alias));
        call("POST", "/templates/" + alias + "/publish", null);
    }

    private static String welcomeOn(String event, String template) {
        return """
                {"name":"Welcome","status":"enabled","steps":[
                 {"key":"start","type":"trigger","config":{"event_name":"%s"}},
                 {"key":"abroad","type":"condition","config":
                   {"type":"rule","field":"event.country","operator":"neq","value":"United Kingdom"}},
                 {"key":"hello","type":"send_email","config":
                   {"template":{"id":"%s","variables":{"COUNTRY":{"var":"event.country"}}}}}],
                 "connections":[{"from":"start","to":"abroad"},
                  {"from":"abroad","to":"hello","type":"condition_met"}]}""".formatted(event, template);
    }

    private static Map<String, Object> completedRun(String automation) throws Exception {
        Future<String> id = firstCompleted(automation, System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS));
        String runId = id.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS + 5, TimeUnit.SECONDS);
        return call("GET", "/automations/" + automation + "/runs/" + runId, null);
    }

    private static Future<String> firstCompleted(String automation, long deadlineNanos) {
        Vertx vertx = server.vertx();
        return vertx.executeBlocking(() -> list("/automations/" + automation + "/runs?status=completed,failed"))
                .compose(runs -> {
                    if (!runs.isEmpty()) {
                        return Future.succeededFuture((String) runs.get(0).get("id"));
                    }
                    return System.nanoTime() > deadlineNanos
                            ? Future.failedFuture(new TimeoutException("no run of " + automation + " ended"))
                            : vertx.timer(LOOK_AGAIN_MILLIS)
                                    .compose(again -> firstCompleted(automation, deadlineNanos));
                });
    }

    private static List<Map<String, Object>> steps(Map<String, Object> run) {
        return ((List<?>) run.get("steps")).stream().map(EndToEndTest::object).toList();
    }

    private static List<Map<String, Object>> list(String path) throws Exception {
        return ((List<?>) call("GET", path, null).get("data"))
                .stream().map(EndToEndTest::object).toList();
    }

    private static Map<String, Object> call(String method, String path, String body, String... headers)
            throws Exception {
        var request = HttpRequest.newBuilder(URI.create(server.url() + path))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body))
                .header("Authorization", "Bearer " + KEY)
                .header("Content-Type", "application/json");
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<String> response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode())
                .as(method + " " + path + ": " + response.body())
                .isBetween(200, 299);
        return object(JsonReader.read(response.body()));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Object value) {
        return (Map<String, Object>) value;
    }
}
