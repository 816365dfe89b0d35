package onward.flow.run;

import static onward.flow.Sample.NOON;
import static onward.flow.Sample.PROJECT;
import static onward.flow.Sample.automation;
import static onward.flow.Sample.definition;
import static onward.flow.Sample.delay;
import static onward.flow.Sample.email;
import static onward.flow.Sample.id;
import static onward.flow.Sample.map;
import static onward.flow.Sample.rule;
import static onward.flow.Sample.step;
import static onward.flow.Sample.trigger;
import static onward.flow.Sample.var;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import onward.flow.Sample;
import onward.flow.fact.Event;
import onward.flow.graph.Automation;
import org.junit.jupiter.api.Test;

/** One rule of virtual time each. The hour is counted from noon; runs are started by order.completed. */
class RehearsalTest {

    private static final String ORDER = "order.completed";
    private static final String ADA = "ada@example.com";

    private final List<Event> events = new ArrayList<>();

    private void happens(String email, double hour, String name, Object... payload) {
        Instant at = NOON.plus(Duration.ofSeconds(Math.round(hour * 3_600)));
        events.add(new Event(PROJECT, id(100 + events.size()), name, null, email, map(payload), at, at));
    }

    private void ada(double hour, String name, Object... payload) {
        happens(ADA, hour, name, payload);
    }

    private static Map<String, Object> paid(String key, Object... more) {
        Map<String, Object> config = map("event_name", "paid", "timeout", "2 hours");
        config.putAll(map(more));
        return map("key", key, "type", "wait_for_event", "config", config);
    }

    /** One step behind the trigger. */
    private static Map<String, Object> only(Map<String, Object> step) {
        return definition(List.of("start-" + step.get("key")), trigger(), step);
    }

    private static Map<String, Object> with(Map<String, Object> definition, String rule, Object value) {
        definition.put(rule, value);
        return definition;
    }

    private RehearsalReport rehearse(Map<String, Object> definition) {
        Automation automation = automation(definition);
        var result = Rehearsal.of(automation, events);
        assertThat(result.problems()).isEmpty();
        return result.value();
    }

