package onward.flow.rule;

import static onward.flow.Sample.NOON;
import static onward.flow.Sample.ada;
import static onward.flow.Sample.map;
import static onward.flow.Sample.rule;
import static onward.flow.Sample.var;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import onward.flow.fact.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The truth table of all operators over fields of every sort. Its date fields are held against noon of 1 October. */
class OperatorTest {

    private static final Map<String, Object> FIELDS = map(
            "text",
            "abc",
            "digits",
            "5",
            "blank",
            "",
            "five",
            5L,
            "half",
            new BigDecimal("0.50"),
            "zero",
            0L,
            "minus",
            -7L,
            "huge",
            new BigDecimal("1e400"),
            "yes",
            true,
            "no",
            false,
            "none",
            null,
            "list",
            List.of("abc", 5L),
            "bare",
            List.of(),
            "object",
            map("abc", 5L),
            "hollow",
            map(),
            "yesterday",
            "2026-09-30T12:00:00Z",
            "today",
            "2026-10-01",
            "tomorrow",
            "2026-10-02 12:00:00+00");

    private static final String ABSENT = "absent";
    private static final Set<String> EMPTY = Set.of("blank", "none", "bare", "hollow");
    private static final Set<String> PRESENCE = Set.of("exists", "is_empty", "is_not_empty");

    /** An operator with a value, and the fields of which it is true. */
    private record Row(String operator, Object value, Set<String> holds) {}

    private static Row row(String operator, Object value, String... fields) {
        return new Row(operator, value, Set.of(fields));
    }

    private static Row allBut(String operator, Object value, Set<String> fields) {
        return new Row(operator, value, others(fields));
    }

    private static Set<String> others(Set<String> fields) {
        return FIELDS.keySet().stream().filter(name -> !fields.contains(name)).collect(Collectors.toSet());
    }

    private static List<Row> rows() {
        return List.of(
                row("eq", "abc", "text"),
                row("eq", "ABC"),
                row("eq", "", "blank"),
                row("eq", "5", "digits"),
                row("eq", 5L, "five"),
                row("eq", new BigDecimal("5.000"), "five"),
                row("eq", new BigDecimal("0.5"), "half"),
                row("eq", new BigDecimal("-0.0"), "zero"),
                row("eq", true, "yes"),
                row("eq", false, "no"),
                row("eq", null, "none"),
                allBut("neq", "abc", Set.of("text")),
                allBut("neq", 5L, Set.of("five")),
                allBut("neq", true, Set.of("yes")),
                allBut("neq", null, Set.of("none")),
                row("gt", 0L, "five", "half", "huge"),
                row("gt", 5L, "huge"),
                row("gte", new BigDecimal("5.0"), "five", "huge"),
                row("gte", new BigDecimal("1e400"), "huge"),
                row("lt", 0L, "minus"),
                row("lt", new BigDecimal("0.51"), "half", "zero", "minus"),
                row("lte", new BigDecimal("0.5"), "half", "zero", "minus"),
                row("lte", -7L, "minus"),
                row("contains", "b", "text"),
                row("contains", "abc", "text", "list"),
                row("contains", "5", "digits"),
                row("contains", "", "text", "digits", "blank", "yesterday", "today", "tomorrow"),
                allBut("not_contains", "abc", Set.of("text", "list")),
                allBut("not_contains", "5", Set.of("digits")),
                row("starts_with", "ab", "text"),
                row("starts_with", "2026-", "yesterday", "today", "tomorrow"),
                row("starts_with", "bc"),
                row("ends_with", "bc", "text"),
                row("ends_with", "ab"),
                row("ends_with", "", "text", "digits", "blank", "yesterday", "today", "tomorrow"),
                allBut("exists", null, Set.of("none")),
                new Row("is_empty", null, EMPTY),
                allBut("is_not_empty", null, EMPTY),
                row("in_last", "2 days", "yesterday", "today"),
                row("in_last", "1 day", "today"),
                row("in_last", 3_600L),
                row("in_last", "3650 days", "yesterday", "today"),
                row("not_in_last", "2 days", "tomorrow"),
                row("not_in_last", "1 day", "yesterday", "tomorrow"),
                row("not_in_last", "1 hour", "yesterday", "today", "tomorrow"));
    }

    static Stream<Arguments> table() {
        return rows().stream()
                .flatMap(row -> FIELDS.keySet().stream()
                        .map(field -> arguments(
                                row.operator(), row.value(), field, row.holds().contains(field))));
    }

