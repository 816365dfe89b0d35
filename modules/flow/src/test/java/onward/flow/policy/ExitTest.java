package onward.flow.policy;

import static onward.flow.Sample.NOON;
import static onward.flow.Sample.came;
import static onward.flow.Sample.context;
import static onward.flow.Sample.factsOf;
import static onward.flow.Sample.id;
import static onward.flow.Sample.map;
import static onward.flow.Sample.paths;
import static onward.flow.Sample.rule;
import static onward.flow.Sample.var;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import onward.flow.fact.Correlation;
import onward.flow.step.Await;
import onward.flow.step.Facts;
import onward.flow.step.Interest;
import onward.flow.step.Past;
import onward.flow.step.Signal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ExitTest {

    private static final Map<String, Object> BY_ORDER = map("field", "event.order_id", "equals", "event.order_id");

    private static Exit exit(Object... fields) {
        var exit = Exit.read(map(fields));
        assertThat(exit.problems()).isEmpty();
        return exit.value();
    }

    private static Map<String, Object> cancelled(Object... more) {
        Map<String, Object> event = map("event_name", "order.cancelled");
        event.putAll(map(more));
        return event;
    }

    static Stream<Arguments> exits() {
        var rule = rule("contact.unsubscribed", "eq", true);
        return Stream.of(
                arguments(map("events", List.of("order.cancelled")), map("events", List.of(cancelled()))),
                arguments(map("rule", rule), map("rule", rule)),
                arguments(map("rule", rule, "events", null), map("rule", rule)),
                arguments(
                        map("events", List.of("a", cancelled("filter_rule", null)), "rule", rule),
                        map("events", List.of(map("event_name", "a"), cancelled()), "rule", rule)),
                arguments(
                        map(
                                "events",
                                List.of(cancelled(
                                        "filter_rule", rule("event.a", "gt", var("event.a")),
                                        "correlation",
                                                map("field", "event.order_id", "equals", var("event.order_id"))))),
                        map(
                                "events",
                                List.of(cancelled(
                                        "filter_rule",
                                        rule("event.a", "gt", var("event.a")),
                                        "correlation",
                                        BY_ORDER)))));
    }

    @ParameterizedTest
    @MethodSource("exits")
    void an_exit_rule_is_told_canonically_and_reads_back_the_same(Object given, Map<String, Object> canonical) {
        var exit = Exit.read(given);

        assertThat(exit.problems()).isEmpty();
        assertThat(exit.value().isNever()).isFalse();
        assertThat(exit.value().toMap()).isEqualTo(canonical);
        assertThat(Exit.read(canonical)).isEqualTo(exit);
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                arguments(null, List.of("exit.events")),
                arguments(map(), List.of("exit.events")),
                arguments(List.of(), List.of("exit.events")),
                arguments("order.cancelled", List.of("exit", "exit.events")),
                arguments(map("events", List.of()), List.of("exit.events")),
                arguments(map("events", "order.cancelled"), List.of("exit.events")),
                arguments(map("events", Collections.nCopies(21, "a")), List.of("exit.events")),
                arguments(map("events", List.of(" ")), List.of("exit.events[0].event_name")),
                arguments(map("events", List.of(5L)), List.of("exit.events[0]", "exit.events[0].event_name")),
                arguments(
                        map("events", List.of("a", cancelled("filter_rule", rule("contact.id", "eq", "x")))),
                        List.of("exit.events[1].filter_rule.field")),
                arguments(
                        map("events", List.of(cancelled("correlation", map("field", "event.a")))),
                        List.of("exit.events[0].correlation.equals")),
                arguments(map("rule", "always"), List.of("exit.rule")),
                arguments(map("rule", rule("total", "eq", 1L)), List.of("exit.rule.field")),
                arguments(
                        map("events", List.of(map()), "rule", rule("event.a", "gt", "x")),
                        List.of("exit.events[0].event_name", "exit.rule.value")));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void a_bad_exit_rule_is_refused_with_every_problem_at_its_place(Object given, List<String> places) {
        assertThat(paths(Exit.read(given))).containsExactlyElementsOf(places);
    }

    private static Optional<Map<String, Object>> reason(Exit exit, Signal.EventReceived event, Object... payload) {
        return exit.reason(event, context(factsOf(payload)).scope(), Past.NONE);
    }

    @Test
    void an_event_that_is_listed_ends_a_run_and_is_named() {
        var exit = exit("events", List.of("order.cancelled", "order.refunded"));

        assertThat(reason(exit, came(20, "order.refunded", NOON)))
                .hasValueSatisfying(reason -> assertThat(reason)
                        .containsEntry("name", "exit_event")
                        .containsEntry("event_id", id(20).toString())
                        .hasEntrySatisfying(
                                "message", text -> assertThat(text).asString().contains("order.refunded")));
        assertThat(reason(exit, came(20, "order.paid", NOON))).isEmpty();
    }

    @Test
    void filter_and_correlation_have_to_hold() {
        var exit = exit(
                "events", List.of(cancelled("filter_rule", rule("event.final", "eq", true), "correlation", BY_ORDER)));

        assertThat(reason(exit, came(20, "order.cancelled", NOON, "final", true, "order_id", 7L), "order_id", 7L))
                .isPresent();
        assertThat(reason(exit, came(20, "order.cancelled", NOON, "final", true, "order_id", 8L), "order_id", 7L))
                .isEmpty();
        assertThat(reason(exit, came(20, "order.cancelled", NOON, "final", false, "order_id", 7L), "order_id", 7L))
                .isEmpty();
        assertThat(reason(exit, came(20, "order.cancelled", NOON, "order_id", 7L), "order_id", 7L))
                .isEmpty();
        assertThat(reason(exit, came(20, "order.cancelled", NOON, "final", true, "order_id", null), "order_id", null))
                .isEmpty();
    }

    @Test
    void a_run_listens_for_each_event_that_it_has_a_key_for() {
        var exit = exit("events", List.of("order.refunded", cancelled("correlation", BY_ORDER)));

        assertThat(exit.awaits(context(factsOf("order_id", 7L)).scope(), NOON))
                .containsExactly(
                        new Await("order.refunded", Correlation.NONE, NOON),
                        new Await("order.cancelled", Correlation.key("order_id", 7L), NOON));
        assertThat(exit.awaits(context(factsOf()).scope(), NOON))
                .containsExactly(new Await("order.refunded", Correlation.NONE, NOON));
        assertThat(exit.interests())
                .containsExactlyInAnyOrder(Interest.all("order.refunded"), new Interest("order.cancelled", "order_id"));
    }

    private static Optional<Map<String, Object>> reason(Exit exit, Facts facts) {
        return exit.reason(context(facts).scope());
    }

    @Test
    void a_rule_that_holds_ends_a_run_and_tells_why() {
        var exit = exit("rule", rule("event.total", "gt", 10L));

        assertThat(reason(exit, factsOf("total", 11L)))
                .contains(map(
                        "name", "exit_rule",
                        "message", "The exit rule of the automation holds.",
                        "because",
                                map(
                                        "clause", "",
                                        "field", "event.total",
                                        "operator", "gt",
                                        "expected", 10L,
                                        "found", 11L)));
        assertThat(reason(exit, factsOf("total", 9L))).isEmpty();
    }

    @Test
    void a_rule_without_its_field_does_not_hold() {
        assertThat(reason(exit("rule", rule("event.total", "gt", 10L)), factsOf()))
                .isEmpty();
        assertThat(reason(exit("rule", rule("event.total", "gt", var("event.limit"))), factsOf("total", 1L)))
                .isEmpty();
    }

    @Test
    void nothing_ends_a_run_by_default() {
        assertThat(Exit.NEVER.isNever()).isTrue();
        assertThat(Exit.NEVER.interests()).isEmpty();
        assertThat(Exit.NEVER.awaits(context(factsOf()).scope(), NOON)).isEmpty();
        assertThat(reason(Exit.NEVER, came(20, "order.cancelled", NOON))).isEmpty();
        assertThat(reason(Exit.NEVER, factsOf())).isEmpty();
    }
}
