package onward.flow.run;

import static onward.flow.Sample.NOON;
import static onward.flow.Sample.ada;
import static onward.flow.Sample.automation;
import static onward.flow.Sample.came;
import static onward.flow.Sample.contact;
import static onward.flow.Sample.definition;
import static onward.flow.Sample.delay;
import static onward.flow.Sample.email;
import static onward.flow.Sample.facts;
import static onward.flow.Sample.factsOf;
import static onward.flow.Sample.id;
import static onward.flow.Sample.map;
import static onward.flow.Sample.rule;
import static onward.flow.Sample.step;
import static onward.flow.Sample.trigger;
import static onward.flow.Sample.welcome;
import static onward.flow.Sample.withRecent;
import static onward.flow.run.Turns.advance;
import static onward.flow.run.Turns.begin;
import static onward.flow.run.Turns.told;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import onward.flow.fact.Correlation;
import onward.flow.graph.Automation;
import onward.flow.step.Await;
import onward.flow.step.Signal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What ends a run before its end: exit events and exit rules. */
class ExitRuleTest {

    private static final Instant ONE = NOON.plus(Duration.ofHours(1));

    private static Automation exiting(Object... exit) {
        var definition = definition(List.of("start-pause", "pause-mail"), trigger(), delay("pause"), email("mail"));
        definition.put("exit", map(exit));
        return automation(definition);
    }

    private static Automation onCancelled() {
        return exiting("events", List.of("order.cancelled"));
    }

    @Test
    void an_exit_event_cancels_a_resting_run_and_closes_its_step() {
        var resting = begin(onCancelled(), factsOf()).run();
        var signal = came(20, "order.cancelled", NOON.plusSeconds(5));

        var decision = advance(resting, onCancelled(), factsOf(), NOON.plusSeconds(6), signal);

        assertThat(decision.run().status()).isEqualTo(RunStatus.CANCELLED);
        assertThat(decision.run().completedAt()).isEqualTo(NOON.plusSeconds(6));
        assertThat(decision.run().stepKey()).isNull();
        assertThat(decision.run().dueAt()).isNull();
        assertThat(decision.run().resting()).isFalse();
        assertThat(decision.run().reason())
                .containsEntry("name", "exit_event")
                .containsEntry("event_id", id(20).toString());
        assertThat(told(decision)).containsExactly("1 pause skipped");
        assertThat(decision.trail().get(0).output()).isEqualTo(map("reason", "exit_event"));
        assertThat(decision.trail().get(0).completedAt()).isEqualTo(NOON.plusSeconds(6));
        assertThat(decision.run().position()).isEqualTo(2);
        assertThat(decision.leftWait()).isTrue();
        assertThat(decision.waits()).isEmpty();
        assertThat(decision.late()).isEmpty();
    }

    @Test
    void an_exit_event_ends_the_run_also_when_it_came_after_the_step_was_due() {
        var resting = begin(onCancelled(), factsOf()).run();
        var signal = came(20, "order.cancelled", ONE.plusSeconds(5));

        var decision = advance(resting, onCancelled(), facts(ada(), welcome("x", "y")), ONE.plusSeconds(6), signal);

        assertThat(decision.run().status()).isEqualTo(RunStatus.CANCELLED);
        assertThat(decision.effects()).isEmpty();
    }

