package onward.engine;

import static onward.engine.Workshop.await;
import static onward.engine.Workshop.delay;
import static onward.engine.Workshop.event;
import static onward.engine.Workshop.mail;
import static onward.engine.Workshop.rule;
import static onward.engine.Workshop.step;
import static onward.engine.Workshop.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import onward.bus.NewEvent;
import onward.store.table.Automations;
import onward.store.table.Contacts;
import onward.store.table.Matching;
import onward.store.table.Signals;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Waits on a real database, with the clock moved by hand. */
final class WaitTest {
    private static final String ADA = "ada@example.com";

    private final Workshop workshop = new Workshop();

    @AfterEach
    void close() {
        workshop.close();
    }

    private void pass(Duration time) {
        workshop.clock.pass(time);
    }

    private void second() {
        pass(Duration.ofSeconds(1));
    }

    /** The events come, and the server gets round to them at once. */
    private void hear(NewEvent... events) {
        workshop.send(events);
        workshop.match();
        workshop.resume();
    }

    private void trialStarted() {
        workshop.enableGraph(
                "trial.started",
                List.of(waiting("wait", "trial.paid"), delay("paid", "1 hour"), delay("late", "1 hour")),
                List.of("start-wait", "wait-paid:event_received", "wait-late:timeout"));
        workshop.send(event("trial.started", ADA));
        workshop.match();
    }

    @Test
    void an_event_ends_the_wait_and_its_payload_is_known() {
        trialStarted();
        second();

        hear(event("trial.paid", "ADA@example.com", Map.of("amount", 12L)));

        assertThat(workshop.steps()).containsExactly("start completed", "wait completed", "paid waiting");
        assertThat(workshop.output("wait", "outcome")).isEqualTo("event_received");
        assertThat(workshop.output("wait", "payload")).contains("12");
        assertThat(workshop.count("open_wait", "true")).isZero();
        assertThat(workshop.count("signal", "true")).isZero();
    }

    @Test
    void an_event_of_somebody_else_or_of_another_name_changes_nothing() {
        trialStarted();
        second();

        hear(event("trial.paid", "bob@example.com"), event("trial.extended", ADA));

        assertThat(workshop.steps()).containsExactly("start completed", "wait waiting");
        assertThat(workshop.count("contact", "true")).isEqualTo(1);
    }

    @Test
    void an_event_before_the_run_began_is_past() {
        workshop.send(event("trial.paid", ADA));
        workshop.match();
        second();

        trialStarted();
        workshop.resume();

        assertThat(workshop.steps()).containsExactly("start completed", "wait waiting");
    }

    @Test
    void an_event_that_came_while_the_server_was_late_counts() {
        workshop.enableGraph(
                "trial.started",
                List.of(waiting("wait", "trial.paid"), delay("paid", "1 hour")),
                List.of("start-wait", "wait-paid:event_received"));
        workshop.send(event("trial.started", ADA));
        second();
        workshop.send(event("trial.paid", ADA));
        pass(Duration.ofMinutes(10));

        workshop.match();

        assertThat(workshop.steps()).containsExactly("start completed", "wait completed", "paid waiting");
    }

    @Test
    void an_event_between_the_end_of_a_delay_and_a_late_server_counts() {
        workshop.enableGraph(
                "trial.started",
                List.of(delay("pause", "1 minute"), waiting("wait", "trial.paid"), delay("paid", "1 hour")),
                List.of("start-pause", "pause-wait", "wait-paid:event_received"));
        workshop.send(event("trial.started", ADA));
        workshop.match();
        pass(Duration.ofSeconds(59));
        workshop.send(event("trial.paid", ADA));
        workshop.match();
        pass(Duration.ofSeconds(2));
        assertThat(workshop.count("chk_event", "name = 'trial.paid' and matched"))
                .isEqualTo(1);
        workshop.send(event("trial.paid", ADA, Map.of("second", true)));
        workshop.match();
        pass(Duration.ofMinutes(5));

        workshop.resume();

        assertThat(workshop.steps())
                .containsExactly("start completed", "pause completed", "wait completed", "paid waiting");
        assertThat(workshop.output("wait", "payload")).contains("second");
    }

    @Test
    void a_timeout_acts_when_it_is_due_and_no_sooner() {
        trialStarted();

        pass(Duration.ofHours(1).minusMillis(1));
        assertThat(workshop.resume()).isZero();
        pass(Duration.ofMillis(1));
        workshop.resume();

        assertThat(workshop.steps()).containsExactly("start completed", "wait completed", "late waiting");
        assertThat(workshop.output("wait", "outcome")).isEqualTo("timeout");
        assertThat(workshop.count("open_wait", "true")).isZero();
    }

    @Test
    void an_event_in_time_wins_though_the_server_looks_at_the_timeout_first() {
        trialStarted();
        pass(Duration.ofHours(1).minusMillis(1));
        workshop.send(event("trial.paid", ADA));
        pass(Duration.ofMinutes(1));

        workshop.resume();
        workshop.match();
        workshop.resume();

        assertThat(workshop.steps()).containsExactly("start completed", "wait completed", "paid waiting");
        assertThat(workshop.count("signal", "true")).isZero();
    }

