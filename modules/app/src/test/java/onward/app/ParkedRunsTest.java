package onward.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import onward.app.config.Config;
import onward.flow.fact.Durations;
import onward.store.TestDatabase;
import onward.store.json.JsonReader;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Parks 100,000 runs, ends half of them by an event and half by their timeout, and prints how late timeouts acted and
 * what the parked runs cost the server in memory. It takes about ten minutes and is run by hand:
 *
 * <pre>mvn -pl modules/app -am test -Dtest=ParkedRunsTest -Dtests.left-out= -Dsurefire.failIfNoSpecifiedTests=false</pre>
 */
@Tag("by-hand")
class ParkedRunsTest {
    private static final int RUNS = Integer.getInteger("onward.parked-runs", 100_000);
    private static final int PROBES = 300;
    private static final int AT_ONCE = 64;
    private static final String KEY = "re_parked_runs_test_0000001";
    private static final String TIMEOUT = System.getProperty("onward.parked-timeout", "6 minutes");
    private static final Duration PATIENCE = Duration.ofMinutes(20);

    private final HttpClient client = HttpClient.newHttpClient();
    private final String database = TestDatabase.fresh();
    private Server server;

    @Test
    void parked_runs_end_in_time_and_cost_no_memory(@TempDir Path data) throws Exception {
        server = Server.start(Config.read(
                List.of("--port=0", "--data=" + data, "--api-key", KEY), Map.of("ONWARD_DATABASE_URL", database)));
        try {
            enable("parked", TIMEOUT);
            enable("probe", "2 seconds");
            sendAll("warm.up", 2_000);
            long before = heapMebibytes();

            long begun = System.nanoTime();
            sendAll("parked.started", RUNS);
            until(
                    "select count(*) from run r join open_wait w on w.run_id = r.id where w.event_name = 'parked.ended'",
                    RUNS);
            say("parked %,d runs in %.1f s", RUNS, seconds(begun));
            long after = heapMebibytes();
            say("heap in use after a collection: %d MiB before, %d MiB with %,d runs parked", before, after, RUNS);
            say("database: %.0f bytes a parked run", bytesPerRun());

            sendAll("probe.started", PROBES);
            until(
                    "select count(*) from trail where step_key = 'wait' and output ->> 'event_name' = 'probe.ended'",
                    PROBES);
            lateness("at idle, " + PROBES + " timeouts beside the parked runs", "probe.ended");

            begun = System.nanoTime();
            sendAll("parked.ended", RUNS / 2);
            until(
                    "select count(*) from trail where step_key = 'wait' and output ->> 'outcome' = 'event_received'",
                    RUNS / 2);
            say("ended %,d by an event in %.1f s", RUNS / 2, seconds(begun));
            until("select count(*) from run where status = 'running'", 0);
            lateness("the other half, each at its own instant", "parked.ended");

            assertThat(
                            number(
                                    "select count(*) from trail where step_key = 'wait' and output ->> 'outcome' = 'event_received'"))
                    .isEqualTo(RUNS / 2);
            assertThat(number("select count(*) from run where status = 'completed'"))
                    .isEqualTo(RUNS + PROBES);
            assertThat(number("select count(*) from open_wait")).isZero();
            assertThat(
                            number(
                                    "select count(*) from trail t join run r on r.id = t.run_id where t.step_key = 'wait'"
                                            + " and t.output ->> 'outcome' = 'timeout' and t.completed_at < t.started_at + interval '2 seconds'"))
                    .isZero();
            assertThat(after - before).as("MiB that the parked runs cost").isLessThan(RUNS / 1_000);
        } finally {
            server.close();
        }
    }

    private static void say(String format, Object... values) {
        System.out.println("parked runs: " + String.format(format, values));
    }

    private static double seconds(long sinceNanos) {
        return (System.nanoTime() - sinceNanos) / 1e9;
    }

