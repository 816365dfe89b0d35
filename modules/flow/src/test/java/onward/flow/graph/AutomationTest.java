package onward.flow.graph;

import static onward.flow.Sample.NOON;
import static onward.flow.Sample.automation;
import static onward.flow.Sample.condition;
import static onward.flow.Sample.definition;
import static onward.flow.Sample.delay;
import static onward.flow.Sample.email;
import static onward.flow.Sample.id;
import static onward.flow.Sample.map;
import static onward.flow.Sample.paths;
import static onward.flow.Sample.rule;
import static onward.flow.Sample.step;
import static onward.flow.Sample.trigger;
import static onward.flow.Sample.var;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import onward.flow.policy.Entry;
import onward.flow.policy.Exit;
import onward.flow.step.Interest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What an automation says about itself, so that what its runs need can be loaded before they turn. */
class AutomationTest {

    private static final Map<String, Object> UPDATE = step("x", "contact_update", "unsubscribed", true);
    private static final Map<String, Object> SPLIT =
            step("x", "split", "branches", List.of(map("name", "a", "weight", 1L), map("name", "b", "weight", 1L)));

    private static Map<String, Object> waits(String key, Object... more) {
        Map<String, Object> config = map("event_name", "paid");
        config.putAll(map(more));
        return map("key", key, "type", "wait_for_event", "config", config);
    }

    private static Map<String, Object> around(Map<String, Object> step) {
        return definition(List.of("start-x"), trigger(), step);
    }

    private static Map<String, Object> with(String name, Object policy) {
        var definition = definition(List.of(), trigger());
        definition.put(name, policy);
        return definition;
    }

    @Test
    void entry_and_exit_stand_beside_the_graph_and_are_told_again() {
        var definition = around(delay("x"));
        definition.put("entry", "skip_if_running");
        definition.put("exit", map("events", List.of("order.cancelled")));

        var automation = automation(definition);
        var told = automation.toDefinition();

        assertThat(automation.entry().mode()).isEqualTo(Entry.Mode.SKIP_IF_RUNNING);
        assertThat(automation.exit().isNever()).isFalse();
        assertThat(told).containsEntry("entry", map("mode", "skip_if_running"));
        assertThat(told).containsEntry("exit", map("events", List.of(map("event_name", "order.cancelled"))));
        assertThat(automation(told).toDefinition()).isEqualTo(told);
        assertThat(automation(told).entry()).isEqualTo(automation.entry());
        assertThat(automation(told).exit()).isEqualTo(automation.exit());
    }

    @Test
    void without_them_every_event_starts_a_run_and_nothing_is_told() {
        for (Object none : new Object[] {null, map("mode", "every"), "every"}) {
            var automation = automation(with("entry", none));

            assertThat(automation.entry()).isEqualTo(Entry.EVERY);
            assertThat(automation.toDefinition()).containsOnlyKeys("steps", "connections");
        }
        assertThat(automation(with("exit", null)).exit()).isEqualTo(Exit.NEVER);
    }

    @Test
    void problems_of_entry_exit_and_graph_are_told_at_once() {
        var definition = around(step("x", "delay", "duration", "soon"));
        definition.put("entry", "sometimes");
        definition.put("exit", map("events", List.of(" "), "rule", rule("x", "eq", 1L)));

        assertThat(paths(Blueprint.read(definition)))
                .containsExactly(
                        "steps[1].config.duration", "entry.mode", "exit.events[0].event_name", "exit.rule.field");
        assertThat(paths(Blueprint.readDraft(with("exit", map())))).containsExactly("exit.events");
    }

    @Test
    void interests_are_those_of_all_steps_and_of_the_exit_rule() {
        var definition = definition(
                List.of("start-x", "x-y:timeout"),
                trigger(),
                waits("x", "correlation", map("field", "event.order.id", "equals", "event.id")),
                step("y", "wait_for_event", "events", List.of("paid", "refunded")));
        definition.put("exit", map("events", List.of("order.cancelled", "refunded")));

        var automation = automation(definition);

        assertThat(automation.interests())
                .containsExactlyInAnyOrder(
                        new Interest("paid", "order.id"),
                        Interest.all("paid"),
                        Interest.all("refunded"),
                        Interest.all("order.cancelled"));
        assertThat(automation.listenedNames()).containsExactlyInAnyOrder("paid", "refunded", "order.cancelled");
        assertThat(automation(around(delay("x"))).interests()).isEmpty();
    }