    @Test
    void an_event_at_the_instant_of_the_timeout_is_late_whoever_looks_first() {
        trialStarted();
        pass(Duration.ofHours(1));
        workshop.send(event("trial.paid", ADA));

        workshop.match();
        workshop.resume();

        assertThat(workshop.steps()).containsExactly("start completed", "wait completed", "late waiting");
    }

    @Test
    void an_event_after_the_timeout_reopens_nothing() {
        trialStarted();
        pass(Duration.ofHours(1));
        workshop.resume();
        second();

        hear(event("trial.paid", ADA));

        assertThat(workshop.steps()).containsExactly("start completed", "wait completed", "late waiting");
        assertThat(workshop.output("wait", "outcome")).isEqualTo("timeout");
    }

    @Test
    void of_two_events_the_first_ends_the_wait_and_the_second_leaves_a_note() {
        trialStarted();
        second();
        workshop.send(event("trial.paid", ADA, Map.of("which", "first")));
        second();
        workshop.send(event("trial.paid", ADA, Map.of("which", "second")));

        workshop.match();
        workshop.resume();

        assertThat(workshop.output("wait", "payload")).contains("first");
        assertThat(workshop.rows("select notes::text as notes from trail where step_key = 'wait'")
                        .get(0)
                        .getString("notes"))
                .contains("late_event");
        assertThat(workshop.count("signal", "true")).isZero();
    }

    @Test
    void one_event_wakes_every_run_that_waits_for_it() {
        trialStarted();
        workshop.send(event("trial.started", ADA));
        workshop.match();
        second();

        hear(event("trial.paid", ADA));

        assertThat(workshop.count("trail", "step_key = 'wait' and status = 'completed'"))
                .isEqualTo(2);
    }

    @Test
    void an_event_that_does_not_fit_leaves_the_run_waiting() {
        workshop.enableGraph(
                "trial.started",
                List.of(waiting("wait", "trial.paid", "filter_rule", rule("event.amount", "gte", 10L))),
                List.of("start-wait"));
        workshop.send(event("trial.started", ADA));
        workshop.match();
        second();

        hear(event("trial.paid", ADA, Map.of("amount", 9L)), event("trial.paid", ADA, Map.of("other", 1L)));
        assertThat(workshop.steps()).containsExactly("start completed", "wait waiting");
        hear(event("trial.paid", ADA, Map.of("amount", 10L)));

        assertThat(workshop.steps()).containsExactly("start completed", "wait completed");
        assertThat(workshop.status()).isEqualTo("completed");
    }

    @Test
    void a_wait_without_timeout_waits_without_end() {
        workshop.enableGraph(
                "trial.started",
                List.of(step("wait", "wait_for_event", Map.of("event_name", "trial.paid"))),
                List.of("start-wait"));
        workshop.send(event("trial.started", ADA));
        workshop.match();

        pass(Duration.ofDays(4_000));
        assertThat(workshop.resume()).isZero();
        hear(event("trial.paid", ADA));

        assertThat(workshop.status()).isEqualTo("completed");
    }

    @Test
    void orders_are_told_apart_by_their_id() {
        workshop.enableGraph(
                "order.placed",
                List.of(waiting(
                        "wait",
                        "order.paid",
                        "correlation",
                        Map.of("field", "event.order_id", "equals", "event.order_id"))),
                List.of("start-wait"));
        workshop.send(event("order.placed", ADA, Map.of("order_id", "A-1")));
        workshop.send(event("order.placed", ADA, Map.of("order_id", "A-2")));
        workshop.match();
        second();

        hear(event("order.paid", ADA, Map.of("order_id", "A-2")));

        assertThat(workshop.rows(
                                "select e.payload ->> 'order_id' as id from run r join event e on e.id = r.event_id where r.status = 'completed'")
                        .get(0)
                        .getString("id"))
                .isEqualTo("A-2");
        assertThat(workshop.count("run", "status = 'running'")).isEqualTo(1);
        assertThat(workshop.count("open_wait", "true")).isEqualTo(1);
    }

    @Test
    void a_wait_may_look_back_to_the_start_of_the_run() {
        workshop.enableGraph(
                "trial.started",
                List.of(delay("pause", "1 minute"), waiting("wait", "trial.paid", "look_back", "run_start")),
                List.of("start-pause", "pause-wait"));
        workshop.send(event("trial.started", ADA));
        workshop.match();
        second();
        workshop.send(event("trial.paid", ADA));
        workshop.match();

        pass(Duration.ofMinutes(1));
        workshop.resume();

        assertThat(workshop.status()).isEqualTo("completed");
        assertThat(workshop.output("wait", "outcome")).isEqualTo("event_received");
    }