    private static long heapMebibytes() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) >> 20;
    }

    private void enable(String name, String timeout) throws Exception {
        String body = """
                {"name":"%1$s","status":"enabled","steps":[
                 {"key":"start","type":"trigger","config":{"event_name":"%1$s.started"}},
                 {"key":"wait","type":"wait_for_event","config":{"event_name":"%1$s.ended","timeout":"%2$s"}}],
                 "connections":[{"from":"start","to":"wait"}]}""".formatted(name, timeout);
        var response = client.send(request("/automations", body), HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        assertThat(JsonReader.read(response.body())).isInstanceOf(Map.class);
    }

    /** One event a person, {@link #AT_ONCE} under way; progress is told. */
    private void sendAll(String event, int count) throws InterruptedException {
        var room = new Semaphore(AT_ONCE);
        var refused = new AtomicInteger();
        for (int i = 0; i < count; i++) {
            room.acquire();
            String body = "{\"event\":\"" + event + "\",\"email\":\"person" + i + "@example.com\"}";
            client.sendAsync(request("/events/send", body), HttpResponse.BodyHandlers.discarding())
                    .whenComplete((response, fault) -> {
                        room.release();
                        if (fault != null || response.statusCode() != 202) {
                            refused.incrementAndGet();
                        }
                    });
            if (i % 20_000 == 19_999) {
                say("%,d of %,d %s sent", i + 1, count, event);
            }
        }
        room.acquire(AT_ONCE);
        assertThat(refused.get()).isZero();
    }

    private HttpRequest request(String path, String body) {
        return HttpRequest.newBuilder(URI.create(server.url() + path))
                .header("Authorization", "Bearer " + KEY)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private void until(String count, long wanted) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (number(count) != wanted) {
            assertThat(System.nanoTime()).as(count + " to become " + wanted).isLessThan(deadline);
            new CompletableFuture<Void>()
                    .completeOnTimeout(null, 1, TimeUnit.SECONDS)
                    .get();
        }
    }

    private long number(String sql) throws Exception {
        return Long.parseLong(row(sql).get(0));
    }

    private double bytesPerRun() throws Exception {
        return (double) number("select sum(pg_total_relation_size(t::regclass)) from unnest("
                        + "array['run', 'trail', 'open_wait']) as t")
                / RUNS;
    }

    private void lateness(String which, String event) throws Exception {
        var millis = row("select round(1000 * percentile_cont(0.5) within group (order by late)), "
                + "round(1000 * percentile_cont(0.99) within group (order by late)), round(1000 * max(late)), "
                + "round(1000 * min(late)) from (select extract(epoch from t.completed_at - t.started_at) - "
                + (event.startsWith("probe")
                        ? "2"
                        : String.valueOf(Durations.read(TIMEOUT).value().toSeconds()))
                + " as late from trail t where t.step_key = 'wait' and t.output ->> 'outcome' = 'timeout' "
                + "and t.output ->> 'event_name' = '" + event + "') as l");
        say(
                "%s: late by p50 %s ms, p99 %s ms, max %s ms (least %s ms)",
                which, millis.get(0), millis.get(1), millis.get(2), millis.get(3));
        assertThat(Double.parseDouble(millis.get(3))).as("none is early").isGreaterThanOrEqualTo(0);
        assertThat(Double.parseDouble(millis.get(1))).as("p99 of the lateness").isLessThan(1_000);
    }

    private List<String> row(String sql) throws Exception {
        URI uri = URI.create(database);
        String[] login = uri.getUserInfo().split(":", 2);
        String jdbc = "jdbc:postgresql://" + uri.getHost() + ":" + uri.getPort() + uri.getPath();
        try (var connection = DriverManager.getConnection(jdbc, login[0], login[1]);
                var rows = connection.createStatement().executeQuery(sql)) {
            rows.next();
            var columns = new ArrayList<String>();
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                columns.add(rows.getString(i));
            }
            return columns;
        }
    }
}
