package onward.flow.rule;

import static onward.flow.Sample.NOON;
import static onward.flow.Sample.ada;
import static onward.flow.Sample.map;
import static onward.flow.Sample.paths;
import static onward.flow.Sample.rule;
import static onward.flow.Sample.var;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import onward.flow.fact.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that are references, and where rules may look. */
class CompareTest {

    private static final Scope SCOPE = new Scope(
            map("total", 5L, "limit", 3L, "none", null, "name", "Ada"),
            ada(),
            Map.of("paid", map("total", 5L)),
            Map.of("ask", map("status", 200L)),
            NOON);

    private static Evaluation evaluate(Object rule) {
        return read(rule).evaluate(SCOPE);
    }

    private static Rule read(Object rule) {
        var read = Rule.read(rule, "");
        assertThat(read.problems()).isEmpty();
        return read.value();
    }

    static Stream<Arguments> references() {
        return Stream.of(
                arguments("event.total", "gt", "event.limit", 3L, true),
                arguments("event.total", "lt", "event.limit", 3L, false),
                arguments("event.total", "eq", "wait_events.paid.total", 5L, true),
                arguments("event.name", "eq", "contact.first_name", "Ada", true),
                arguments("event.none", "eq", "event.none", null, true),
                arguments("event.total", "eq", "contact.properties.absent", null, false),
                arguments("event.total", "neq", "contact.properties.absent", null, true),
                arguments("steps.ask.status", "gte", "event.total", 5L, true),
                arguments("event.total", "gt", "event.name", "Ada", false),
                arguments("event.total", "gt", "event.none", null, false),
                arguments("event.name", "contains", "event.limit", 3L, false));
    }

    @ParameterizedTest
    @MethodSource("references")
    void a_reference_is_looked_up_and_shown_as_what_it_led_to(
            String field, String operator, String path, Object expected, boolean isTrue) {
        var evaluation = evaluate(rule(field, operator, var(path)));

        assertThat(evaluation.isMissing()).isFalse();
        assertThat(evaluation.isTrue()).isEqualTo(isTrue);
        assertThat(evaluation.explanation()).containsEntry("expected", expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"event.absent", "wait_events.absent.total", "steps.absent.status", "steps.ask.absent"})
    void a_reference_that_leads_nowhere_is_missing_and_shown_as_written(String path) {
        var evaluation = evaluate(rule("event.total", "gt", var(path)));

        assertThat(evaluation.isMissing()).isTrue();
        assertThat(evaluation.isTrue()).isFalse();
        assertThat(evaluation.explanation())
                .isEqualTo(map(
                        "clause", "",
                        "field", "event.total",
                        "operator", "gt",
                        "expected", var(path),
                        "found", 5L));
    }

    @Test
    void an_operator_without_value_asks_for_no_reference() {
        var rule = read(rule("event.total", "exists", var("event.absent")));

        assertThat(rule.evaluate(SCOPE).isTrue()).isTrue();
        assertThat(rule.toMap()).doesNotContainKey("value");
    }

    @Test
    void references_may_be_looked_up_elsewhere_than_fields() {
        Scope came = SCOPE.withEvent(map("total", 1L));

        var evaluation = read(rule("event.total", "lt", var("event.total"))).evaluate(came, SCOPE, Rule.Missing.STOPS);

        assertThat(evaluation.isTrue()).isTrue();
        assertThat(evaluation.explanation()).containsEntry("expected", 5L).containsEntry("found", 1L);
    }

    @Test
    void a_reference_is_written_as_it_was_read() {
        var written = rule("event.total", "gt", var("event.limit"));

        assertThat(read(written).toMap()).isEqualTo(written);
        assertThat(read(read(written).toMap())).isEqualTo(read(written));
    }

    static Stream<Arguments> badReferences() {
        return Stream.of(
                arguments(var("limit"), "config.value.var"),
                arguments(var(""), "config.value.var"),
                arguments(var(null), "config.value.var"),
                arguments(map("var", 5L), "config.value.var"),
                arguments(map("var", "event.limit", "more", 1L), "config.value"));
    }

    @ParameterizedTest
    @MethodSource("badReferences")
    void a_bad_reference_is_told_at_its_place(Object value, String path) {
        assertThat(paths(Rule.read(rule("event.total", "gt", value), "config"))).containsExactly(path);
    }

    @Test
    void a_bad_reference_deep_in_a_tree_is_told_at_its_place() {
        var bad = rule("event.total", "gt", var("nope"));
        var tree = map("type", "and", "rules", List.of(bad, map("type", "or", "rules", List.of(bad))));

        assertThat(paths(Rule.read(tree, "steps[1].config")))
                .containsExactly("steps[1].config.rules[0].value.var", "steps[1].config.rules[1].rules[0].value.var");
    }

    static Stream<Arguments> filterFields() {
        return Stream.of(
                arguments("event.total", true),
                arguments("event.cart.size", true),
                arguments("contact.email", false),
                arguments("contact.properties.plan", false),
                arguments("wait_events.paid.total", false),
                arguments("steps.ask.status", false),
                arguments("event.", false),
                arguments("event", false),
                arguments("events.total", false),
                arguments("total", false),
                arguments(null, false),
                arguments(5L, false));
    }

    @ParameterizedTest
    @MethodSource("filterFields")
    void a_filter_asks_for_fields_of_the_event_alone(Object field, boolean isOk) {
        var leaf = map("type", "rule", "field", field, "operator", "exists");

        assertThat(paths(Rule.readFilter(leaf, "filter_rule")))
                .isEqualTo(isOk ? List.of() : List.of("filter_rule.field"));
        assertThat(paths(Rule.readFilter(map("type", "or", "rules", List.of(leaf)), "")))
                .isEqualTo(isOk ? List.of() : List.of("rules[0].field"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"event.total", "contact.email", "wait_events.paid.total", "steps.ask.status"})
    void a_filter_may_hold_a_field_against_a_reference_to_anything(String path) {
        assertThat(Rule.readFilter(rule("event.total", "eq", var(path)), "").isOk())
                .isTrue();
    }
}