    private static Evaluation evaluate(String field, String operator, Object value, Object expected) {
        Map<String, Object> payload = map();
        payload.putAll(FIELDS);
        payload.put("expected", expected);
        var rule = Rule.read(rule("event." + field, operator, value), "");
        assertThat(rule.problems()).isEmpty();
        return rule.value().evaluate(new Scope(payload, ada(), Map.of(), NOON));
    }

    @ParameterizedTest(name = "{2} {0} {1} is {3}")
    @MethodSource("table")
    void an_operator_holds_of_fields_of_its_sort(String operator, Object value, String field, boolean expected) {
        var evaluation = evaluate(field, operator, value, null);

        assertThat(evaluation.isTrue()).isEqualTo(expected);
        assertThat(evaluation.isMissing()).isFalse();
        assertThat(evaluation.seen()).isEqualTo(FIELDS.get(field));
    }

    @ParameterizedTest(name = "{2} {0} a reference to {1} is {3}")
    @MethodSource("table")
    void a_reference_to_a_value_is_as_good_as_the_value(String operator, Object value, String field, boolean expected) {
        var evaluation = evaluate(field, operator, var("event.expected"), value);

        assertThat(evaluation.isTrue()).isEqualTo(expected);
        assertThat(evaluation.isMissing()).isFalse();
    }

    static Stream<Row> everyRow() {
        return rows().stream();
    }

    @ParameterizedTest
    @MethodSource("everyRow")
    void an_absent_field_is_missing_but_for_those_who_ask_for_presence(Row row) {
        var evaluation = evaluate(ABSENT, row.operator(), row.value(), null);

        assertThat(evaluation.isMissing()).isEqualTo(!PRESENCE.contains(row.operator()));
        assertThat(evaluation.isTrue()).isEqualTo(row.operator().equals("is_empty"));
        assertThat(evaluation.seen()).isNull();
    }

    /** By operator the values it does not take, of one sort each. */
    static Stream<Arguments> wrongSorts() {
        List<Object> structures = List.of(List.of(), List.of(5L), map("a", 1L));
        List<Object> noNumbers = List.of("5", "", true, List.of(5L), map("a", 1L));
        List<Object> noTexts = List.of(5L, true, List.of("abc"), map("a", 1L));
        List<Object> noPeriods = List.of("soon", "-1 day", 0L, -5L, "3651 days", true, List.of(), map("a", 1L));
        Map<String, List<Object>> byOperator = Map.ofEntries(
                Map.entry("eq", structures),
                Map.entry("neq", structures),
                Map.entry("gt", noNumbers),
                Map.entry("gte", noNumbers),
                Map.entry("lt", noNumbers),
                Map.entry("lte", noNumbers),
                Map.entry("contains", noTexts),
                Map.entry("not_contains", noTexts),
                Map.entry("starts_with", noTexts),
                Map.entry("ends_with", noTexts),
                Map.entry("in_last", noPeriods),
                Map.entry("not_in_last", noPeriods));
        return byOperator.entrySet().stream()
                .flatMap(entry -> entry.getValue().stream().map(value -> arguments(entry.getKey(), value)));
    }

    @ParameterizedTest
    @MethodSource("wrongSorts")
    void a_value_of_another_sort_is_refused_where_it_is_written(String operator, Object value) {
        assertThat(Rule.read(rule("event.text", operator, value), "config").problems())
                .extracting(problem -> problem.path())
                .containsExactly("config.value");
    }

    @ParameterizedTest
    @MethodSource("wrongSorts")
    void a_reference_to_a_value_of_another_sort_makes_every_comparison_false(String operator, Object value) {
        assertThat(FIELDS.keySet()).allSatisfy(field -> {
            var evaluation = evaluate(field, operator, var("event.expected"), value);
            assertThat(evaluation.isTrue() || evaluation.isMissing()).isFalse();
            assertThat(evaluation.because().value()).isEqualTo(value);
        });
    }

    @Test
    void the_table_has_every_operator_and_each_is_described() {
        assertThat(rows())
                .extracting(Row::operator)
                .containsAll(Stream.of(Operator.values()).map(Operator::word).toList());
        assertThat(Operator.values()).hasSize(15).allSatisfy(operator -> {
            assertThat(Operator.of(operator.word())).contains(operator);
            assertThat(operator.explanation()).endsWith(".");
            assertThat(operator.takes()).isNotBlank();
        });
    }
}