    private static RehearsalReport.Step at(RehearsalReport report, String key) {
        return report.steps().stream()
                .filter(step -> step.key().equals(key))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, Long> branches(RehearsalReport report, String key) {
        return at(report, key).branches();
    }

    @Test
    void every_event_starts_a_run_and_every_run_is_counted_to_its_end() {
        ada(0, ORDER, "total", 5);
        ada(1, ORDER, "total", 50);
        happens("bob@example.com", 1, ORDER, "total", 50);
        ada(1, "page.seen");

        var report = rehearse(definition(
                List.of("start-big", "big-thanks:condition_met"), trigger(), Sample.condition("big"), email("thanks")));

        assertThat(report.runs()).isEqualTo(3);
        assertThat(report.people()).isEqualTo(2);
        assertThat(report.runStatus()).isEqualTo(Map.of("completed", 3L));
        assertThat(at(report, "start").statuses()).isEqualTo(Map.of("completed", 3L));
        assertThat(branches(report, "start")).isEqualTo(Map.of("default", 3L));
        assertThat(branches(report, "big")).isEqualTo(Map.of("condition_met", 2L, "condition_not_met", 1L));
        assertThat(at(report, "thanks").statuses()).isEqualTo(Map.of("completed", 2L));
        assertThat(report.mails()).isEqualTo(2);
    }

    @Test
    void nothing_counts_nothing() {
        var report = rehearse(only(email("thanks")));

        assertThat(report.toMap())
                .containsEntry("runs", 0L)
                .containsEntry("run_status", Map.of())
                .containsEntry("steps", map("start", Map.of(), "thanks", Map.of()))
                .containsEntry("worst", null);
    }

    @Test
    void a_wait_is_ended_by_the_event_or_by_its_timeout_and_the_timeout_wins_at_its_instant() {
        ada(0, ORDER);
        ada(1.999, "paid");
        happens("bob@example.com", 10, ORDER);
        happens("bob@example.com", 12, "paid");
        happens("eve@example.com", 20, ORDER);

        var report = rehearse(only(paid("wait")));

        assertThat(branches(report, "wait")).isEqualTo(Map.of("event_received", 1L, "timeout", 2L));
        assertThat(at(report, "wait").statuses()).isEqualTo(Map.of("completed", 3L));
    }

    @Test
    void what_is_due_at_the_instant_of_an_event_acts_before_it() {
        ada(0, ORDER);
        ada(1, "paid");
        happens("bob@example.com", 0.5, ORDER);
        happens("bob@example.com", 1.4, "paid");

        events.sort((one, other) -> one.receivedAt().compareTo(other.receivedAt()));
        var report =
                rehearse(definition(List.of("start-pause", "pause-wait"), trigger(), delay("pause"), paid("wait")));

        assertThat(branches(report, "wait"))
                .as("Ada waits from one, when she pays; Bob from half past one, when he has paid")
                .isEqualTo(Map.of("event_received", 1L, "timeout", 1L));
    }

    @Test
    void of_events_of_one_instant_the_first_is_the_earlier_one() {
        ada(0, "paid");
        ada(0, ORDER);
        happens("bob@example.com", 5, ORDER);
        happens("bob@example.com", 5, "paid");

        var report = rehearse(only(paid("wait")));

        assertThat(branches(report, "wait")).isEqualTo(Map.of("event_received", 1L, "timeout", 1L));
    }

    @Test
    void two_orders_of_one_instant_are_one_behind_the_other() {
        ada(0, ORDER);
        ada(0, ORDER);

        var report = rehearse(only(step("again", "wait_for_event", "event_name", ORDER, "timeout", "1 day")));

        assertThat(branches(report, "again")).isEqualTo(Map.of("event_received", 1L, "timeout", 1L));
    }

    @Test
    void an_event_that_ended_one_wait_ends_no_other_of_its_run() {
        ada(0, ORDER);
        ada(1, "paid");

        var report = rehearse(
                definition(List.of("start-one", "one-two:event_received"), trigger(), paid("one"), paid("two")));

        assertThat(branches(report, "one")).isEqualTo(Map.of("event_received", 1L));
        assertThat(branches(report, "two")).isEqualTo(Map.of("timeout", 1L));
    }

    @Test
    void one_event_is_heard_by_all_who_listen_and_may_start_a_run_before() {
        ada(0, ORDER);
        ada(1, ORDER);
        ada(2, ORDER);

        var report = rehearse(only(step("again", "wait_for_event", "event_name", ORDER)));

        assertThat(report.runs()).isEqualTo(3);
        assertThat(report.runStatus()).isEqualTo(Map.of("completed", 2L, "running", 1L));
        assertThat(at(report, "again").statuses()).isEqualTo(Map.of("completed", 2L, "waiting", 1L));
    }

    @Test
    void an_event_is_heard_by_its_person_alone_however_the_address_is_spelled() {
        ada(0, ORDER);
        happens("bob@example.com", 1, "paid");
        happens("ADA@Example.com", 1, "paid");

        var report = rehearse(only(paid("wait")));

        assertThat(branches(report, "wait")).isEqualTo(Map.of("event_received", 1L));
    }

    @Test
    void after_the_last_event_time_goes_on_until_a_run_rests_without_an_end() {
        ada(0, ORDER);

        var report = rehearse(definition(
                List.of("start-pause", "pause-wait", "wait-open:timeout", "open-never:event_received"),
                trigger(),
                step("pause", "delay", "duration", "30 days"),
                paid("wait"),
                step("open", "wait_for_event", "event_name", "paid"),
                email("never")));

        assertThat(report.runStatus()).isEqualTo(Map.of("running", 1L));
        assertThat(at(report, "wait").statuses()).isEqualTo(Map.of("completed", 1L));
        assertThat(at(report, "open").statuses()).isEqualTo(Map.of("waiting", 1L));
        assertThat(at(report, "never").statuses()).isEmpty();
    }

    @Test
    void a_wait_counts_from_the_arrival_unless_it_looks_back() {
        ada(0.5, "paid");
        ada(1, ORDER);
        ada(1.5, "paid");

        assertThat(branches(rehearse(lateWait()), "wait"))
                .as("both payments came before the run did")
                .isEqualTo(Map.of("timeout", 1L));
        assertThat(branches(rehearse(lateWait("look_back", "run_start")), "wait"))
                .isEqualTo(Map.of("event_received", 1L));
        assertThat(branches(rehearse(lateWait("look_back", "20 minutes")), "wait"))
                .isEqualTo(Map.of("timeout", 1L));
        assertThat(branches(rehearse(lateWait("look_back", "30 minutes")), "wait"))
                .as("the bound counts")
                .isEqualTo(Map.of("event_received", 1L));
    }

    /** A wait that a run comes to after an hour. */
    private static Map<String, Object> lateWait(Object... more) {
        return definition(List.of("start-pause", "pause-wait"), trigger(), delay("pause"), paid("wait", more));
    }

    @Test
    void what_was_in_front_of_the_start_at_one_instant_lies_before_it() {
        ada(0, "paid");
        ada(0, ORDER);

        assertThat(branches(rehearse(only(paid("wait", "look_back", "run_start"))), "wait"))
                .isEqualTo(Map.of("timeout", 1L));
        assertThat(branches(rehearse(lateWait("look_back", "run_start")), "wait"))
                .isEqualTo(Map.of("timeout", 1L));
        assertThat(branches(rehearse(lateWait("look_back", "1 hour")), "wait")).isEqualTo(Map.of("event_received", 1L));
    }

    @Test
    void a_wait_that_looks_back_finds_what_came_between_the_start_and_its_beginning() {
        ada(0, ORDER);
        ada(1, "shipped");
        ada(1, "paid");

        var steps = definition(
                List.of("start-first", "first-wait:event_received"),
                trigger(),
                step("first", "wait_for_event", "event_name", "paid", "timeout", "1 day"),
                step("wait", "wait_for_event", "event_name", "shipped", "timeout", "1 day", "look_back", "run_start"));

        assertThat(branches(rehearse(steps), "wait")).isEqualTo(Map.of("event_received", 1L));
    }

    @Test
    void a_wait_by_correlation_hears_its_own_only() {
        ada(0, ORDER, "order_id", "a");
        ada(0, ORDER, "order_id", "b");
        ada(1, "paid", "order_id", "b");
        ada(1, "paid", "order_id", "c");

        var report =
                rehearse(only(paid("wait", "correlation", map("field", "event.order_id", "equals", "event.order_id"))));

        assertThat(branches(report, "wait")).isEqualTo(Map.of("event_received", 1L, "timeout", 1L));
    }

    @Test
    void what_a_wait_received_is_seen_by_steps_behind_it() {
        ada(0, ORDER);
        ada(1, "paid", "total", 50);

        var report = rehearse(definition(
                List.of("start-wait", "wait-big:event_received"),
                trigger(),
                paid("wait"),
                step(
                        "big",
                        "condition",
                        "type",
                        "rule",
                        "field",
                        "wait_events.paid.total",
                        "operator",
                        "gt",
                        "value",
                        9L)));

        assertThat(branches(report, "big")).isEqualTo(Map.of("condition_met", 1L));
    }

    @Test
    void once_means_the_first_event_of_a_person() {
        ada(0, ORDER);
        ada(100, ORDER);
        happens("bob@example.com", 100, ORDER);

        var report = rehearse(with(only(email("thanks")), "entry", "once"));

        assertThat(report.runs()).isEqualTo(2);
        assertThat(report.refused()).isEqualTo(Map.of("once", 1L));
    }

    @Test
    void once_per_window_lets_in_again_when_the_window_is_over() {
        ada(0, ORDER);
        ada(23.9, ORDER);
        ada(24, ORDER);
        ada(47.9, ORDER);

        var report = rehearse(with(only(email("thanks")), "entry", map("mode", "once_per_window", "window", "1 day")));

        assertThat(report.runs()).isEqualTo(2);
        assertThat(report.refused()).isEqualTo(Map.of("once_per_window", 2L));
    }

    @Test
    void skip_if_running_lets_in_again_at_the_instant_at_which_the_run_ends() {
        ada(0, ORDER);
        ada(0.9, ORDER);
        ada(1, ORDER);

        var report = rehearse(with(only(delay("pause")), "entry", "skip_if_running"));

        assertThat(report.runs()).isEqualTo(2);
        assertThat(report.refused()).isEqualTo(Map.of("skip_if_running", 1L));
    }

    @Test
    void an_event_that_ends_the_run_which_keeps_it_out_starts_none() {
        ada(0, ORDER);
        ada(1, ORDER);

        var report =
                rehearse(with(only(step("again", "wait_for_event", "event_name", ORDER)), "entry", "skip_if_running"));

        assertThat(report.runStatus())
                .as("as on the server, an event is asked about its start before it is heard")
                .isEqualTo(Map.of("completed", 1L));
        assertThat(report.refused()).isEqualTo(Map.of("skip_if_running", 1L));
    }

    @Test
    void replace_running_cancels_the_run_before() {
        ada(0, ORDER);
        ada(0.5, ORDER);
        ada(9, ORDER);

        var report = rehearse(with(
                definition(List.of("start-pause", "pause-mail"), trigger(), delay("pause"), email("mail")),
                "entry",
                "replace_running"));

        assertThat(report.runStatus()).isEqualTo(Map.of("cancelled", 1L, "completed", 2L));
        assertThat(at(report, "pause").statuses()).isEqualTo(Map.of("skipped", 1L, "completed", 2L));
        assertThat(report.mails()).isEqualTo(2);
    }

    @Test
    void an_entry_key_tells_orders_apart_and_an_event_without_one_starts_nothing() {
        ada(0, ORDER, "order_id", "a");
        ada(1, ORDER, "order_id", "a");
        ada(2, ORDER, "order_id", "b");
        ada(3, ORDER);

        var report = rehearse(with(only(email("thanks")), "entry", map("mode", "once", "key", "event.order_id")));

        assertThat(report.runs()).isEqualTo(2);
        assertThat(report.refused()).isEqualTo(Map.of("once", 1L, "no_key", 1L));
    }

    @Test
    void an_exit_event_ends_the_run_where_it_is_and_one_from_before_its_start_does_not() {
        ada(0, "cancelled");
        ada(0, ORDER);
        ada(0.5, "cancelled");
        happens("bob@example.com", 5, ORDER);
        happens("bob@example.com", 6, "cancelled");

        var report = rehearse(with(
                definition(List.of("start-pause", "pause-mail"), trigger(), delay("pause"), email("mail")),
                "exit",
                map("events", List.of("cancelled"))));

        assertThat(report.runStatus())
                .as("Bob's delay was over at the instant of his cancellation, so he was mailed")
                .isEqualTo(Map.of("cancelled", 1L, "completed", 1L));
        assertThat(report.mails()).isEqualTo(1);
    }

    @Test
    void an_exit_rule_is_asked_before_each_step() {
        ada(0, ORDER, "plan", "pro");

        var report = rehearse(with(
                definition(
                        List.of("start-note", "note-mail"),
                        trigger(),
                        step("note", "contact_update", "properties", map("plan", var("event.plan"))),
                        email("mail")),
                "exit",
                map("rule", rule("contact.properties.plan", "eq", "pro"))));

        assertThat(report.runStatus()).isEqualTo(Map.of("cancelled", 1L));
        assertThat(report.mails()).isZero();
    }

    @Test
    void what_a_run_changes_about_a_contact_later_runs_see() {
        ada(0, ORDER);
        ada(1, ORDER);
        happens("bob@example.com", 2, ORDER);

        var report = rehearse(definition(
                List.of("start-mail", "mail-off"),
                trigger(),
                email("mail"),
                step("off", "contact_update", "unsubscribed", true)));

        assertThat(at(report, "mail").statuses()).isEqualTo(Map.of("completed", 2L, "skipped", 1L));
        assertThat(report.mails()).isEqualTo(2);
        assertThat(report.mailed()).hasSize(2);
    }

    @Test
    void a_deleted_contact_ends_its_other_runs_and_is_made_anew_by_the_next_event() {
        ada(0, ORDER, "total", 50);
        ada(1, ORDER, "total", 5);
        ada(2, ORDER, "total", 50);

        var report = rehearse(definition(
                List.of("start-big", "big-wait:condition_met", "big-gone:condition_not_met"),
                trigger(),
                Sample.condition("big"),
                step("wait", "wait_for_event", "event_name", "paid"),
                step("gone", "contact_delete")));

        assertThat(at(report, "wait").statuses()).isEqualTo(Map.of("skipped", 1L, "waiting", 1L));
        assertThat(report.runStatus()).isEqualTo(Map.of("completed", 2L, "running", 1L));
    }

    @Test
    void somebody_known_by_id_alone_is_deleted_for_good() {
        for (int hour = 0; hour < 2; hour++) {
            Instant at = NOON.plus(Duration.ofHours(hour));
            events.add(new Event(PROJECT, id(100 + hour), ORDER, Sample.ADA, null, Map.of(), at, at));
        }

        var report = rehearse(definition(
                List.of("start-mail", "mail-gone"), trigger(), email("mail"), step("gone", "contact_delete")));

        assertThat(report.runs()).isEqualTo(1);
        assertThat(report.refused()).isEqualTo(Map.of("contact_deleted", 1L));
        assertThat(report.mailed().get(0).toMap())
                .isEqualTo(map("email", null, "contact_id", Sample.ADA.toString(), "mails", 1L));
    }

    @Test
    void the_worst_hit_is_who_gets_most_mails_and_of_equals_the_first_by_address() {
        happens("eve@example.com", 0, ORDER);
        happens("Bob@example.com", 1, ORDER);
        ada(2, ORDER);
        happens("eve@example.com", 3, ORDER);
        happens("bob@example.com", 4, ORDER);

        var report = rehearse(only(email("thanks")));

        assertThat(report.toMap())
                .containsEntry("mails", 5L)
                .containsEntry("people", 3L)
                .containsEntry("worst", map("email", "Bob@example.com", "mails", 2L));
    }

    @Test
    void another_server_is_taken_to_answer_well_and_that_is_said() {
        ada(0, ORDER);

        var report = rehearse(definition(
                List.of("start-ask", "ask-mail"),
                trigger(),
                step("ask", "http_request", "method", "POST", "url", "https://api.example.com/orders"),
                email("mail")));

        assertThat(branches(report, "ask")).isEqualTo(Map.of("default", 1L));
        assertThat(report.mails()).isEqualTo(1);
        assertThat(report.assumptions()).anyMatch(one -> one.startsWith("Every http_request is answered at once"));
    }

    @Test
    void contacts_that_join_a_segment_are_counted_once() {
        UUID segment = id(77);
        ada(0, ORDER);
        ada(1, ORDER);
        happens("bob@example.com", 2, ORDER);

        var report = rehearse(only(step("vip", "add_to_segment", "segment_id", segment.toString())));

        assertThat(report.joined()).isEqualTo(Map.of(segment.toString(), 2L));
    }

    @Test
    void a_split_sends_people_as_it_did_in_another_rehearsal() {
        for (int person = 0; person < 400; person++) {
            happens("person-" + person + "@example.com", person, ORDER);
        }
        var split = only(step(
                "split",
                "split",
                "branches",
                List.of(map("name", "a", "weight", 50L), map("name", "b", "weight", 50L))));

        var report = rehearse(split);

        assertThat(branches(report, "split")).isEqualTo(branches(rehearse(split), "split"));
        assertThat(branches(report, "split").get("a")).isBetween(150L, 250L);
    }

    @Test
    void an_error_of_a_step_fails_its_run() {
        ada(0, ORDER);
        ada(1, ORDER, "total", 50);

        var report = rehearse(only(Sample.condition("big")));

        assertThat(report.runStatus()).isEqualTo(Map.of("completed", 1L, "failed", 1L));
        assertThat(at(report, "big").statuses()).isEqualTo(Map.of("completed", 1L, "failed", 1L));
        assertThat(branches(report, "big")).isEqualTo(Map.of("condition_met", 1L));
    }

    @Test
    void the_difference_of_two_versions_tells_what_there_is_more_or_less_of() {
        ada(0, ORDER, "total", 50);
        happens("bob@example.com", 1, ORDER, "total", 5);
        var all = rehearse(only(email("mail")));
        var big = rehearse(definition(
                List.of("start-big", "big-mail:condition_met", "mail-more"),
                trigger(),
                Sample.condition("big"),
                email("mail"),
                email("more")));

        assertThat(big.minus(all))
                .containsEntry("runs", 0L)
                .containsEntry("run_status", Map.of())
                .containsEntry(
                        "steps",
                        map(
                                "big", Map.of("completed", 2L),
                                "mail", Map.of("completed", -1L),
                                "more", Map.of("completed", 1L)))
                .containsEntry("mails", 0L)
                .containsEntry("people_mailed", -1L)
                .containsEntry("worst", Map.of("mails", 1L))
                .containsEntry("people_with_more_mails", 1L)
                .containsEntry("people_with_fewer_mails", 1L);
        assertThat(all.minus(all).values())
                .allMatch(value -> value.equals(0L) || value.equals(Map.of()) || value.equals(Map.of("mails", 0L)));
    }

    @Test
    void more_events_than_one_rehearsal_takes_are_refused_in_words() {
        Event one = new Event(PROJECT, id(1), "page.seen", null, ADA, Map.of(), NOON, NOON);

        var result = Rehearsal.of(
                automation(only(email("mail"))),
                Stream.generate(() -> one).limit(Rehearsal.EVENTS_MAX + 1L).toList());

        assertThat(result.problems().get(0).message())
                .isEqualTo("Expected at most 1000000 events, found more. Rehearse fewer at a time.");
    }

    @Test
    void runs_that_listen_without_an_end_are_refused_before_they_take_for_ever() {
        for (int i = 0; i < 100; i++) {
            ada(i, ORDER, "total", 1);
        }
        var never = step("never", "wait_for_event", "event_name", ORDER, "filter_rule", rule("event.total", "gt", 5L));

        var result = Rehearsal.of(automation(only(never)), events, 2_000);

        assertThat(result.problems().get(0).message()).startsWith("Expected at most 2000 turns of runs, found more.");
        assertThat(Rehearsal.of(automation(only(never)), events).isOk()).isTrue();
    }

    @Test
    void events_out_of_order_are_the_callers_fault() {
        ada(1, ORDER);
        ada(0, ORDER);

        assertThatThrownBy(() -> Rehearsal.of(automation(only(email("mail"))), events))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("in order of receipt");
    }

    @Test
    void only_events_that_start_or_are_heard_concern_an_automation() {
        Automation automation = automation(only(paid("wait")));

        assertThat(Stream.of(ORDER, "paid", "page.seen").filter(name -> Rehearsal.concerns(automation, name)))
                .containsExactlyElementsOf(List.of(ORDER, "paid"));
    }
}
