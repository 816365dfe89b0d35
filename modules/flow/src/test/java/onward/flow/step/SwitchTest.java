package onward.flow.step;

import static onward.flow.Sample.context;
import static onward.flow.Sample.factsOf;
import static onward.flow.Sample.map;
import static onward.flow.Sample.paths;
import static onward.flow.Sample.read;
import static onward.flow.Sample.rule;
import static onward.flow.Sample.var;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SwitchTest {

    private static Map<String, Object> plan(String name) {
        return map("name", name, "rule", rule("event.plan", "eq", name));
    }

    private static Step cases(Object... cases) {
        return read(Switch.TYPE, map("cases", List.of(cases)));
    }

    @ParameterizedTest
    @CsvSource({"gold, gold", "silver, silver", "bronze, default", "'', default"})
    void the_first_case_that_holds_wins_and_default_when_none_does(String plan, String branch) {
        var step = cases(plan("gold"), plan("silver"));

        var go = (Outcome.Go) step.enter(context(factsOf("plan", plan)));

        assertThat(go.branch()).isEqualTo(branch);
        assertThat(go.output()).containsEntry("branch", branch).containsKey("because");
    }

    @Test
    void of_two_cases_that_hold_the_earlier_wins_and_says_why() {
        var step = cases(
                map("name", "any", "rule", rule("event.total", "gt", 0L)),
                map("name", "big", "rule", rule("event.total", "gt", 100L)));

        var go = (Outcome.Go) step.enter(context(factsOf("total", 500L)));

        assertThat(go.output())
                .isEqualTo(map(
                        "branch",
                        "any",
                        "because",
                        map(
                                "clause", "",
                                "field", "event.total",
                                "operator", "gt",
                                "expected", 0L,
                                "found", 500L)));
    }

    @Test
    void a_missing_field_fails_unless_an_earlier_case_held() {
        var step = cases(map("name", "known", "rule", rule("event.plan", "exists", null)), plan("gold"));
        var blind = cases(plan("gold"), map("name", "known", "rule", rule("event.total", "exists", null)));

        assertThat(((Outcome.Go) step.enter(context(factsOf("plan", "x")))).branch())
                .isEqualTo("known");
        assertThat((Outcome.Stop) step.enter(context(factsOf())))
                .satisfies(stop -> assertThat(stop.message()).contains("`event.plan`"));
        assertThat(blind.enter(context(factsOf("total", 5L)))).isInstanceOf(Outcome.Stop.class);
    }

    @Test
    void a_missing_reference_is_named_rather_than_the_field_that_is_there() {
        var limit = rule("event.total", "gt", var("event.limit"));
        var step = cases(map("name", "over", "rule", limit));

        var stop = (Outcome.Stop) step.enter(context(factsOf("total", 5L)));

        assertThat(stop.message()).contains("`event.limit`").doesNotContain("`event.total`");
        assertThat(read(Condition.TYPE, limit).enter(context(factsOf("total", 5L))))
                .isEqualTo(stop);
    }

    @Test
    void branches_are_the_cases_in_order_and_default_last() {
        assertThat(cases(plan("gold"), plan("silver")).branches()).containsExactly("gold", "silver", "default");
    }

    private static List<Object> many(int count) {
        return IntStream.range(0, count).mapToObj(i -> (Object) plan("p" + i)).toList();
    }

    static Stream<Arguments> refusals() {
        var good = rule("event.a", "eq", 1L);
        return Stream.of(
                arguments(map(), List.of("cases")),
                arguments(map("cases", List.of()), List.of("cases")),
                arguments(map("cases", map("gold", good)), List.of("cases")),
                arguments(map("cases", many(51)), List.of("cases")),
                arguments(map("cases", List.of(map())), List.of("cases[0].name", "cases[0].rule")),
                arguments(map("cases", List.of("gold")), List.of("cases[0]", "cases[0].name", "cases[0].rule")),
                arguments(map("cases", List.of(map("name", "default", "rule", good))), List.of("cases[0].name")),
                arguments(map("cases", List.of(map("name", " ", "rule", good))), List.of("cases[0].name")),
                arguments(map("cases", List.of(map("name", 5L, "rule", good))), List.of("cases[0].name")),
                arguments(map("cases", List.of(map("name", "a\tb", "rule", good))), List.of("cases[0].name")),
                arguments(map("cases", List.of(map("name", "x".repeat(256), "rule", good))), List.of("cases[0].name")),
                arguments(map("cases", List.of(plan("gold"), plan("gold"))), List.of("cases[1].name")),
                arguments(map("cases", List.of(map("name", "gold", "rule", "yes"))), List.of("cases[0].rule")),
                arguments(
                        map(
                                "cases",
                                List.of(
                                        map("name", "a", "rule", rule("a", "eq", 1L)),
                                        map("name", "a", "rule", rule("event.a", "gt", var("b"))))),
                        List.of("cases[0].rule.field", "cases[1].name", "cases[1].rule.value.var")));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void a_bad_config_is_refused_with_every_problem_at_its_place(Object config, List<String> places) {
        assertThat(paths(Switch.TYPE.read(config, "config")))
                .containsExactlyElementsOf(
                        places.stream().map(place -> "config." + place).toList());
    }

    @Test
    void fifty_cases_are_read() {
        assertThat(read(Switch.TYPE, map("cases", many(50))).branches()).hasSize(51);
    }
}
