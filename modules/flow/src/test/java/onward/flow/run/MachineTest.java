package onward.flow.run;

import static onward.flow.Sample.NOON;
import static onward.flow.Sample.RUN;
import static onward.flow.Sample.ada;
import static onward.flow.Sample.condition;
import static onward.flow.Sample.contact;
import static onward.flow.Sample.definition;
import static onward.flow.Sample.delay;
import static onward.flow.Sample.email;
import static onward.flow.Sample.event;
import static onward.flow.Sample.facts;
import static onward.flow.Sample.id;
import static onward.flow.Sample.ids;
import static onward.flow.Sample.map;
import static onward.flow.Sample.trigger;
import static onward.flow.Sample.welcome;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import onward.flow.graph.Automation;
import onward.flow.graph.Blueprint;
import onward.flow.message.Template;
import onward.flow.step.Catalogue;
import onward.flow.step.Effect;
import onward.flow.step.Facts;
import onward.flow.step.Past;
import onward.flow.step.Signal;
import org.junit.jupiter.api.Test;

class MachineTest {

    private static final Template WELCOME = welcome("Hello", "<p>Hi</p>");

    private static Automation automation(Map<String, Object> definition) {
        var read = Blueprint.read(definition);
        assertThat(read.problems()).isEmpty();
        return read.value();
    }

    private static Run start(Automation automation) {
        return Machine.start(RUN, id(8), id(9), event(), ada(), automation, NOON);
    }

    private static Decision advance(Run run, Automation automation, Facts facts, Instant now) {
        return Machine.advance(run, List.of(), automation, facts, now, ids());
    }

    private static Decision begin(Automation automation, Facts facts) {
        return advance(start(automation), automation, facts, NOON);
    }

    private static List<String> told(Decision decision) {
        return decision.trail().stream()
                .map(entry -> entry.position() + " " + entry.stepKey() + " "
                        + entry.status().word())
                .toList();
    }

    @Test
    void a_run_begins_at_its_trigger() {
        Run run = start(automation(definition(List.of(), trigger())));

        assertThat(run)
                .isEqualTo(new Run(
                        event().projectId(),
                        RUN,
                        id(8),
                        id(9),
                        event().id(),
                        ada().id(),
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
                        null));
    }

