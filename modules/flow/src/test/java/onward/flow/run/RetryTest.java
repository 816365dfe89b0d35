package onward.flow.run;

import static onward.flow.Sample.NOON;
import static onward.flow.Sample.automation;
import static onward.flow.Sample.definition;
import static onward.flow.Sample.delay;
import static onward.flow.Sample.email;
import static onward.flow.Sample.factsOf;
import static onward.flow.Sample.id;
import static onward.flow.Sample.map;
import static onward.flow.Sample.rule;
import static onward.flow.Sample.trigger;
import static onward.flow.run.Turns.advance;
import static onward.flow.run.Turns.begin;
import static onward.flow.run.Turns.told;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import onward.flow.graph.Automation;
import org.junit.jupiter.api.Test;

/** A run that somebody ends, and one that goes on again. */
class RetryTest {
    private static final Instant LATER = NOON.plus(Duration.ofMinutes(10));
    private static final Automation PAUSING =
            automation(definition(List.of("start-pause", "pause-mail"), trigger(), delay("pause"), email("mail")));

    private static Run retried(Run run, List<TrailEntry> trail, Automation automation, Retry.Wish wish) {
        return Retry.of(run, trail, id(8), automation, wish, LATER).value();
    }

    @Test
    void somebody_ends_a_resting_run_as_an_exit_rule_would() {
        var resting = begin(PAUSING, factsOf()).run();

        var decision = Machine.cancel(resting, PAUSING, map("name", "cancelled_by_hand"), LATER);

        assertThat(decision.run().status()).isEqualTo(RunStatus.CANCELLED);
        assertThat(decision.run().completedAt()).isEqualTo(LATER);
        assertThat(told(decision)).containsExactly("1 pause skipped");
        assertThat(decision.leftWait()).isTrue();
        assertThat(decision.waits()).isEmpty();
    }

    @Test
    void a_run_that_was_cancelled_goes_on_where_it_rested() {
        var begun = begin(PAUSING, factsOf());
        var cancelled = Machine.cancel(begun.run(), PAUSING, map("name", "cancelled_by_hand"), LATER);
        var trail = List.of(begun.trail().get(0), cancelled.trail().get(0));

        var run = retried(cancelled.run(), trail, PAUSING, Retry.Wish.PLAIN);
        var decision = advance(run, PAUSING, factsOf(), LATER);

        assertThat(run.isLive()).isTrue();
        assertThat(run.isAtBegin()).isTrue();
        assertThat(run.dueAt()).isEqualTo(LATER);
        assertThat(told(decision)).containsExactly("2 pause waiting");
        assertThat(decision.trail().get(0).visit()).isEqualTo(2);
        assertThat(decision.run().visit()).isEqualTo(2);
        assertThat(decision.run().dueAt()).isEqualTo(LATER.plus(Duration.ofHours(1)));
        assertThat(decision.run().retry()).isEqualTo(run.retry());
    }

    @Test
    void a_run_that_an_exit_rule_ended_goes_on_at_the_step_it_had_not_entered() {
        var definition = definition(List.of("start-pause", "pause-mail"), trigger(), delay("pause"), email("mail"));
        definition.put("exit", map("rule", rule("event.total", "gte", 5L)));
        var exiting = automation(definition);

        var ended = begin(exiting, factsOf("total", 7L));

        assertThat(ended.run().reason()).containsEntry("name", "exit_rule").containsEntry("before_step", "pause");
        assertThat(Retry.whereItEnded(ended.run().reason(), ended.trail(), exiting))
                .isEqualTo("pause");
    }

    @Test
    void a_run_that_ended_before_it_began_goes_on_at_its_trigger() {
        var fresh = Turns.start(PAUSING, factsOf()).cancelled(map("name", "exit_event"), LATER);

        assertThat(retried(fresh, List.of(), PAUSING, Retry.Wish.PLAIN).stepKey())
                .isEqualTo("start");
    }

    @Test
    void a_step_whose_mail_was_sealed_is_passed_by() {
        var sealed = new TrailEntry(
                "mail", "send_email", 3, 1, StepStatus.COMPLETED, map("email_id", "x"), null, NOON, NOON, NOON);
        var failed = Turns.start(PAUSING, factsOf()).cancelled(map("name", "x"), LATER);
        var wish = new Retry.Wish("mail", Set.of(), Map.of());

        var decision = advance(retried(failed, List.of(sealed), PAUSING, wish), PAUSING, factsOf(), LATER);

        assertThat(decision.effects()).isEmpty();
        assertThat(decision.run().status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(decision.trail()).hasSize(1);
        assertThat(decision.trail().get(0).status()).isEqualTo(StepStatus.SKIPPED);
        assertThat(decision.trail().get(0).visit()).isEqualTo(4);
        assertThat(decision.trail().get(0).output()).isEqualTo(map("reason", "done_before", "visit", 3));
    }

    @Test
    void what_cannot_be_taken_back_is_told_by_step_and_newest_visit() {
        var first = new TrailEntry("mail", "send_email", 1, 1, StepStatus.COMPLETED, null, null, NOON, NOON, NOON);
        var second = new TrailEntry("mail", "send_email", 2, 2, StepStatus.COMPLETED, null, null, NOON, NOON, NOON);
        var third = new TrailEntry("mail", "send_email", 3, 3, StepStatus.FAILED, null, null, NOON, NOON, NOON);
        var other = new TrailEntry("pause", "delay", 1, 4, StepStatus.COMPLETED, null, null, NOON, NOON, NOON);

        assertThat(Retry.done(List.of(first, second, third, other), PAUSING)).isEqualTo(Map.of("mail", 2));
    }

    @Test
    void a_step_that_was_another_kind_of_step_before_was_not_done() {
        var before = new TrailEntry("mail", "delay", 1, 1, StepStatus.COMPLETED, null, null, NOON, NOON, NOON);

        assertThat(Retry.done(List.of(before), PAUSING)).isEmpty();
    }
}
