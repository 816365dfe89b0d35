package onward.flow.run;

import static onward.flow.Sample.NOON;
import static onward.flow.Sample.automation;
import static onward.flow.Sample.came;
import static onward.flow.Sample.definition;
import static onward.flow.Sample.delay;
import static onward.flow.Sample.factsOf;
import static onward.flow.Sample.id;
import static onward.flow.Sample.map;
import static onward.flow.Sample.rule;
import static onward.flow.Sample.trigger;
import static onward.flow.Sample.withRecent;
import static onward.flow.run.Turns.advance;
import static onward.flow.run.Turns.begin;
import static onward.flow.run.Turns.told;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import onward.flow.fact.Correlation;
import onward.flow.graph.Automation;
import onward.flow.step.Await;
import onward.flow.step.Facts;
import onward.flow.step.Past;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs that rest at a wait with a timeout of one hour, which is due at one. */
class WaitingTest {

    private static final Instant DUE = NOON.plus(Duration.ofHours(1));

    private static Map<String, Object> paid(String key, Object... more) {
        Map<String, Object> config = map("event_name", "paid", "timeout", "1 hour");
        config.putAll(map(more));
        return map("key", key, "type", "wait_for_event", "config", config);
    }

    private static Automation waiting() {
        return automation(definition(
                List.of("start-wait", "wait-good:event_received", "wait-bad:timeout"),
                trigger(),
                paid("wait", "filter_rule", rule("event.ok", "neq", false)),
                delay("good"),
                delay("bad")));
    }

    private static Run resting() {
        return begin(waiting(), factsOf()).run();
    }

    @Test
    void a_run_rests_and_listens_until_it_is_due() {
        var decision = begin(waiting(), factsOf());

        assertThat(told(decision)).containsExactly("0 start completed", "1 wait waiting");
        assertThat(decision.run().dueAt()).isEqualTo(DUE);
        assertThat(decision.waits())
                .containsExactly(new Wait("wait", 1, new Await("paid", Correlation.NONE, NOON), DUE));
        assertThat(decision.leftWait()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        // seconds after noon at which the event was received and the server looks, the step it is at then, notes
        "0, 0, good, 0",
        "1, 2, good, 0",
        "3599, 3599, good, 0",
        "3599, 9999, good, 0",
        "3600, 3600, bad, 1",
        "3601, 3601, bad, 1",
        "9998, 9999, bad, 1",
    })
    void an_event_beats_the_timeout_when_it_was_received_before_it_whenever_the_server_looks(
            long received, long looks, String at, int notes) {
        var signal = came(20, "paid", NOON.plusSeconds(received), "ok", true);

        var decision = advance(resting(), waiting(), factsOf(), NOON.plusSeconds(looks), signal);

        assertThat(told(decision)).containsExactly("1 wait completed", "2 " + at + " waiting");
        assertThat(decision.leftWait()).isTrue();
        assertThat(decision.late()).hasSize(notes);
        assertThat(decision.run().since()).isEqualTo(at.equals("good") ? NOON.plusSeconds(received) : DUE);
        assertThat(decision.waits()).isEmpty();
    }

    @Test
    void what_follows_an_event_that_is_newer_than_the_clock_was_read_is_counted_from_the_event() {
        var signal = came(20, "paid", NOON.plusSeconds(5), "ok", true);
        var inTime = advance(resting(), waiting(), factsOf(), NOON.plusSeconds(5), signal);

        var decision = advance(resting(), waiting(), factsOf(), NOON.plusSeconds(1), signal);

        assertThat(decision.run().dueAt()).isEqualTo(inTime.run().dueAt());
        assertThat(decision.trail().get(1).startedAt()).isEqualTo(NOON.plusSeconds(5));
    }

