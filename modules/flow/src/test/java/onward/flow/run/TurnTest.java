package onward.flow.run;

import static onward.flow.Sample.ADA;
import static onward.flow.Sample.NOON;
import static onward.flow.Sample.PROJECT;
import static onward.flow.Sample.ada;
import static onward.flow.Sample.automation;
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
import static onward.flow.Sample.var;
import static onward.flow.Sample.welcome;
import static onward.flow.run.Turns.advance;
import static onward.flow.run.Turns.begin;
import static onward.flow.run.Turns.told;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import onward.flow.fact.Event;
import onward.flow.graph.Automation;
import onward.flow.message.Template;
import onward.flow.step.Effect;
import onward.flow.step.Facts;
import onward.flow.step.Signal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What steps do to one another within a turn, and what ends a run from outside. */
class TurnTest {

    private static final Template WELCOME = welcome("Hello", "<p>Hi</p>");

    private static Automation chain(Map<String, Object> first, Map<String, Object> second) {
        return automation(definition(List.of("start-a", "a-b"), trigger(), first, second));
    }

    @Test
    void unsubscribing_a_person_skips_their_mail_in_the_same_turn() {
        var automation = chain(step("a", "contact_update", "unsubscribed", true), email("b"));

        var decision = begin(automation, facts(ada(), WELCOME));

        assertThat(told(decision)).containsExactly("0 start completed", "1 a completed", "2 b skipped");
        assertThat(decision.effects()).hasSize(1).first().isInstanceOf(Effect.UpdateContact.class);
        assertThat(decision.run().status()).isEqualTo(RunStatus.COMPLETED);
    }

    @Test
    void a_changed_name_is_in_the_mail_of_the_same_turn() {
        var automation = chain(step("a", "contact_update", "first_name", var("event.name")), email("b"));
        var template = welcome("Hello", "Hi {{{contact.first_name}}}");

        var decision = begin(automation, facts(ada(), template, "name", "Grace"));

        assertThat(((Effect.Seal) decision.effects().get(1)).envelope().html()).isEqualTo("Hi Grace");
    }

