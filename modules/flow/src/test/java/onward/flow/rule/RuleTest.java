package onward.flow.rule;

import static onward.flow.Sample.NOON;
import static onward.flow.Sample.ada;
import static onward.flow.Sample.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import onward.flow.fact.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RuleTest {

    private static Map<String, Object> leaf(String field, String operator, Object value) {
        return map("type", "rule", "field", field, "operator", operator, "value", value);
    }

    private static Evaluation evaluate(Object rule, Object... payload) {
        var read = Rule.read(rule, "");
        assertThat(read.problems()).isEmpty();
        return read.value().evaluate(new Scope(map(payload), ada(), Map.of(), NOON));
    }

    static Stream<Arguments> comparisons() {
        return Stream.of(
                arguments("pro", "eq", "pro", true),
                arguments("Pro", "eq", "pro", false),
                arguments(1L, "eq", new BigDecimal("1.0"), true),
                arguments(1L, "eq", "1", false),
                arguments(true, "eq", true, true),
                arguments(true, "eq", "true", false),
                arguments(null, "eq", null, true),
                arguments("x", "eq", null, false),
                arguments("x", "neq", null, true),
                arguments(1L, "neq", 1L, false),
                arguments(2L, "gt", 1L, true),
                arguments(1L, "gt", 1L, false),
                arguments(1L, "gte", new BigDecimal("1.00"), true),
                arguments(new BigDecimal("0.5"), "lt", 1L, true),
                arguments(1L, "lte", 0L, false),
                arguments("2", "gt", 1L, false),
                arguments(null, "lt", 1L, false),
                arguments("abc", "contains", "b", true),
                arguments("abc", "contains", "B", false),
                arguments(List.of("a", "b"), "contains", "b", true),
                arguments(List.of("ab"), "contains", "b", false),
                arguments(5L, "contains", "5", false),
                arguments("abc", "not_contains", "z", true),
                arguments(List.of("a"), "not_contains", "a", false),
                arguments("abc", "starts_with", "ab", true),
                arguments("abc", "starts_with", "bc", false),
                arguments("abc", "ends_with", "bc", true),
                arguments(7L, "ends_with", "7", false),
                arguments("", "exists", null, true),
                arguments(null, "exists", null, false),
                arguments("", "is_empty", null, true),
                arguments(List.of(), "is_empty", null, true),
                arguments(Map.of(), "is_empty", null, true),
                arguments(0L, "is_empty", null, false),
                arguments(false, "is_empty", null, false),
                arguments("x", "is_not_empty", null, true),
                arguments(null, "is_not_empty", null, false),
                arguments("2026-09-30", "in_last", "2 days", true),
                arguments("2026-09-01", "in_last", "7 days", false),
                arguments("2027-01-01", "in_last", "7 days", false),
                arguments("2026-01-01T00:00:00Z", "in_last", "365 days", true),
                arguments("2026-09-01", "not_in_last", "7 days", true),
                arguments("2026-09-30", "not_in_last", "7 days", false),
                arguments("soon", "in_last", "7 days", false),
                arguments("soon", "not_in_last", "7 days", false));
    }

    @ParameterizedTest
    @MethodSource("comparisons")
    void an_operator_holds_a_field_against_a_value(Object field, String operator, Object value, boolean expected) {
        var evaluation = evaluate(leaf("event.field", operator, value), "field", field);

        assertThat(evaluation.isMissing()).isFalse();
        assertThat(evaluation.isTrue()).isEqualTo(expected);
        assertThat(evaluation.seen()).isEqualTo(field);
    }

    @ParameterizedTest
    @MethodSource("comparisons")
    void an_absent_event_field_is_missing_for_all_but_the_presence_operators(
            Object field, String operator, Object value, boolean expected) {
        var evaluation = evaluate(leaf("event.absent", operator, value));

        boolean asksForPresence = List.of("exists", "is_empty", "is_not_empty").contains(operator);
        assertThat(evaluation.isMissing()).isEqualTo(!asksForPresence);
        assertThat(evaluation.isTrue()).isEqualTo(operator.equals("is_empty"));
    }

    @Test
    void unknown_contact_fields_are_null_and_never_missing() {
        assertThat(evaluate(leaf("contact.properties.nope", "eq", null)).isTrue())
                .isTrue();
        assertThat(evaluate(leaf("contact.nope", "gt", 1L)).isMissing()).isFalse();
        assertThat(evaluate(leaf("contact.properties.plan", "eq", "pro")).isTrue())
                .isTrue();
    }

    @Test
    void the_java_client_drops_a_null_value() {
        assertThat(evaluate(map("type", "rule", "field", "event.a", "operator", "eq"), "a", null)
                        .isTrue())
                .isTrue();
    }

    @Test
    void groups_stop_at_the_first_comparison_that_decides() {
        var yes = leaf("event.a", "eq", 1L);
        var no = leaf("event.a", "eq", 2L);
        var missing = leaf("event.absent", "eq", 1L);

        var and = evaluate(map("type", "and", "rules", List.of(yes, no, missing)), "a", 1L);
        var or = evaluate(map("type", "or", "rules", List.of(no, yes, missing)), "a", 1L);

        assertThat(and.isTrue() || and.isMissing()).isFalse();
        assertThat(and.clause()).isEqualTo("rules[1]");
        assertThat(or.isTrue()).isTrue();
        assertThat(or.explanation())
                .isEqualTo(
                        map("clause", "rules[1]", "field", "event.a", "operator", "eq", "expected", 1L, "found", 1L));
        assertThat(evaluate(map("type", "or", "rules", List.of(missing, yes)), "a", 1L)
                        .isMissing())
                .isTrue();
    }

    /** T true, F false, M missing; what the group comes to, and which of its rules decided. */
    @ParameterizedTest
    @CsvSource({
        "and, T, T, 0", "and, F, F, 0", "and, M, M, 0", "or, T, T, 0", "or, F, F, 0", "or, M, M, 0",
        "and, TT, T, 1", "and, TF, F, 1", "and, FT, F, 0", "and, FM, F, 0", "and, MF, M, 0", "and, TM, M, 1",
        "and, MT, M, 0", "and, FF, F, 0", "and, TTF, F, 2", "and, TFM, F, 1", "and, TMF, M, 1", "and, TTT, T, 2",
        "or, TT, T, 0", "or, TF, T, 0", "or, FT, T, 1", "or, TM, T, 0", "or, MT, M, 0", "or, FM, M, 1",
        "or, FF, F, 1", "or, FFT, T, 2", "or, FTM, T, 1", "or, FMT, M, 1", "or, FFF, F, 2", "or, MMM, M, 0",
    })
    void a_group_is_asked_from_left_to_right_until_one_decides(String type, String rules, String verdict, int decided) {
        var byLetter = Map.of(
                'T', leaf("event.a", "eq", 1L), 'F', leaf("event.a", "eq", 2L), 'M', leaf("event.absent", "eq", 1L));
        var group = map(
                "type",
                type,
                "rules",
                rules.chars().mapToObj(c -> byLetter.get((char) c)).toList());

        var evaluation = evaluate(group, "a", 1L);

        assertThat(evaluation.verdict().name()).startsWith(verdict);
        assertThat(evaluation.clause()).isEqualTo("rules[" + decided + "]");
    }

    @Test
    void a_nested_clause_is_named_by_its_place() {
        var inner = map("type", "or", "rules", List.of(leaf("event.a", "eq", 2L), leaf("event.a", "eq", 3L)));
        var evaluation = evaluate(map("type", "and", "rules", List.of(leaf("event.a", "eq", 1L), inner)), "a", 1L);

        assertThat(evaluation.clause()).isEqualTo("rules[1].rules[1]");
        assertThat(evaluation.because().value()).isEqualTo(3L);
    }

    private static Object nested(int depth) {
        Object rule = leaf("event.a", "eq", 1L);
        for (int i = 1; i < depth; i++) {
            rule = map("type", i % 2 == 0 ? "and" : "or", "rules", List.of(rule));
        }
        return rule;
    }

    @Test
    void rules_nest_ten_deep_and_no_deeper() {
        assertThat(Rule.read(nested(10), "").isOk()).isTrue();
        assertThat(Rule.read(nested(11), "").problems()).hasSize(1);
        assertThat(Rule.read(nested(5_000), "").isOk()).isFalse();
    }

    @Test
    void a_tree_holds_a_hundred_rules_and_no_more() {
        Object leaf = leaf("event.a", "eq", 1L);

        assertThat(Rule.read(map("type", "and", "rules", Collections.nCopies(99, leaf)), "")
                        .isOk())
                .isTrue();
        assertThat(Rule.read(map("type", "and", "rules", Collections.nCopies(100, leaf)), "")
                        .isOk())
                .isFalse();
        Object pair = map("type", "or", "rules", List.of(leaf, leaf));
        assertThat(Rule.read(map("type", "and", "rules", Collections.nCopies(33, pair)), "")
                        .isOk())
                .isTrue();
        assertThat(Rule.read(map("type", "and", "rules", Collections.nCopies(34, pair)), "")
                        .problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("at most 100 rules"));
        assertThat(Rule.read(map("type", "and", "rules", Collections.nCopies(100_000, "x")), "")
                        .problems())
                .hasSizeLessThan(110);
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                arguments(null, "config"),
                arguments("rule", "config"),
                arguments(Map.of(), "config.type"),
                arguments(map("type", "xor"), "config.type"),
                arguments(map("type", "and"), "config.rules"),
                arguments(map("type", "and", "rules", List.of()), "config.rules"),
                arguments(map("type", "and", "rules", List.of(1L)), "config.rules[0]"),
                arguments(leaf("total", "eq", 1L), "config.field"),
                arguments(leaf("event.", "eq", 1L), "config.field"),
                arguments(leaf(null, "eq", 1L), "config.field"),
                arguments(leaf("event.a", "like", 1L), "config.operator"),
                arguments(leaf("event.a", null, 1L), "config.operator"),
                arguments(leaf("event.a", "EQ", 1L), "config.operator"),
                arguments(leaf("event.a", "eq", List.of()), "config.value"),
                arguments(leaf("event.a", "gt", "1"), "config.value"),
                arguments(leaf("event.a", "gt", null), "config.value"),
                arguments(leaf("event.a", "contains", 1L), "config.value"),
                arguments(leaf("event.a", "in_last", "a while"), "config.value"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void a_rule_that_cannot_be_read_says_where(Object rule, String path) {
        assertThat(Rule.read(rule, "config").problems())
                .extracting(problem -> problem.path())
                .containsExactly(path);
    }

    @Test
    void all_problems_of_a_tree_are_told_at_once() {
        var bad = map("type", "rule", "field", "x", "operator", "y");

        assertThat(Rule.read(map("type", "or", "rules", List.of(bad, bad)), "").problems())
                .extracting(problem -> problem.path())
                .containsExactly("rules[0].field", "rules[0].operator", "rules[1].field", "rules[1].operator");
    }

    @Test
    void a_tree_reads_back_as_it_was_written() {
        Object tree = map(
                "type",
                "and",
                "rules",
                List.of(leaf("event.a", "eq", null), map("type", "rule", "field", "event.b", "operator", "exists")));

        assertThat(Rule.read(tree, "").value().toMap()).isEqualTo(tree);
    }

    @Test
    void what_is_missing_may_be_false_where_nothing_is_to_fail() {
        Rule either = Rule.read(
                        map("type", "or", "rules", List.of(leaf("event.b", "eq", 1L), leaf("event.a", "eq", 1L))), "")
                .value();
        Rule other = Rule.read(leaf("event.b", "neq", 1L), "").value();
        Scope scope = new Scope(map("a", 1L), ada(), Map.of(), NOON);

        assertThat(either.evaluate(scope).isMissing()).isTrue();
        assertThat(either.evaluate(scope, scope, Rule.Missing.IS_FALSE).isTrue())
                .isTrue();
        assertThat(other.evaluate(scope, scope, Rule.Missing.IS_FALSE).isTrue()).isFalse();
        assertThat(other.evaluate(scope, scope, Rule.Missing.IS_FALSE).isMissing())
                .isFalse();
    }
}
