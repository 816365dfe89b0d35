package onward.api;

import static onward.api.NativeServer.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import onward.store.TestDatabase;
import onward.store.table.Metrics;
import onward.store.table.Metrics.Delta;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code GET /automations/:id/metrics} on a real server; what is counted is tried with the engine. */
class MetricsResourceTest {
    private static final Instant DAY = Instant.parse("2026-10-01T00:00:00Z");
    private static NativeServer server;
    private static UUID automation;

    @BeforeAll
    static void open() {
        server = new NativeServer();
        automation = new StoredRuns(server).automation;
        count(DAY.plusSeconds(3_600), "", "started", 7, 0);
        count(DAY.plusSeconds(3_700), "", "completed", 4, 0);
        count(DAY.plusSeconds(7_300), "", "failed", 1, 0);
        count(DAY.plusSeconds(7_300), "wait", "entered", 7, 0);
        count(DAY.plusSeconds(7_300), "wait", "completed", 4, 10);
        count(DAY.plusSeconds(7_300), "hello", "email.sent", 3, 0);
        await(Metrics.fold(server.store.client(), 3));
        count(DAY.plusSeconds(86_400), "", "started", 2, 0);
    }

    private static void count(Instant at, String step, String metric, long count, double seconds) {
        var delta = new Delta(TestDatabase.PROJECT, automation, step, metric, count, seconds);
        await(Metrics.add(server.store.client(), List.of(delta), at));
    }

    @AfterAll
    static void close() {
        server.close();
    }

    private static NativeServer.Reply metrics(String query) {
        return server.get("/automations/" + automation + "/metrics" + query);
    }

    @Test
    void a_day_comes_by_the_hour_with_sums_steps_and_mails() {
        var reply = metrics("?since=2026-10-01T00:30:00Z&until=2026-10-01T02:30:00Z");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body())
                .containsEntry("object", "automation_metrics")
                .containsEntry("interval", "hour")
                .containsEntry("since", "2026-10-01 00:00:00+00")
                .containsEntry("until", "2026-10-01 03:00:00+00")
                .containsEntry(
                        "runs", Map.of("started", 7L, "completed", 4L, "failed", 1L, "cancelled", 0L, "retried", 0L));
        assertThat(reply.body().get("emails").toString()).contains("sent=3", "opened=0");
        assertThat(reply.items("steps").toString())
                .contains("key=wait, entered=7, completed=4, failed=0, skipped=0, average_seconds=2.5");
        assertThat(reply.items("series")).hasSize(3);
        assertThat(reply.items("series").get(1).toString())
                .contains("at=2026-10-01 01:00:00+00, started=7, completed=4, failed=0");
    }

    @Test
    void a_week_comes_by_the_day() {
        var reply = metrics("?since=2026-09-30T12:00:00Z&until=2026-10-03T00:00:00Z");

        assertThat(reply.body()).containsEntry("interval", "day");
        assertThat(reply.items("series")).hasSize(3);
        assertThat(reply.items("series").get(2).toString()).contains("at=2026-10-02 00:00:00+00, started=2");
    }

    @Test
    void without_a_range_it_is_the_last_seven_days() {
        assertThat(metrics("").items("series")).hasSizeBetween(7, 8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "?interval=minute | 422 | hour or day",
                "?since=yesterday | 422 | RFC 3339",
                "?since=2026-10-02T00:00:00Z&until=2026-10-01T00:00:00Z | 422 | before `until`",
                "?since=0001-01-01T00:00:00Z | 422 | at most 750 intervals",
                "?since=2026-01-01T00:00:00Z&until=2026-10-01T00:00:00Z&interval=hour | 422 | by the day",
            })
    void what_cannot_be_a_range_is_refused(String query, int status, String words) {
        var reply = metrics(query);

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.text("message")).contains(words);
    }

    @Test
    void an_automation_that_is_not_there_is_not_found() {
        assertThat(server.get("/automations/" + UUID.randomUUID() + "/metrics").status())
                .isEqualTo(404);
    }
}