    static Stream<Arguments> pasts() {
        return Stream.of(
                arguments(definition(List.of(), trigger()), false),
                arguments(around(delay("x")), false),
                arguments(around(condition("x")), false),
                arguments(around(email("x")), false),
                arguments(around(UPDATE), false),
                arguments(around(SPLIT), false),
                arguments(around(waits("x")), true),
                arguments(around(step("x", "http_request", "url", "https://a.com/")), true),
                arguments(with("exit", map("events", List.of("a"))), true),
                arguments(with("exit", map("rule", rule("steps.a.status", "eq", 1L))), true),
                arguments(with("entry", "once"), false),
                // References to the past, in whatever step they stand.
                arguments(
                        around(map("key", "x", "type", "condition", "config", rule("steps.ask.status", "eq", 200L))),
                        true),
                arguments(
                        around(map(
                                "key", "x", "type", "condition", "config", rule("event.a", "eq", var("steps.ask.id")))),
                        true),
                arguments(around(step("x", "contact_update", "first_name", var("wait_events.paid.name"))), true),
                arguments(around(step("x", "contact_update", "properties", map("a", var("steps.ask.body.a")))), true),
                arguments(around(step("x", "delay", "until", var("steps.ask.body.at"))), true),
                arguments(
                        around(email("x", "template", map("id", "t", "variables", map("A", var("steps.ask.a"))))),
                        true),
                arguments(
                        around(step(
                                "x",
                                "switch",
                                "cases",
                                List.of(map("name", "a", "rule", rule("wait_events.paid.total", "gt", 1L))))),
                        true));
    }

    @ParameterizedTest
    @MethodSource("pasts")
    void the_past_is_needed_by_waits_calls_exit_rules_and_whoever_refers_to_it(
            Map<String, Object> definition, boolean expected) {
        assertThat(automation(definition).needsPast()).isEqualTo(expected);
    }

    static Stream<Arguments> alone() {
        return Stream.of(
                arguments(around(delay("x")), false),
                arguments(around(email("x")), false),
                arguments(around(step("x", "http_request", "url", "https://a.com/")), false),
                arguments(with("exit", map("rule", rule("contact.unsubscribed", "eq", true))), false),
                arguments(with("exit", map("events", List.of("a"))), true),
                arguments(with("entry", "once"), true),
                arguments(around(waits("x")), true),
                arguments(around(UPDATE), true),
                arguments(around(step("x", "contact_delete")), true));
    }

    @ParameterizedTest
    @MethodSource("alone")
    void runs_of_a_contact_move_one_at_a_time_where_one_hears_what_another_does(
            Map<String, Object> definition, boolean expected) {
        assertThat(automation(definition).needsContactAlone()).isEqualTo(expected);
    }

    @Test
    void the_earliest_instant_is_that_of_the_wait_that_looks_back_furthest() {
        Instant start = NOON.minus(Duration.ofDays(2));

        assertThat(automation(around(delay("x"))).earliestFrom(NOON, start)).isEqualTo(NOON);
        assertThat(automation(around(waits("x"))).earliestFrom(NOON, start)).isEqualTo(NOON);
        assertThat(automation(around(waits("x", "look_back", "1 day"))).earliestFrom(NOON, start))
                .isEqualTo(NOON.minus(Duration.ofDays(1)));
        assertThat(automation(around(waits("x", "look_back", "run_start"))).earliestFrom(NOON, start))
                .isEqualTo(start);
        assertThat(automation(definition(
                                List.of("start-x", "x-y:timeout"),
                                trigger(),
                                waits("x", "look_back", "3 days"),
                                waits("y", "look_back", "run_start")))
                        .earliestFrom(NOON, start))
                .isEqualTo(NOON.minus(Duration.ofDays(3)));
    }

    @Test
    void what_steps_refer_to_is_gathered() {
        var automation = automation(definition(
                List.of("start-mail", "mail-in"),
                trigger(),
                email("mail", "topic_id", id(41).toString()),
                step("in", "add_to_segment", "segment_id", id(40).toString())));

        assertThat(automation.templateReferences()).containsExactly("welcome");
        assertThat(automation.topicReferences()).containsExactly(id(41).toString());
        assertThat(automation.segmentReferences()).containsExactly(id(40).toString());
    }
}