    @Test
    void a_wait_that_ends_at_once_by_an_event_newer_than_the_clock_was_read_began_at_that_reading() {
        var recent = withRecent(factsOf(), came(20, "paid", NOON.plusSeconds(5), "ok", true));

        var decision = begin(waiting(), recent);

        assertThat(told(decision)).containsExactly("0 start completed", "1 wait completed", "2 good waiting");
        assertThat(decision.trail()).extracting(TrailEntry::startedAt).containsExactly(NOON, NOON, NOON.plusSeconds(5));
        assertThat(decision.trail().get(1).completedAt()).isEqualTo(NOON.plusSeconds(5));
    }

    @Test
    void a_run_begun_by_an_event_that_is_newer_than_the_clock_was_read_begins_with_the_event() {
        var punctual = begin(waiting(), factsOf());

        var early = advance(
                new Run(
                        resting().projectId(),
                        resting().id(),
                        resting().automationId(),
                        resting().versionId(),
                        resting().eventId(),
                        resting().contactId(),
                        RunStatus.RUNNING,
                        "start",
                        1,
                        0,
                        false,
                        null,
                        NOON,
                        0,
                        null,
                        NOON,
                        NOON,
                        null),
                waiting(),
                factsOf(),
                NOON.minusSeconds(2));

        assertThat(early.run().dueAt()).isEqualTo(punctual.run().dueAt());
    }

    @Test
    void an_event_that_does_not_fit_leaves_the_run_waiting_and_no_note() {
        var signal = came(20, "paid", NOON.plusSeconds(1), "ok", false);

        assertThat(advance(resting(), waiting(), factsOf(), NOON.plusSeconds(2), signal))
                .isEqualTo(new Decision(resting(), List.of(), List.of()));
    }

    @Test
    void a_late_event_leaves_the_timeout_branch_alone_and_a_note() {
        var signal = came(20, "paid", DUE.plusSeconds(5), "ok", true);

        var decision = advance(resting(), waiting(), factsOf(), DUE.plusSeconds(6), signal);

        assertThat(decision.late()).containsExactly(new LateNote("wait", 1, id(20), "paid", DUE.plusSeconds(5)));
        assertThat(decision.late().get(0).toMap())
                .isEqualTo(map(
                        "name", "late_event",
                        "event_name", "paid",
                        "event_id", id(20).toString(),
                        "received_at", "2026-10-01 13:00:05+00"));
        assertThat(decision.trail().get(0).output()).containsEntry("outcome", "timeout");
        assertThat(advance(resting(), waiting(), factsOf(), DUE, came(20, "other", DUE))
                        .late())
                .as("of events that the step did not listen for there is no note")
                .isEmpty();
    }

    @Test
    void of_several_events_the_first_moves_the_run_and_the_others_are_noted() {
        var decision = advance(
                resting(),
                waiting(),
                factsOf(),
                NOON.plusSeconds(9),
                came(20, "paid", NOON.plusSeconds(1), "ok", false),
                came(21, "paid", NOON.plusSeconds(2), "ok", true),
                came(22, "paid", NOON.plusSeconds(3), "ok", true));

        assertThat(decision.trail().get(0).output()).containsEntry("event_id", id(21).toString());
        assertThat(decision.late()).extracting(LateNote::eventId).containsExactly(id(22));
        assertThat(decision.run().since()).isEqualTo(NOON.plusSeconds(2));
    }

    private static Automation twoWaits(Object... second) {
        return automation(definition(
                List.of("start-one", "one-two:event_received", "one-two:timeout"),
                trigger(),
                paid("one"),
                paid("two", second)));
    }

    @Test
    void an_event_ends_one_wait_of_a_run_and_not_the_next() {
        var recent = withRecent(factsOf(), came(20, "paid", NOON.plusSeconds(1)));

        var decision = begin(twoWaits("look_back", "run_start"), recent, NOON.plusSeconds(2));

        assertThat(told(decision)).containsExactly("0 start completed", "1 one completed", "2 two waiting");
        assertThat(decision.run().since()).isEqualTo(NOON.plusSeconds(1));
        assertThat(decision.waits()).extracting(wait -> wait.await().since()).containsExactly(NOON);
    }

