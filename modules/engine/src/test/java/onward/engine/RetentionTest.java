package onward.engine;

import static onward.engine.Workshop.PROJECT;
import static onward.engine.Workshop.await;
import static onward.engine.Workshop.event;
import static onward.engine.Workshop.mail;
import static onward.engine.Workshop.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import onward.store.page.Forecast;
import onward.store.page.SelfCheck;
import onward.store.table.Retention;
import onward.store.table.Retention.Sort;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a policy lets go, and what it never touches. */
final class RetentionTest {
    private static final String ADA = "ada@example.com";
    private static final String BOB = "bob@example.com";
    private static final int BATCH = 2;

    private final Workshop workshop = new Workshop();
    private final RetentionPass pass = new RetentionPass(workshop.store);

    @BeforeEach
    void automate() {
        workshop.publish("welcome", "Hello", "<p>Welcome</p>");
        workshop.enable("user.created", mail("greet", "welcome"));
        workshop.enable("order.placed", waiting("paid", "order.paid", "timeout", "25 days"));
    }

    @AfterEach
    void close() {
        workshop.close();
    }

    private void happened(String name, String email) {
        workshop.clock.pass(Duration.ofSeconds(1));
        workshop.send(event(name, email));
        workshop.match();
    }

    private void keep(Map<Sort, Integer> days) {
        await(workshop.store.transaction(tx -> Retention.put(tx, PROJECT, days, workshop.clock.now())));
    }

    /** One round, in batches of {@link #BATCH}; how many batches it took. */
    private int sweep() {
        int batches = 0;
        do {
            assertThat(await(pass.once(BATCH, workshop.clock.now()))).isLessThanOrEqualTo(BATCH);
            batches++;
        } while (!pass.isBetweenRounds());
        return batches;
    }

    @Test
    void a_run_that_ended_goes_with_its_steps_and_its_event_and_one_that_lives_stays_with_all_it_may_look_back_to() {
        happened("user.created", ADA);
        workshop.deliver();
        happened("page.seen", BOB);
        happened("order.placed", BOB);
        workshop.clock.pass(Duration.ofDays(20));
        happened("user.created", "eve@example.com");
        workshop.deliver();
        keep(Map.of(Sort.RUNS, 10, Sort.EVENTS, 10));

        sweep();

        assertThat(workshop.rows("select status from run order by id"))
                .extracting(row -> row.getString("status"))
                .containsExactly("running", "completed");
        assertThat(workshop.count("trail", "run_id not in (select id from run)"))
                .isZero();
        assertThat(workshop.rows("select name || ' ' || email as words from event order by id"))
                .extracting(row -> row.getString("words"))
                .containsExactly("page.seen " + BOB, "order.placed " + BOB, "user.created eve@example.com");
        assertThat(workshop.count("envelope", "true")).as("mails stay").isEqualTo(2);
        assertThat(await(SelfCheck.run(workshop.store.client(), workshop.clock.now(), Instant.EPOCH)))
                .allMatch(SelfCheck.Result::isWell);

        workshop.clock.pass(Duration.ofDays(15));
        workshop.resume();
        assertThat(workshop.rows("select status from run order by id").get(0).getString("status"))
                .isEqualTo("completed");
        workshop.clock.pass(Duration.ofDays(15));
        sweep();
        assertThat(workshop.count("run", "true")).isZero();
        sweep();
        assertThat(workshop.count("event", "true")).isZero();
    }

    @Test
    void a_mail_that_is_not_out_keeps_its_content_and_its_run() {
        happened("user.created", ADA);
        workshop.deliver();
        happened("user.created", BOB);
        workshop.clock.pass(Duration.ofDays(3));
        keep(Map.of(Sort.RUNS, 1, Sort.MAIL_CONTENT, 1));

        sweep();

        assertThat(workshop.rows("select recipients[1] as to, html, subject, last_event from envelope order by id"))
                .extracting(row -> row.getString("to") + " " + row.getString("html") + " " + row.getString("subject")
                        + " " + row.getString("last_event"))
                .containsExactly(ADA + " null Hello sent", BOB + " <p>Welcome</p> Hello queued");
        assertThat(workshop.count("run", "true")).isEqualTo(1);
    }

    @Test
    void a_round_goes_through_many_rows_in_small_batches() {
        for (int i = 0; i < 7; i++) {
            happened("user.created", "ada" + i + "@example.com");
        }
        workshop.deliver();
        workshop.clock.pass(Duration.ofDays(10));
        keep(Map.of(Sort.RUNS, 1, Sort.EVENTS, 1));

        int batches = sweep();

        assertThat(batches).isGreaterThanOrEqualTo(8);
        assertThat(workshop.count("run", "true")).isZero();
        assertThat(workshop.count("event", "true")).isZero();
        assertThat(workshop.count("metric_delta", "true"))
                .as("what was counted stays")
                .isPositive();
    }

    @Test
    void what_nobody_looked_at_stays_and_so_does_everything_without_a_policy() {
        workshop.send(event("user.created", ADA));
        workshop.clock.pass(Duration.ofDays(1_000));

        assertThat(sweep()).isEqualTo(1);
        keep(Map.of(Sort.EVENTS, 1));
        sweep();

        assertThat(workshop.count("event", "true")).isEqualTo(1);
        workshop.match();
        assertThat(workshop.count("run", "true")).isEqualTo(1);
    }

    @Test
    void while_another_node_sweeps_nothing_is_done() {
        happened("user.created", ADA);
        workshop.deliver();
        workshop.clock.pass(Duration.ofDays(10));
        keep(Map.of(Sort.RUNS, 1));
        var rule = new Retention.Rule(PROJECT, Sort.RUNS, 1);

        var swept = await(workshop.store.transaction(one -> Retention.sweep(
                        one, rule, Retention.BEGINNING, workshop.clock.now().minus(Duration.ofDays(20)), BATCH)
                .compose(held -> workshop.store.transaction(
                        other -> Retention.sweep(other, rule, Retention.BEGINNING, workshop.clock.now(), BATCH)))));

        assertThat(swept.removed()).isZero();
        assertThat(workshop.count("run", "true")).isEqualTo(1);
    }

    @Test
    void a_forecast_says_what_came_in_a_day_and_what_becomes_of_it() {
        for (int i = 0; i < 5; i++) {
            happened("user.created", "ada" + i + "@example.com");
        }
        workshop.rows("analyze event");

        var events = await(Forecast.of(workshop.store.client(), workshop.clock.now()))
                .get(Sort.EVENTS);

        assertThat(events.rows()).isEqualTo(5);
        assertThat(events.rowsPerDay()).isEqualTo(5);
        assertThat(events.bytes()).isPositive();
        assertThat(events.bytesAfter(30)).isEqualTo(30 * events.bytes());
        workshop.clock.pass(Duration.ofDays(2));
        assertThat(await(Forecast.of(workshop.store.client(), workshop.clock.now()))
                        .get(Sort.EVENTS)
                        .rowsPerDay())
                .isZero();
    }
}
