package onward.app.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import onward.store.json.JsonReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An event becomes a run becomes a mail, told in nothing but HTTP requests. */
class PlainHttpContractTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int POLL_MILLIS = 50;

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void an_event_becomes_a_run_becomes_a_mail(@TempDir Path data) throws Exception {
        try (var server = new RunningServer(data)) {
            String url = server.url();
            post(url + "/templates", 201, """
                    {"name": "Thanks", "alias": "thanks", "from": "Acme <hi@example.com>",
                     "subject": "Order {{{ORDER}}}", "html": "<p>{{{WHO}}}, thank you for {{{ORDER}}}.</p>",
                     "variables": [{"key": "ORDER", "type": "string"},
                                   {"key": "WHO", "type": "string", "fallback_value": "Friend"}]}""");
            post(url + "/templates/thanks/publish", 200, "");
            Object automation = post(url + "/automations", 201, """
                    {"name": "Follow-up", "status": "enabled",
                     "steps": [
                       {"key": "start", "type": "trigger", "config": {"event_name": "order.completed"}},
                       {"key": "large", "type": "condition",
                        "config": {"type": "rule", "field": "event.total", "operator": "gte", "value": 100}},
                       {"key": "pause", "type": "delay", "config": {"duration": "1 second"}},
                       {"key": "thank", "type": "send_email",
                        "config": {"template": {"id": "thanks", "variables": {"ORDER": {"var": "event.order"}}}}}],
                     "connections": [
                       {"from": "start", "to": "large"},
                       {"from": "large", "to": "pause", "type": "condition_met"},
                       {"from": "pause", "to": "thank"}]}""").get("id");

            var accepted = post(url + "/events/send", 202, """
                    {"event": "order.completed", "email": "ada@example.com",
                     "payload": {"order": "A-17", "total": 120}}""");

            assertThat(accepted).containsEntry("object", "event").containsEntry("event", "order.completed");
            String runs = url + "/automations/" + automation + "/runs";
            var list = eventually(runs, body -> isEnded(list(body, "data")));
            var run = get(runs + "/" + list(list, "data").get(0).get("id"));
            assertThat(run).containsEntry("object", "automation_run").containsEntry("status", "completed");
            var steps = list(run, "steps");
            assertThat(steps).extracting(step -> step.get("key")).containsExactly("start", "large", "pause", "thank");
            assertThat(steps).extracting(step -> step.get("status")).containsOnly("completed");
            Object emailId = ((Map<?, ?>) steps.get(3).get("output")).get("email_id");
            assertThat(get(url + "/emails/" + emailId))
                    .containsEntry("subject", "Order A-17")
                    .containsEntry("html", "<p>Friend, thank you for A-17.</p>")
                    .containsEntry("to", List.of("ada@example.com"))
                    .containsEntry("from", "Acme <hi@example.com>");
            assertThat(get(url + "/contacts/ada@example.com")).containsEntry("unsubscribed", false);
        }
    }

    private static boolean isEnded(List<Map<String, Object>> runs) {
        return runs.size() == 1 && !runs.get(0).get("status").equals("running");
    }

    private Map<String, Object> eventually(String url, Predicate<Map<String, Object>> fits) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            var body = get(url);
            if (fits.test(body)) {
                return body;
            }
            assertThat(System.nanoTime())
                    .as("Expected an ended run, found %s", body)
                    .isLessThan(deadline);
            new CompletableFuture<Void>()
                    .completeOnTimeout(null, POLL_MILLIS, TimeUnit.MILLISECONDS)
                    .get();
        }
    }

    private Map<String, Object> get(String url) throws Exception {
        return answer(request(url).GET().build(), 200);
    }

    private Map<String, Object> post(String url, int status, String body) throws Exception {
        return answer(request(url).POST(BodyPublishers.ofString(body)).build(), status);
    }

    private static HttpRequest.Builder request(String url) {
        return HttpRequest.newBuilder(URI.create(url))
                .header("authorization", "Bearer " + RunningServer.KEY)
                .header("content-type", "application/json");
    }

    @SuppressWarnings("unchecked") // every answer is an object
    private Map<String, Object> answer(HttpRequest request, int status) throws Exception {
        var response = client.send(request, BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("content-type")).contains("application/json; charset=utf-8");
        return (Map<String, Object>) JsonReader.read(response.body());
    }

    @SuppressWarnings("unchecked") // lists of the face hold objects
    private static List<Map<String, Object>> list(Map<String, Object> body, String field) {
        return (List<Map<String, Object>>) body.get(field);
    }
}