    @Test
    void a_trigger_alone_completes_at_once() {
        var decision = begin(automation(definition(List.of(), trigger())), facts(ada(), null));

        assertThat(told(decision)).containsExactly("0 start completed");
        assertThat(decision.trail().get(0))
                .isEqualTo(
                        new TrailEntry("start", "trigger", 1, 0, StepStatus.COMPLETED, null, null, NOON, NOON, NOON));
        assertThat(decision.run().status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(decision.run().completedAt()).isEqualTo(NOON);
        assertThat(decision.run().stepKey()).isNull();
        assertThat(decision.run().position()).isEqualTo(1);
    }

    @Test
    void a_mail_is_sealed_and_the_run_goes_on() {
        var automation = automation(definition(List.of("start-mail"), trigger(), email("mail")));

        var decision = begin(automation, facts(ada(), WELCOME));

        assertThat(told(decision)).containsExactly("0 start completed", "1 mail completed");
        assertThat(decision.effects()).hasSize(1);
        var envelope = ((Effect.Seal) decision.effects().get(0)).envelope();
        assertThat(decision.trail().get(1).output())
                .isEqualTo(map(
                        "to",
                        "Ada@example.com",
                        "email_id",
                        envelope.id().toString(),
                        "template",
                        map("id", WELCOME.id().toString(), "variables", null)));
    }

    @Test
    void the_same_turn_taken_twice_decides_the_same() {
        var automation = automation(definition(List.of("start-mail"), trigger(), email("mail")));

        assertThat(begin(automation, facts(ada(), WELCOME))).isEqualTo(begin(automation, facts(ada(), WELCOME)));
    }

    @Test
    void a_delay_rests_until_it_is_due_and_not_a_microsecond_less() {
        var automation =
                automation(definition(List.of("start-pause", "pause-mail"), trigger(), delay("pause"), email("mail")));
        Instant due = NOON.plus(Duration.ofHours(1));

        var first = begin(automation, facts(ada(), WELCOME));

        assertThat(told(first)).containsExactly("0 start completed", "1 pause waiting");
        assertThat(first.trail().get(1).completedAt()).isNull();
        assertThat(first.run().dueAt()).isEqualTo(due);
        assertThat(first.run().resting()).isTrue();
        assertThat(first.run().position()).isEqualTo(2);

        var early = advance(first.run(), automation, facts(ada(), WELCOME), due.minusNanos(1_000));

        assertThat(early).isEqualTo(new Decision(first.run(), List.of(), List.of()));

        var second = advance(first.run(), automation, facts(ada(), WELCOME), due);

        assertThat(told(second)).containsExactly("1 pause completed", "2 mail completed");
        assertThat(second.trail().get(0).output()).isEqualTo(map("resumed_at", "2026-10-01 13:00:00+00"));
        assertThat(second.run().status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(second.run().dueAt()).isNull();
        assertThat(second.run().completedAt()).isEqualTo(due);
        assertThat(second.run().startedAt()).isEqualTo(NOON);
        assertThat(second.run().position()).isEqualTo(3);
    }

    @Test
    void two_delays_in_a_row_rest_twice() {
        var automation = automation(definition(List.of("start-a", "a-b"), trigger(), delay("a"), delay("b")));
        Instant due = NOON.plus(Duration.ofHours(1));

        var first = begin(automation, facts(ada(), null));
        var second = advance(first.run(), automation, facts(ada(), null), due);

        assertThat(told(second)).containsExactly("1 a completed", "2 b waiting");
        assertThat(second.run().dueAt()).isEqualTo(due.plus(Duration.ofHours(1)));
        assertThat(second.run().position()).isEqualTo(3);
    }

    @Test
    void a_signal_means_nothing_to_a_delay() {
        var automation = automation(definition(List.of("start-a"), trigger(), delay("a")));
        var first = begin(automation, facts(ada(), null));
        Signal signal = new Signal.EventReceived(id(9), "order.paid", Map.of(), NOON);

        var decision = Machine.advance(first.run(), List.of(signal), automation, facts(ada(), null), NOON, ids());

        assertThat(decision).isEqualTo(new Decision(first.run(), List.of(), List.of()));
    }

    @Test
    void a_condition_goes_one_way_and_says_why() {
        var automation = automation(definition(
                List.of("start-rich", "rich-mail:condition_met", "rich-pause:condition_not_met"),
                trigger(),
                condition("rich"),
                email("mail"),
                delay("pause")));

        var met = begin(automation, facts(ada(), WELCOME, "total", 11L));
        var notMet = begin(automation, facts(ada(), WELCOME, "total", 9L));

        assertThat(told(met)).containsExactly("0 start completed", "1 rich completed", "2 mail completed");
        assertThat(told(notMet)).containsExactly("0 start completed", "1 rich completed", "2 pause waiting");
        assertThat(met.trail().get(1).output())
                .isEqualTo(map(
                        "result",
                        true,
                        "because",
                        map("clause", "", "field", "event.total", "operator", "gt", "expected", 10L, "found", 11L)));
    }

    @Test
    void a_branch_without_connection_ends_the_run_completed() {
        var automation = automation(definition(
                List.of("start-rich", "rich-mail:condition_met"), trigger(), condition("rich"), email("mail")));

        var decision = begin(automation, facts(ada(), WELCOME, "total", 9L));

        assertThat(told(decision)).containsExactly("0 start completed", "1 rich completed");
        assertThat(decision.run().status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(decision.effects()).isEmpty();
    }

    @Test
    void a_condition_on_a_field_the_event_lacks_fails_the_run() {
        var automation = automation(definition(List.of("start-rich"), trigger(), condition("rich")));

        var decision = begin(automation, facts(ada(), null));

        assertThat(told(decision)).containsExactly("0 start completed", "1 rich failed");
        assertThat(decision.trail().get(1).error()).containsOnlyKeys("message", "name");
        assertThat(decision.trail().get(1).error().get("message")).asString().contains("`event.total`");
        assertThat(decision.run().status()).isEqualTo(RunStatus.FAILED);
        assertThat(decision.run().completedAt()).isEqualTo(NOON);
        assertThat(decision.run().stepKey()).isNull();
        assertThat(decision.run().dueAt()).isNull();
    }

    @Test
    void only_the_mail_is_skipped_for_the_unsubscribed() {
        var automation =
                automation(definition(List.of("start-mail", "mail-pause"), trigger(), email("mail"), delay("pause")));

        var decision = begin(automation, facts(contact("Ada", true), WELCOME));

        assertThat(told(decision)).containsExactly("0 start completed", "1 mail skipped", "2 pause waiting");
        assertThat(decision.trail().get(1).output()).isEqualTo(map("reason", "unsubscribed"));
        assertThat(decision.effects()).isEmpty();
    }

    @Test
    void what_follows_the_deletion_of_the_contact_is_skipped_and_the_run_completes() {
        var automation = automation(definition(
                List.of("start-pause", "pause-mail", "mail-more"),
                trigger(),
                delay("pause"),
                email("mail"),
                email("more")));
        var parked = begin(automation, facts(ada(), WELCOME)).run();

        var decision = advance(parked, automation, facts(null, WELCOME), parked.dueAt());

        assertThat(told(decision)).containsExactly("1 pause completed", "2 mail skipped");
        assertThat(decision.trail().get(1).output()).isEqualTo(map("reason", "contact_deleted"));
        assertThat(decision.run().status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(decision.effects()).isEmpty();
    }

    @Test
    void a_failed_step_stops_the_run_and_keeps_what_was_sealed_before() {
        var second = map("key", "second", "type", "send_email", "config", map("template", map("id", "draft")));
        var automation = automation(definition(List.of("start-mail", "mail-second"), trigger(), email("mail"), second));

        var decision = begin(automation, facts(ada(), WELCOME));

        assertThat(told(decision)).containsExactly("0 start completed", "1 mail completed", "2 second failed");
        assertThat(decision.effects()).hasSize(1);
        assertThat(decision.run().status()).isEqualTo(RunStatus.FAILED);
    }

    @Test
    void a_fault_inside_a_step_is_an_error_on_the_run() {
        var automation = automation(definition(List.of("start-mail"), trigger(), email("mail")));
        var nothing = new Catalogue(null, null, null, null, null, null);
        var broken = new Facts(event(), ada(), Past.NONE, List.of(), nothing);

        var decision = begin(automation, broken);

        assertThat(told(decision)).containsExactly("0 start completed", "1 mail failed");
        assertThat(decision.trail().get(1).error()).containsEntry("name", "application_error");
    }

    @Test
    void a_run_at_a_step_that_is_not_there_fails_and_does_not_throw() {
        var long_ = automation(definition(List.of("start-a"), trigger(), delay("a")));
        var short_ = automation(definition(List.of(), trigger()));
        var resting = begin(long_, facts(ada(), null)).run();

        var decision = advance(resting, short_, facts(ada(), null), resting.dueAt());

        assertThat(decision.run().status()).isEqualTo(RunStatus.FAILED);
        assertThat(told(decision)).containsExactly("1 a failed");
    }

    @Test
    void a_run_that_ended_is_left_as_it_is() {
        var automation = automation(definition(List.of(), trigger()));
        var ended = begin(automation, facts(ada(), null)).run();

        assertThat(advance(ended, automation, facts(ada(), null), NOON.plusSeconds(5)))
                .isEqualTo(new Decision(ended, List.of(), List.of()));
    }

    private static Automation chainOfMails(int steps) {
        List<Object> all = new ArrayList<>(List.of(trigger()));
        List<Object> arrows = new ArrayList<>();
        for (int i = 1; i < steps; i++) {
            all.add(email("m" + i));
            arrows.add(map("from", i == 1 ? "start" : "m" + (i - 1), "to", "m" + i));
        }
        return automation(map("steps", all, "connections", arrows));
    }

    @Test
    void a_chain_of_a_hundred_and_fifty_steps_is_one_turn() {
        var decision = begin(chainOfMails(150), facts(ada(), WELCOME));

        assertThat(decision.run().status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(decision.trail()).hasSize(150);
        assertThat(decision.effects()).hasSize(149).doesNotHaveDuplicates();
    }

    @Test
    void a_turn_that_meets_its_bound_leaves_the_run_due_at_once() {
        var automation = chainOfMails(7);
        var facts = facts(ada(), WELCOME);

        var first = Machine.advance(start(automation), List.of(), automation, facts, NOON, ids(), 4);

        assertThat(told(first)).hasSize(4);
        assertThat(first.run().stepKey()).isEqualTo("m4");
        assertThat(first.run().resting()).isFalse();
        assertThat(first.run().dueAt()).isEqualTo(NOON);

        var second = Machine.advance(first.run(), List.of(), automation, facts, NOON, ids(), 4);

        assertThat(told(second)).containsExactly("4 m4 completed", "5 m5 completed", "6 m6 completed");
        assertThat(second.run().status()).isEqualTo(RunStatus.COMPLETED);
    }
}
