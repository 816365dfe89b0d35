package onward.engine;

import static onward.engine.Workshop.PROJECT;
import static onward.engine.Workshop.await;
import static onward.engine.Workshop.delay;
import static onward.engine.Workshop.event;
import static onward.engine.Workshop.mail;
import static onward.engine.Workshop.step;
import static onward.engine.Workshop.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import onward.flow.message.MailEvent;
import onward.store.page.MetricSeries;
import onward.store.page.MetricSeries.Interval;
import onward.store.page.MetricSeries.Range;
import onward.store.table.Metrics;
import onward.store.table.Outbox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What passes and couriers count while they work, held against the rows that they write. */
final class MetricsTest {
    private final Workshop workshop = new Workshop();

    @AfterEach
    void close() {
        workshop.close();
    }

    private MetricSeries series(UUID automationId) {
        Instant now = workshop.clock.now();
        return await(MetricSeries.ofAutomation(
                workshop.store.client(),
                PROJECT,
                automationId,
                Range.covering(now.minus(Duration.ofHours(12)), now.plusSeconds(1), Interval.HOUR)));
    }

    private void assertThatRowsSayTheSame(MetricSeries series) {
        assertThat(series.runs("started")).isEqualTo(workshop.count("run", "true"));
        for (String status : List.of("completed", "failed", "cancelled")) {
            assertThat(series.runs(status)).as(status).isEqualTo(workshop.count("run", "status = '" + status + "'"));
        }
        for (String key : series.stepKeys()) {
            String of = "step_key = '" + key + "'";
            assertThat(series.step(key, "entered")).as(key).isEqualTo(workshop.count("trail", of));
            for (String status : List.of("completed", "failed", "skipped")) {
                assertThat(series.step(key, status))
                        .as(key + " " + status)
                        .isEqualTo(workshop.count("trail", of + " and status = '" + status + "'"));
            }
        }
        assertThat(series.emails("queued")).isEqualTo(workshop.count("envelope", "true"));
        assertThat(series.emails("sent")).isEqualTo(workshop.count("envelope", "state = 'sent'"));
    }

    @Test
    void runs_that_complete_wait_and_fail_are_counted_by_step() {
        workshop.publish("hello", "Hello", "<p>Hello</p>");
        UUID automation = workshop.enableGraph(
                "signed.up",
                List.of(
                        mail("hello", "hello"),
                        waiting("wait", "paid"),
                        delay("pause", "1 minute"),
                        mail("late", "nowhere"),
                        step("stay", "contact_update", Map.of("last_name", "Lovelace"))),
                List.of("start-hello", "hello-wait", "wait-stay:event_received", "wait-pause:timeout", "pause-late"));
        for (int n = 0; n < 5; n++) {
            workshop.send(event("signed.up", "p" + n + "@example.com"));
        }
        workshop.match();
        workshop.deliver();
        assertThatRowsSayTheSame(series(automation));
        assertThat(series(automation).step("wait", "entered")).isEqualTo(5);

        workshop.clock.pass(Duration.ofMinutes(10));
        workshop.send(event("paid", "p1@example.com"), event("paid", "p3@example.com"));
        workshop.match();
        workshop.resume();
        workshop.clock.pass(Duration.ofMinutes(50));
        workshop.resume();
        workshop.clock.pass(Duration.ofMinutes(1));
        workshop.resume();

        MetricSeries after = series(automation);
        assertThatRowsSayTheSame(after);
        assertThat(after.runs("completed")).isEqualTo(2);
        assertThat(after.runs("failed")).isEqualTo(3);
        assertThat(after.averageSeconds("wait")).isEqualTo((2 * 600 + 3 * 3_600) / 5.0);
        assertThat(after.averageSeconds("pause")).isEqualTo(60.0);
        assertThat(after.averageSeconds("hello")).isZero();
    }

    @Test
    void adding_up_changes_nothing_that_can_be_read() {
        UUID automation = workshop.enable("signed.up", delay("pause", "1 hour"));
        workshop.send(event("signed.up", "ada@example.com"));
        workshop.match();
        workshop.clock.pass(Duration.ofHours(1));
        workshop.send(event("signed.up", "grace@example.com"));
        workshop.match();
        workshop.resume();
        var before = series(automation).runsByInterval();

        int rows = await(Metrics.fold(workshop.store.client(), 3));
        await(Metrics.fold(workshop.store.client(), 1_000));

        assertThat(rows).isEqualTo(3);
        assertThat(workshop.count("metric_delta", "true")).isZero();
        assertThat(series(automation).runsByInterval()).isEqualTo(before);
        assertThatRowsSayTheSame(series(automation));
        assertThat(before.values().stream().filter(hour -> !hour.isEmpty())).hasSize(2);
    }

    @Test
    void a_mail_counts_once_for_every_step_further() {
        workshop.publish("hello", "Hello", "<p>Hello</p>");
        UUID automation = workshop.enable("signed.up", mail("hello", "hello"));
        workshop.send(event("signed.up", "ada@example.com"));
        workshop.match();
        workshop.deliver();
        UUID id = workshop.rows("select id from envelope").get(0).getUUID("id");

        tell(id, "delivered");
        tell(id, "opened");
        tell(id, "opened");
        tell(id, "delivered");

        MetricSeries series = series(automation);
        assertThat(List.of(
                        series.emails("queued"),
                        series.emails("sent"),
                        series.emails("delivered"),
                        series.emails("opened"),
                        series.emails("clicked")))
                .containsExactly(1L, 1L, 1L, 1L, 0L);
    }

    private void tell(UUID id, String kind) {
        Instant now = workshop.clock.now();
        Optional<Outbox.Told> told = await(workshop.store.transaction(
                tx -> Outbox.tell(tx, PROJECT, id, MailEvent.of(kind), now, now, workshop.ids)));
        assertThat(told).isPresent();
    }

    @Test
    void old_hours_are_forgotten() {
        UUID automation = workshop.enable("signed.up", delay("pause", "1 hour"));
        workshop.send(event("signed.up", "ada@example.com"));
        workshop.match();
        await(Metrics.fold(workshop.store.client(), 1_000));
        Instant hour = Interval.HOUR.floor(workshop.clock.now());

        assertThat(await(Metrics.forget(workshop.store.client(), hour, 1_000))).isZero();
        assertThat(series(automation).runs("started")).isEqualTo(1);
        assertThat(await(Metrics.forget(workshop.store.client(), hour.plusSeconds(1), 1_000)))
                .isPositive();
        assertThat(series(automation).runs("started")).isZero();
    }
}
