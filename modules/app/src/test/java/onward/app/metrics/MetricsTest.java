package onward.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import onward.app.ProjectFiles;
import onward.app.Server;
import onward.app.config.Config;
import onward.store.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server at work is scraped: what is told, what the page says is told, and what rules and dashboard ask for. */
class MetricsTest {
    private static final String KEY = "re_metrics_test_key_00001";
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final String SENT = "onward_envelopes_total{channel=\"email\",outcome=\"sent\"}";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Pattern EXPOSED = Pattern.compile("(?m)^([a-z_]+)(?:\\{| )");
    private static final Pattern NAMED = Pattern.compile("\\b(?:onward|jvm|process)_[a-z_]+");

    @TempDir
    static Path data;

    private static Server server;
    private static String text;

    @BeforeAll
    static void scrape_a_server_at_work() throws Exception {
        server = Server.start(Config.read(
                List.of("--port=0", "--admin-port=0", "--data=" + data, "--api-key", KEY),
                Map.of("ONWARD_DATABASE_URL", TestDatabase.fresh())));
        call("/templates", 200, """
                {"name":"Hello","alias":"hello","from":"Shop <shop@example.com>","subject":"Hello","html":"<p>Hello</p>"}""");
        call("/templates/hello/publish", 200, "");
        call("/automations", 200, """
                {"name":"Welcome","status":"enabled","steps":[
                 {"key":"start","type":"trigger","config":{"event_name":"customer.created"}},
                 {"key":"hello","type":"send_email","config":
                  {"template":{"id":"hello"}}}],
                 "connections":[{"from":"start","to":"hello"}]}""");
        String event = "{\"event\":\"customer.created\",\"email\":\"ada@example.com\"}";
        call("/events/send", 200, event, "Idempotency-Key", "one");
        call("/events/send", 200, event, "Idempotency-Key", "one");
        call("/events/send", 422, "{\"event\":\"\"}");
        text = atRest(System.nanoTime() + PATIENCE_NANOS)
                .toCompletionStage()
                .toCompletableFuture()
                .get(90, TimeUnit.SECONDS);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void what_happened_is_counted() {
        assertThat(value("onward_events_total{outcome=\"accepted\"}")).isGreaterThanOrEqualTo(1);
        assertThat(value("onward_events_total{outcome=\"duplicate\"}")).isGreaterThanOrEqualTo(1);
        assertThat(value("onward_runs_started_total")).isGreaterThanOrEqualTo(1);
        assertThat(value("onward_runs_ended_total{status=\"completed\"}")).isGreaterThanOrEqualTo(1);
        assertThat(value("onward_steps_total{outcome=\"completed\",type=\"send_email\"}"))
                .isGreaterThanOrEqualTo(1);
        assertThat(value("onward_http_requests_total{code=\"422\"}")).isEqualTo(1);
        assertThat(value("onward_database_up")).isEqualTo(1);
        assertThat(value("onward_pool_connections_max")).isEqualTo(16);
    }

    @Test
    void what_waits_is_told() {
        assertThat(value("onward_events_unmatched")).isZero();
        assertThat(value("onward_runs_due")).isZero();
        assertThat(value("onward_quarantined{kind=\"run\"}")).isZero();
        assertThat(value("onward_database_bytes")).isGreaterThan(1_000_000);
    }

    @Test
    void the_page_lists_every_metric_of_ours_and_no_other() throws Exception {
        String page = Files.readString(ProjectFiles.root().resolve("docs/metrics.md"));
        Set<String> listed = Pattern.compile("(?m)^\\| `(onward_[a-z_]+)` \\|")
                .matcher(page)
                .results()
                .map(row -> row.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(listed).isEqualTo(families());
    }

    @Test
    void rules_and_dashboard_ask_for_nothing_that_is_not_told() throws Exception {
        for (String file : List.of("onward-alerts.yml", "onward-dashboard.json")) {
            String content = new String(
                    MetricsTest.class.getResourceAsStream("/operations/" + file).readAllBytes(),
                    StandardCharsets.UTF_8);

            assertThat(all(NAMED, content)).as(file).isNotEmpty().isSubsetOf(all(EXPOSED, text));
        }
    }

    @Test
    void the_admin_port_answers_nothing_else() throws Exception {
        String url = server.metricsUrl().orElseThrow();

        assertThat(get(url.replace("/metrics", "/dashboard")).statusCode()).isEqualTo(404);
        assertThat(send(HttpRequest.newBuilder(URI.create(url)).DELETE()).statusCode())
                .isEqualTo(405);
        assertThat(get(server.localUrl() + "/metrics").statusCode()).isEqualTo(404);
    }

    /** The names as the page lists them, a histogram once. */
    private static Set<String> families() {
        return all(Pattern.compile("(?m)^# TYPE (onward_[a-z_]+) "), text);
    }

    private static Set<String> all(Pattern pattern, String in) {
        return pattern.matcher(in)
                .results()
                .map(found -> found.groupCount() == 0 ? found.group() : found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static double value(String series) {
        return text.lines()
                .filter(line -> line.startsWith(series + " "))
                .map(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("Expected " + series + " in:\n" + text));
    }

    /**
     * What is told once the event was looked at and its mail is out. Counts are of the whole process, and others may have
     * counted before; what waits is of this server's database alone.
     */
    private static Future<String> atRest(long deadlineNanos) {
        return server.vertx()
                .executeBlocking(() -> get(server.metricsUrl().orElseThrow()).body())
                .compose(scraped -> {
                    if (isAtRest(scraped)) {
                        return Future.succeededFuture(scraped);
                    }
                    return System.nanoTime() > deadlineNanos
                            ? Future.failedFuture(new TimeoutException("Expected a server at rest, found:\n" + scraped))
                            : server.vertx().timer(100).compose(again -> atRest(deadlineNanos));
                });
    }

    private static boolean isAtRest(String scraped) {
        List<String> lines = scraped.lines().toList();
        return lines.containsAll(List.of("onward_events_unmatched 0.0", "onward_outbox_waiting 0.0"))
                && lines.stream().anyMatch(line -> line.startsWith(SENT) && !line.endsWith(" 0.0"));
    }

    private static void call(String path, int status, String body, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(server.localUrl() + path))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .header("Authorization", "Bearer " + KEY)
                .header("Content-Type", "application/json");
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<String> response = send(request);
        // A status of success is its resource's to choose.
        assertThat(response.statusCode() < 300 ? 200 : response.statusCode())
                .as(path + ": " + response.body())
                .isEqualTo(status);
    }

    private static HttpResponse<String> get(String url) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(url)));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
