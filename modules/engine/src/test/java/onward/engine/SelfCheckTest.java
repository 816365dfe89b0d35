package onward.engine;

import static onward.engine.Workshop.await;
import static onward.engine.Workshop.delay;
import static onward.engine.Workshop.event;
import static onward.engine.Workshop.mail;
import static onward.engine.Workshop.waiting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import onward.store.page.SelfCheck;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A database at work is found well; each fault that is planted is found by the question that asks for it. */
final class SelfCheckTest {
    private final Workshop workshop = new Workshop();

    @AfterEach
    void close() {
        workshop.close();
    }

    /** Runs that ended, rest at a delay, wait with and without end, and wait for an answer; mails out and queued. */
    @BeforeEach
    void work() {
        workshop.publish("hello", "Hello", "<p>Hi</p>");
        workshop.enable("short", mail("mail", "hello"));
        workshop.enable("slow", mail("mail", "hello"), delay("pause", "3 days"));
        workshop.enableGraph(
                "wait",
                List.of(waiting("wait", "never")),
                List.of("start-wait"),
                "entry",
                "once",
                "exit",
                Map.of("events", List.of("gone")));
        workshop.enableGraph(
                "open",
                List.of(Workshop.step("wait", "wait_for_event", Map.of("event_name", "never"))),
                List.of("start-wait"));
        for (String name : List.of("short", "slow", "wait", "open", "nothing")) {
            workshop.send(event(name, "ada@example.com"), event(name, "bob@example.com"));
        }
        workshop.match();
        workshop.deliver();
        workshop.match();
    }

    private List<SelfCheck.Result> check() {
        return await(SelfCheck.run(workshop.store.client(), workshop.clock.now(), Instant.EPOCH));
    }

    @Test
    void a_database_at_work_is_well_whatever_the_hour() {
        assertThat(workshop.faults()).isEmpty();
        workshop.clock.pass(Duration.ofMinutes(50));

        assertThat(workshop.faults()).isEmpty();
        assertThat(check()).hasSize(15);
    }

    static Stream<Arguments> plants() {
        String slow = "(select id from run where step_key = 'pause' limit 1)";
        return Stream.of(
                arguments("stuck_runs", "update run set due_at = null where id = " + slow),
                arguments("stuck_runs", "update run set due_at = created_at where id = " + slow),
                arguments("stuck_runs", "update run set step_key = null, due_at = null where id = " + slow),
                arguments(
                        "stuck_runs",
                        "delete from open_wait where step_key = 'wait' and until is null and run_id = "
                                + "(select run_id from open_wait where until is null and step_key = 'wait' limit 1)"),
                arguments(
                        "waits_of_ended_runs",
                        "insert into open_wait select project_id, id, 'x', 1, contact_id, 'never', '', created_at, null "
                                + "from run where status = 'completed' limit 1"),
                arguments(
                        "waits_of_other_steps",
                        "insert into open_wait select project_id, id, 'x', 1, contact_id, 'never', '', created_at, null "
                                + "from run where id = " + slow),
                arguments(
                        "mail_left",
                        "insert into signal select project_id, id, id, 'contact_deleted', null, null, null, created_at "
                                + "from run where id = " + slow),
                arguments(
                        "events_left",
                        "insert into unmatched_event select id, project_id from event where name = 'nothing'"),
                arguments(
                        "mails_left",
                        "insert into outbox (project_id, envelope_id, channel, due_at, leased) select project_id, id, channel, created_at, true from envelope limit 1"),
                arguments(
                        "calls_left",
                        "insert into http_call (project_id, id, run_id, step_key, visit, method, url, headers, attempts_max,"
                                + " timeout_millis, answer_by, state, due_at, created_at) select project_id, id, id, 'x', 1,"
                                + " 'GET', 'https://a.com', '[]', 1, 1000, created_at, 'queued', created_at, created_at"
                                + " from run where id = " + slow),
                arguments(
                        "webhook_events_left",
                        "insert into hook_event (project_id, type, data, occurred_at) select project_id, 'email.sent', '{}',"
                                + " created_at from run where id = " + slow),
                arguments(
                        "webhook_events_left",
                        "with w as (insert into webhook (project_id, id, endpoint, events, status, secret, created_at,"
                                + " updated_at) select project_id, id, 'https://a.com', '{email.sent}', 'enabled', '',"
                                + " created_at, created_at from run where id = " + slow + " returning project_id, id),"
                                + " e as (insert into hook_event (project_id, type, data, occurred_at, payload) select"
                                + " project_id, 'email.sent', '{}', created_at, '{}' from run where id = " + slow
                                + " returning project_id, id, occurred_at) insert into webhook_delivery (project_id,"
                                + " webhook_id, event_id, state, due_at, created_at) select w.project_id, w.id, e.id,"
                                + " 'sending', e.occurred_at, e.occurred_at from w, e"),
                arguments("runs_without_origin", "delete from event where name = 'slow'"),
                arguments("trails_with_gaps", "delete from trail where step_key = 'start' and run_id = " + slow),
                arguments(
                        "trails_with_gaps",
                        "update trail set position = 7 where step_key = 'start' and run_id = " + slow),
                arguments(
                        "steps_left_waiting",
                        "update trail set status = 'waiting' where step_key = 'start' and run_id = "
                                + "(select id from run where status = 'completed' limit 1)"),
                arguments("sends_without_mail", "delete from envelope where id = (select id from envelope limit 1)"),
                arguments(
                        "mails_without_step",
                        "update trail set status = 'skipped' where step_key = 'mail' and run_id = "
                                + "(select run_id from envelope limit 1)"),
                arguments(
                        "entries_without_run",
                        "update run_entry set run_id = gen_random_uuid() where entry_key = (select entry_key from run_entry limit 1)"),
                arguments("quarantined", "update event set quarantined_at = received_at where name = 'nothing'"),
                arguments(
                        "quarantined",
                        "update run set quarantined_at = created_at, due_at = created_at where id = " + slow));
    }

    @ParameterizedTest
    @MethodSource("plants")
    void a_fault_is_found_by_the_question_that_asks_for_it(String name, String plant) {
        workshop.clock.pass(SelfCheck.GRACE.plusSeconds(1));

        workshop.rows(plant);

        assertThat(workshop.faults()).containsExactly(name);
    }

    @Test
    void what_was_made_before_the_window_is_not_looked_at_unless_it_lives() {
        workshop.clock.pass(Duration.ofMinutes(50));
        workshop.rows("delete from envelope");
        workshop.rows("update run set due_at = created_at where step_key = 'pause'");

        var results = await(SelfCheck.run(
                workshop.store.client(),
                workshop.clock.now(),
                workshop.clock.now().minusSeconds(60)));

        assertThat(results.stream().filter(result -> !result.isWell()))
                .extracting(SelfCheck.Result::name)
                .containsExactly("stuck_runs");
    }
}