    @Test
    void the_first_of_several_events_decides_the_branch() {
        var events = List.of("order.paid", Map.of("event_name", "order.cancelled", "branch", "gone"));
        workshop.enableGraph(
                "order.placed",
                List.of(
                        step("wait", "wait_for_event", Map.of("events", events, "timeout", "1 day")),
                        delay("thank", "1 hour"),
                        delay("regret", "1 hour")),
                List.of("start-wait", "wait-thank:order.paid", "wait-regret:gone"));
        workshop.send(event("order.placed", ADA));
        workshop.match();
        second();

        hear(event("order.cancelled", ADA));

        assertThat(workshop.steps()).containsExactly("start completed", "wait completed", "regret waiting");
        assertThat(workshop.count("open_wait", "true")).isZero();
    }

    @Test
    void one_event_ends_one_of_two_waits_in_a_row() {
        workshop.enableGraph(
                "trial.started",
                List.of(waiting("first", "ping"), waiting("second", "ping")),
                List.of("start-first", "first-second:event_received"));
        workshop.send(event("trial.started", ADA));
        workshop.match();
        second();
        hear(event("ping", ADA));

        assertThat(workshop.steps()).containsExactly("start completed", "first completed", "second waiting");
        second();
        hear(event("ping", ADA));

        assertThat(workshop.status()).isEqualTo("completed");
    }

    @Test
    void two_events_at_once_end_two_waits_in_a_row() {
        workshop.enableGraph(
                "trial.started",
                List.of(waiting("first", "ping"), waiting("second", "ping")),
                List.of("start-first", "first-second:event_received"));
        workshop.send(event("trial.started", ADA));
        workshop.match();
        second();
        workshop.send(event("ping", ADA, Map.of("n", 1L)));
        second();
        hear(event("ping", ADA, Map.of("n", 2L)));

        assertThat(workshop.status()).isEqualTo("completed");
        assertThat(workshop.output("second", "payload")).contains("2");
    }

    @Test
    void a_wait_of_a_deleted_contact_ends_and_the_rest_is_skipped() {
        trialStarted();
        var ada = List.of(new Matching.Ref(
                Workshop.PROJECT, workshop.rows("select id from contact").get(0).getUUID("id")));

        await(workshop.store.transaction(tx -> Contacts.delete(tx, ada)
                .compose(done -> Signals.contactsDeleted(tx, ada, List.of(), workshop.clock.now()))));
        workshop.resume();

        assertThat(workshop.steps()).containsExactly("start completed", "wait skipped");
        assertThat(workshop.status()).isEqualTo("completed");
        assertThat(workshop.count("open_wait", "true")).isZero();
    }

    @Test
    void the_system_tells_what_became_of_a_mail_of_the_run() {
        workshop.publish("hello", "Hello", "<p>Hi</p>");
        workshop.enableGraph(
                "user.created",
                List.of(mail("mail", "hello"), waiting("wait", "resend:email.sent")),
                List.of("start-mail", "mail-wait"));
        workshop.send(event("user.created", ADA));
        workshop.match();
        second();

        workshop.deliver();
        workshop.match();
        workshop.resume();

        assertThat(workshop.steps()).containsExactly("start completed", "mail completed", "wait completed");
        assertThat(workshop.output("wait", "event_name")).isEqualTo("resend:email.sent");
    }

    @Test
    void an_automation_that_its_own_mails_start_stops_after_a_few_hops() {
        workshop.publish("hello", "Hello", "<p>Hi</p>");
        workshop.enableGraph("user.created", List.of(mail("mail", "hello")), List.of("start-mail"));
        workshop.enableGraph("resend:email.sent", List.of(mail("mail", "hello")), List.of("start-mail"));
        workshop.send(event("user.created", ADA));

        for (int round = 0; round < 20; round++) {
            workshop.match();
            second();
            workshop.deliver();
        }

        assertThat(workshop.count("run", "status = 'failed'")).isEqualTo(1);
        assertThat(workshop.rows("select reason ->> 'name' as name from run where status = 'failed'")
                        .get(0)
                        .getString("name"))
                .isEqualTo("loop_guard");
        assertThat(workshop.count("envelope", "true")).isEqualTo(11);
    }

    @Test
    void the_runs_of_a_deleted_automation_listen_for_nothing_more() {
        var automation = workshop.enableGraph(
                "trial.started",
                List.of(waiting("wait", "trial.paid")),
                List.of("start-wait"),
                "exit",
                Map.of("events", List.of("trial.cancelled")));
        workshop.send(event("trial.started", ADA));
        workshop.match();
        second();
        workshop.send(event("trial.paid", ADA));
        workshop.match();
        assertThat(workshop.count("signal", "true")).isEqualTo(1);

        await(workshop.store.transaction(tx -> Automations.lock(tx, Workshop.PROJECT, automation)
                .compose(found -> Automations.delete(tx, Workshop.PROJECT, automation, workshop.clock.now()))));
        workshop.resume();

        assertThat(workshop.status()).isEqualTo("cancelled");
        assertThat(workshop.rows("select reason ->> 'name' as name from run")
                        .get(0)
                        .getString("name"))
                .isEqualTo("automation_deleted");
        assertThat(workshop.count("open_wait", "true")).isZero();
        assertThat(workshop.count("signal", "true")).isZero();
    }
}
