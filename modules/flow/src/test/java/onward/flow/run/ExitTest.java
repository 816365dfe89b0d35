package onward.flow.run;

import static onward.flow.Sample.NOON;
import static onward.flow.Sample.RUN;
import static onward.flow.Sample.ada;
import static onward.flow.Sample.definition;
import static onward.flow.Sample.id;
import static onward.flow.Sample.ids;
import static onward.flow.Sample.map;
import static onward.flow.Sample.step;
import static onward.flow.Sample.trigger;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import onward.flow.Sample;
import onward.flow.fact.Contact;
import onward.flow.graph.Automation;
import onward.flow.graph.Blueprint;
import onward.flow.step.Catalogue;
import onward.flow.step.Facts;
import onward.flow.step.Past;
import onward.flow.step.Signal;
import org.junit.jupiter.api.Test;

class ExitTest {

    private static final Catalogue NOTHING =
            new Catalogue(Map.of(), Set.of(), Set.of(), Map.of(), null, "onward.example");

    /** Waits for a payment, of the last hour too, and ends when the order is cancelled. */
    private static Automation waitsUntilCancelled(Object... correlation) {
        Map<String, Object> definition = definition(
                List.of("start-wait"),
                trigger(),
                step("wait", "wait_for_event", "event_name", "order.paid", "look_back", "1 hour"));
        Map<String, Object> cancelled = map("event_name", "order.cancelled");
        if (correlation.length > 0) {
            cancelled.put("correlation", map(correlation));
        }
        definition.put("exit", map("events", List.of(cancelled)));
        return Blueprint.read(definition).value();
    }

    private static Signal.EventReceived cancelled(Instant at, Object... payload) {
        return new Signal.EventReceived(id(20), "order.cancelled", map(payload), at);
    }

    private static Facts facts(Contact contact, List<Signal.EventReceived> recent, Object... payload) {
        return new Facts(Sample.event(payload), contact, Past.NONE, recent, NOTHING);
    }

    private static Decision begin(Automation automation, Facts facts) {
        Run run = Machine.start(RUN, id(8), id(9), facts.event(), ada(), automation, NOON);
        return Machine.advance(run, List.of(), automation, facts, NOON, ids());
    }

    @Test
    void an_event_after_the_run_began_ends_it_before_its_first_step() {
        var facts = facts(ada(), List.of(cancelled(NOON.plusNanos(1_000))));

        var decision = begin(waitsUntilCancelled(), facts);

        assertThat(decision.run().status()).isEqualTo(RunStatus.CANCELLED);
        assertThat(decision.trail()).isEmpty();
    }

    @Test
    void an_event_that_only_a_wait_looks_back_at_ends_no_run() {
        var facts = facts(ada(), List.of(cancelled(NOON.minusSeconds(60))));

        var decision = begin(waitsUntilCancelled(), facts);

        assertThat(decision.run().status()).isEqualTo(RunStatus.RUNNING);
        assertThat(decision.run().stepKey()).isEqualTo("wait");
    }

    @Test
    void what_is_null_on_both_sides_is_not_the_same_order() {
        var automation = waitsUntilCancelled("field", "event.order", "equals", "event.order");
        var facts = facts(ada(), List.of(cancelled(NOON.plusSeconds(1), "order", null)), "order", null);

        var decision = begin(automation, facts);

        assertThat(decision.run().status()).isEqualTo(RunStatus.RUNNING);
        assertThat(decision.waits()).extracting(Wait::stepKey).containsExactly("wait");
    }

    @Test
    void a_value_that_may_change_is_looked_up_when_the_event_comes() {
        var automation = waitsUntilCancelled("field", "event.name", "equals", "contact.first_name");
        var first = begin(automation, facts(ada(), List.of()));
        var bo = facts(Sample.contact("Bo", false), List.of());
        Instant later = NOON.plusSeconds(5);

        var ofAda = turn(first.run(), automation, bo, cancelled(later, "name", "Ada"));
        var ofBo = turn(first.run(), automation, bo, cancelled(later, "name", "Bo"));

        assertThat(first.waits()).extracting(wait -> wait.await().key()).containsOnly("");
        assertThat(ofAda.run().status()).isEqualTo(RunStatus.RUNNING);
        assertThat(ofBo.run().status()).isEqualTo(RunStatus.CANCELLED);
    }

    private static Decision turn(Run run, Automation automation, Facts facts, Signal signal) {
        return Machine.advance(run, List.of(signal), automation, facts, signal.receivedAt(), ids());
    }
}