    @Test
    void the_step_after_the_deletion_of_the_contact_is_skipped_and_the_run_completes() {
        var automation = automation(definition(
                List.of("start-a", "a-b", "b-c"), trigger(), step("a", "contact_delete"), email("b"), email("c")));

        var decision = begin(automation, facts(ada(), WELCOME));

        assertThat(told(decision)).containsExactly("0 start completed", "1 a completed", "2 b skipped");
        assertThat(decision.trail().get(2).output()).isEqualTo(map("reason", "contact_deleted"));
        assertThat(decision.effects()).containsExactly(new Effect.DeleteContact(ADA));
        assertThat(decision.run().status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(decision.run().reason()).isNull();
    }

    @Test
    void a_contact_that_is_gone_before_the_run_begins_skips_all_of_it() {
        var decision = begin(automation(definition(List.of(), trigger())), facts(null, null));

        assertThat(told(decision)).containsExactly("0 start skipped");
        assertThat(decision.run().status()).isEqualTo(RunStatus.COMPLETED);
    }

    @Test
    void outputs_of_steps_are_known_to_later_ones() {
        var automation = chain(
                step("a", "contact_update", "first_name", "Grace"),
                map("key", "b", "type", "condition", "config", rule("steps.a.first_name", "eq", "Grace")));

        var decision = begin(automation, factsOf());

        assertThat(decision.trail().get(2).output()).containsEntry("result", true);
    }

    @Test
    void a_failed_run_tells_why_and_at_which_step() {
        var automation = chain(step("a", "contact_update", "first_name", var("event.name")), email("b"));

        var decision = begin(automation, facts(ada(), WELCOME));

        assertThat(told(decision)).containsExactly("0 start completed", "1 a failed");
        assertThat(decision.run().status()).isEqualTo(RunStatus.FAILED);
        assertThat(decision.run().reason())
                .containsEntry("step_key", "a")
                .containsEntry("name", "validation_error")
                .hasEntrySatisfying(
                        "message", text -> assertThat(text).asString().contains("`event.name`"));
        assertThat(decision.trail().get(1).error())
                .isEqualTo(map("message", decision.run().reason().get("message"), "name", "validation_error"));
        assertThat(decision.effects()).isEmpty();
    }

    @Test
    void a_run_whose_place_another_took_is_cancelled_and_says_by_which() {
        var automation = chain(delay("a"), email("b"));
        var resting = begin(automation, facts(ada(), WELCOME)).run();

        var decision =
                advance(resting, automation, facts(ada(), WELCOME), resting.dueAt(), new Signal.Replaced(id(50), NOON));

        assertThat(decision.run().status()).isEqualTo(RunStatus.CANCELLED);
        assertThat(decision.run().reason())
                .containsEntry("name", "replaced")
                .containsEntry("run_id", id(50).toString());
        assertThat(told(decision)).containsExactly("1 a skipped");
        assertThat(decision.trail().get(0).output()).isEqualTo(map("reason", "replaced"));
        assertThat(decision.effects()).isEmpty();
        assertThat(decision.leftWait()).isTrue();
    }

    @Test
    void the_deletion_of_the_contact_skips_the_step_a_run_rests_at_and_completes_it() {
        var automation = chain(delay("a"), email("b"));
        var resting = begin(automation, facts(ada(), WELCOME)).run();
        var signal = new Signal.ContactDeleted(NOON.plusSeconds(1));

        var decision = advance(resting, automation, facts(null, WELCOME), NOON.plusSeconds(2), signal);

        assertThat(told(decision)).containsExactly("1 a skipped");
        assertThat(decision.trail().get(0).output()).isEqualTo(map("reason", "contact_deleted"));
        assertThat(decision.run().status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(decision.run().completedAt()).isEqualTo(NOON.plusSeconds(2));
        assertThat(decision.leftWait()).isTrue();
        assertThat(advance(resting, automation, facts(ada(), WELCOME), NOON, signal)
                        .run())
                .as("a contact that is there was not deleted")
                .isEqualTo(resting);
    }

    @Test
    void only_the_first_of_several_endings_counts() {
        var automation = chain(delay("a"), email("b"));
        var resting = begin(automation, factsOf()).run();

        var decision = advance(
                resting,
                automation,
                facts(null, null),
                NOON,
                new Signal.Replaced(id(50), NOON),
                new Signal.ContactDeleted(NOON),
                new Signal.Replaced(id(51), NOON));

        assertThat(decision.run().reason()).containsEntry("run_id", id(50).toString());
        assertThat(decision.trail()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"0, completed", "1, completed", "10, completed", "11, failed", "12, failed"})
    void runs_that_mails_of_runs_started_end_after_ten_in_a_row(int hops, String status) {
        var automation = automation(definition(List.of(), trigger()));
        var event = new Event(PROJECT, id(5), "order.completed", ADA, null, Map.of(), NOON, NOON, hops);
        var facts =
                new Facts(event, ada(), factsOf().past(), List.of(), factsOf().catalogue());

        var decision = begin(automation, facts);

        assertThat(decision.run().status().word()).isEqualTo(status);
        assertThat(decision.run().hops()).isEqualTo(hops);
        if (status.equals("failed")) {
            assertThat(decision.run().reason())
                    .containsEntry("name", "loop_guard")
                    .containsEntry("step_key", "start");
        }
    }

    @Test
    void a_run_moves_at_the_receipt_of_its_event_then_at_due_instants_however_late_the_server_is() {
        var automation = chain(delay("a"), delay("b"));

        var first = begin(automation, factsOf(), NOON.plusSeconds(30));
        var second =
                advance(first.run(), automation, factsOf(), first.run().dueAt().plusSeconds(40));

        assertThat(first.run().since()).isEqualTo(NOON);
        assertThat(first.run().dueAt()).isEqualTo(NOON.plusSeconds(30 + 3_600));
        assertThat(second.run().since()).isEqualTo(first.run().dueAt());
        assertThat(second.run().dueAt()).isEqualTo(first.run().dueAt().plusSeconds(40 + 3_600));
    }

    @Test
    void a_skipped_step_puts_nothing_out_that_later_ones_see() {
        var automation = chain(
                email("a"), map("key", "b", "type", "condition", "config", rule("steps.a.reason", "exists", null)));

        var decision = begin(automation, facts(contact("Ada", true), WELCOME));

        assertThat(told(decision)).containsExactly("0 start completed", "1 a skipped", "2 b completed");
        assertThat(decision.trail().get(2).output()).containsEntry("result", false);
    }
}