    @Test
    void another_event_and_the_one_that_started_the_run_end_nothing() {
        var automation = exiting("events", List.of("order.cancelled", "order.completed"));
        var resting = begin(automation, factsOf()).run();
        var start = came(5, "order.completed", NOON);

        var decision = advance(resting, automation, factsOf(), NOON, start, came(20, "order.paid", NOON));

        assertThat(decision).isEqualTo(new Decision(resting, List.of(), List.of()));
        assertThat(begin(automation, withRecent(factsOf(), start)).run().isLive())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 3_600})
    void an_exit_event_that_came_before_the_server_began_ends_a_fresh_run_at_once(long secondsAfter) {
        var recent = came(20, "order.cancelled", NOON.plusSeconds(secondsAfter));

        var decision = begin(onCancelled(), withRecent(factsOf(), recent));

        assertThat(decision.run().status()).isEqualTo(RunStatus.CANCELLED);
        assertThat(decision.run().reason()).containsEntry("event_id", id(20).toString());
        assertThat(decision.run().position()).isZero();
        assertThat(decision.trail()).isEmpty();
        assertThat(decision.waits()).isEmpty();
        assertThat(decision.leftWait()).isFalse();
    }

    @Test
    void an_exit_event_from_before_the_run_began_ends_nothing_however_far_a_wait_looks_back() {
        var recent = came(20, "order.cancelled", NOON.minusNanos(1_000));

        var decision = begin(onCancelled(), withRecent(factsOf(), recent));

        assertThat(decision.run().isLive()).isTrue();
        assertThat(told(decision)).containsExactly("0 start completed", "1 pause waiting");
    }

    /** A wait that looks back is told of such an event when it is matched late, and with it the whole run. */
    @Test
    void an_exit_event_from_before_the_run_began_ends_nothing_when_it_comes_by_mail_either() {
        var resting = begin(onCancelled(), factsOf()).run();
        var before = came(20, "order.cancelled", NOON.minusMillis(1));

        var decision = advance(resting, onCancelled(), factsOf(), NOON.plusSeconds(6), before);

        assertThat(decision.run()).isEqualTo(resting);
        assertThat(advance(resting, onCancelled(), factsOf(), NOON, came(21, "order.cancelled", NOON))
                        .run()
                        .status())
                .isEqualTo(RunStatus.CANCELLED);
    }

    @Test
    void recent_events_end_only_a_fresh_run_for_later_ones_come_as_signals() {
        var resting = begin(onCancelled(), factsOf()).run();
        var facts = withRecent(factsOf(), came(20, "order.cancelled", NOON));

        assertThat(advance(resting, onCancelled(), facts, NOON).run()).isEqualTo(resting);
    }

    @Test
    void a_run_listens_for_exit_events_as_long_as_it_lives_from_its_first_turn_on() {
        var byOrder = map("field", "event.id", "equals", "event.id");
        var correlated = map("event_name", "order.refunded", "correlation", byOrder);
        var automation = exiting("events", List.of("order.cancelled", correlated));

        var first = begin(automation, factsOf("id", 7L));
        var again = advance(first.run(), automation, factsOf("id", 7L), NOON.plusSeconds(1));

        assertThat(first.waits())
                .containsExactly(
                        new Wait(Wait.WHOLE_RUN, 1, new Await("order.cancelled", Correlation.NONE, NOON), null),
                        new Wait(
                                Wait.WHOLE_RUN, 1, new Await("order.refunded", Correlation.key("id", 7L), NOON), null));
        assertThat(again.waits()).isEmpty();
    }

    @Test
    void a_run_that_ends_in_its_first_turn_listens_for_nothing() {
        var definition = definition(List.of(), trigger());
        definition.put("exit", map("events", List.of("order.cancelled")));

        assertThat(begin(automation(definition), factsOf()).waits()).isEmpty();
    }

    @Test
    void an_exit_rule_is_asked_before_every_step_but_the_trigger() {
        var automation = exiting("rule", rule("event.total", "gt", 10L));

        var decision = begin(automation, factsOf("total", 11L));

        assertThat(told(decision)).containsExactly("0 start completed");
        assertThat(decision.run().status()).isEqualTo(RunStatus.CANCELLED);
        assertThat(decision.run().reason()).containsEntry("name", "exit_rule").containsKey("because");
        assertThat(begin(automation, factsOf("total", 10L)).run().isLive()).isTrue();
        assertThat(begin(automation, factsOf()).run().isLive()).isTrue();
    }

    @Test
    void an_exit_rule_sees_the_contact_as_they_are_by_then() {
        var automation = exiting("rule", rule("contact.unsubscribed", "eq", true));
        var resting = begin(automation, factsOf()).run();

        var decision = advance(resting, automation, facts(contact("Ada", true), welcome("x", "y")), ONE);

        assertThat(told(decision)).containsExactly("1 pause completed");
        assertThat(decision.run().status()).isEqualTo(RunStatus.CANCELLED);
        assertThat(decision.effects()).isEmpty();
    }

    @Test
    void an_exit_rule_sees_what_a_step_of_the_same_turn_did() {
        var definition = definition(
                List.of("start-out", "out-pause"),
                trigger(),
                step("out", "contact_update", "unsubscribed", true),
                delay("pause"));
        definition.put("exit", map("rule", rule("contact.unsubscribed", "eq", true)));

        var decision = begin(automation(definition), factsOf());

        assertThat(told(decision)).containsExactly("0 start completed", "1 out completed");
        assertThat(decision.run().status()).isEqualTo(RunStatus.CANCELLED);
        assertThat(decision.effects()).hasSize(1);
    }

    @Test
    void a_trigger_that_ends_the_run_completes_it_whatever_the_exit_rule_says() {
        var definition = definition(List.of(), trigger());
        definition.put("exit", map("rule", rule("event.total", "exists", null)));

        assertThat(begin(automation(definition), factsOf("total", 1L)).run().status())
                .isEqualTo(RunStatus.COMPLETED);
    }

    @Test
    void what_ends_a_run_is_heard_before_what_moves_it() {
        var definition = definition(
                List.of("start-wait", "wait-mail:event_received"),
                trigger(),
                step("wait", "wait_for_event", "event_name", "paid"),
                email("mail"));
        definition.put("exit", map("events", List.of("order.cancelled")));
        var automation = automation(definition);
        var facts = facts(ada(), welcome("x", "y"));
        var resting = begin(automation, facts).run();
        Signal[] mailbox = {came(20, "paid", NOON), came(21, "order.cancelled", NOON.plusSeconds(1))};

        var decision = advance(resting, automation, facts, NOON.plusSeconds(2), mailbox);

        assertThat(decision.run().reason()).containsEntry("event_id", id(21).toString());
        assertThat(told(decision)).containsExactly("1 wait skipped");
        assertThat(decision.effects()).isEmpty();
    }

    @Test
    void an_exit_event_of_a_number_of_any_size_breaks_nothing() {
        var byTotal = map("field", "event.total", "equals", "event.total");
        var automation = exiting("events", List.of(map("event_name", "order.cancelled", "correlation", byTotal)));
        var huge = new BigDecimal("100e2147483647");

        var first = begin(automation, factsOf("total", huge));
        var decision = advance(
                first.run(),
                automation,
                factsOf("total", huge),
                NOON,
                came(20, "order.cancelled", NOON, "total", huge));

        assertThat(first.waits()).hasSize(1);
        assertThat(decision.run().status()).isEqualTo(RunStatus.CANCELLED);
    }
}