    @Test
    void two_events_end_two_waits_in_one_turn() {
        var recent =
                withRecent(factsOf(), came(20, "paid", NOON.plusSeconds(1)), came(21, "paid", NOON.plusSeconds(3)));

        var decision = begin(twoWaits(), recent, NOON.plusSeconds(4));

        assertThat(decision.run().status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(decision.trail()).extracting(TrailEntry::status).containsOnly(StepStatus.COMPLETED);
        assertThat(decision.trail()).hasSize(3);
    }

    @Test
    void an_event_after_the_timeout_of_one_wait_counts_for_the_next_though_the_server_was_late() {
        var resting = begin(twoWaits(), factsOf()).run();
        var event = came(20, "paid", DUE.plusSeconds(1));
        var facts = withRecent(factsOf(), event);

        var decision = advance(resting, twoWaits(), facts, DUE.plusSeconds(9), event);

        assertThat(told(decision)).containsExactly("1 one completed", "2 two completed");
        assertThat(decision.trail().get(0).output()).containsEntry("outcome", "timeout");
        assertThat(decision.trail().get(1).output()).containsEntry("event_id", id(20).toString());
        assertThat(decision.run().status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(decision.late()).as("it changed something").isEmpty();
    }

    @Test
    void an_event_from_between_the_start_and_the_second_wait_does_not_count_for_it() {
        var automation =
                automation(definition(List.of("start-pause", "pause-wait"), trigger(), delay("pause"), paid("wait")));
        var resting = begin(automation, factsOf()).run();
        var facts = withRecent(factsOf(), came(20, "paid", DUE.minusNanos(1_000)));

        var decision = advance(resting, automation, facts, DUE.plusSeconds(9));

        assertThat(told(decision)).containsExactly("1 pause completed", "2 wait waiting");
        assertThat(decision.run().since()).isEqualTo(DUE);
        assertThat(decision.run().dueAt()).isEqualTo(DUE.plusSeconds(9).plus(Duration.ofHours(1)));
        assertThat(decision.leftWait()).isTrue();
    }

    @Test
    void an_earlier_wait_is_known_to_later_turns_by_the_past() {
        var resting = begin(twoWaits("look_back", "run_start"), factsOf()).run();
        var first = came(20, "paid", NOON.plusSeconds(1));
        var moved = advance(resting, twoWaits("look_back", "run_start"), factsOf(), NOON.plusSeconds(2), first);
        var past = new Past.Visit("one", "wait_for_event", moved.trail().get(0).output());

        var again = advance(
                moved.run(), twoWaits("look_back", "run_start"), factsOf().after(past), NOON.plusSeconds(3), first);

        assertThat(moved.run().stepKey()).isEqualTo("two");
        assertThat(again.run()).isEqualTo(moved.run());
    }

    @Test
    void later_steps_of_the_same_turn_see_what_came() {
        var automation = automation(definition(
                List.of("start-wait", "wait-rich:event_received", "rich-good:condition_met"),
                trigger(),
                paid("wait"),
                map("key", "rich", "type", "condition", "config", rule("wait_events.paid.total", "gt", 10L)),
                delay("good")));
        Facts facts = withRecent(factsOf(), came(20, "paid", NOON, "total", 11L));

        assertThat(told(begin(automation, facts))).contains("3 good waiting");
    }

    @Test
    void a_wait_without_end_is_never_due() {
        var automation = automation(definition(List.of("start-wait"), trigger(), paid("wait", "timeout", null)));
        var resting = begin(automation, factsOf());
        Instant muchLater = NOON.plus(Duration.ofDays(9_999));

        assertThat(resting.run().dueAt()).isNull();
        assertThat(resting.waits()).extracting(Wait::until).containsExactly((Instant) null);
        assertThat(advance(resting.run(), automation, factsOf(), muchLater).run())
                .isEqualTo(resting.run());
        assertThat(advance(resting.run(), automation, factsOf(), muchLater, came(20, "paid", muchLater))
                        .run()
                        .status())
                .isEqualTo(RunStatus.COMPLETED);
    }
}
