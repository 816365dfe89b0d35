package onward.flow.graph;

import static onward.flow.Sample.automation;
import static onward.flow.Sample.definition;
import static onward.flow.Sample.delay;
import static onward.flow.Sample.map;
import static onward.flow.Sample.paths;
import static onward.flow.Sample.rule;
import static onward.flow.Sample.step;
import static onward.flow.Sample.trigger;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which connections may leave steps of each type, most of all of those that name branches of their own. */
class BranchesTest {

    private static final Map<String, Object> ON_PLAN = step(
            "x",
            "switch",
            "cases",
            List.of(
                    map("name", "gold", "rule", rule("event.plan", "eq", "gold")),
                    map("name", "silver", "rule", rule("event.plan", "eq", "silver"))));
    private static final Map<String, Object> BY_WEIGHT =
            step("x", "split", "branches", List.of(map("name", "a", "weight", 1L), map("name", "b", "weight", 1L)));
    private static final Map<String, Object> LISTED =
            step("x", "wait_for_event", "events", List.of("paid", map("event_name", "refunded", "branch", "bad")));
    private static final Map<String, Object> NAMED = step("x", "wait_for_event", "event_name", "paid");
    private static final Map<String, Object> ASKING = step("x", "http_request", "url", "https://a.com/");
    private static final Map<String, Object> UPDATE = step("x", "contact_update", "first_name", "Ada");

    static Stream<Arguments> branches() {
        return Stream.of(
                arguments(ON_PLAN, List.of("gold", "silver", "default"), List.of("bronze", "timeout", "GOLD")),
                arguments(BY_WEIGHT, List.of("a", "b"), List.of("default", "c")),
                arguments(LISTED, List.of("paid", "bad", "timeout"), List.of("refunded", "event_received", "default")),
                arguments(NAMED, List.of("event_received", "timeout"), List.of("paid", "default")),
                arguments(ASKING, List.of("default", "failed"), List.of("timeout", "condition_met")),
                arguments(UPDATE, List.of("default"), List.of("failed")),
                arguments(delay("x"), List.of("default"), List.of("timeout")),
                arguments(step("x", "contact_delete"), List.of("default"), List.of("gold")));
    }

    private static Map<String, Object> with(Map<String, Object> step, String type) {
        Map<String, Object> arrow = map("from", "x", "to", "y", "type", type);
        var definition = definition(List.of("start-x"), trigger(), step, delay("y"));
        return map(
                "steps",
                definition.get("steps"),
                "connections",
                List.of(((List<?>) definition.get("connections")).get(0), arrow));
    }

    @ParameterizedTest
    @MethodSource("branches")
    void a_connection_follows_a_branch_that_its_step_has(
            Map<String, Object> step, List<String> known, List<String> unknown) {
        assertThat(known)
                .allSatisfy(type ->
                        assertThat(automation(with(step, type)).next("x", type)).contains("y"));
        assertThat(unknown).allSatisfy(type -> {
            var problems = Blueprint.read(with(step, type));
            // Nothing else is wrong: where a connection leads is known, whatever its type.
            assertThat(paths(problems)).containsExactly("connections[1].type");
            assertThat(problems.problems().get(0).message()).contains(String.join(" or ", known));
        });
    }

    @Test
    void every_branch_may_lead_elsewhere_or_to_one_place_or_nowhere() {
        var automation = automation(definition(
                List.of("start-x", "x-g:gold", "x-rest:silver", "x-rest:default"),
                trigger(),
                ON_PLAN,
                delay("g"),
                delay("rest")));

        assertThat(automation.next("x", "gold")).contains("g");
        assertThat(automation.next("x", "silver")).contains("rest");
        assertThat(automation.next("x", "default")).contains("rest");
        assertThat(automation.next("g", "default")).isEmpty();
        assertThat(automation.next("x", "bronze")).isEmpty();
    }

    @Test
    void branches_of_a_step_that_could_not_be_read_cause_no_second_problem() {
        var torn = step("x", "switch", "cases", List.of(map("name", "gold")));
        var tornDelay = step("x", "delay", "duration", "soon");

        assertThat(paths(Blueprint.read(with(torn, "gold")))).containsExactly("steps[1].config.cases[0].rule");
        assertThat(paths(Blueprint.read(with(tornDelay, "gold"))))
                .containsExactly("steps[1].config.duration", "connections[1].type");
    }

    @Test
    void a_branch_may_have_one_connection() {
        assertThat(paths(Blueprint.read(definition(
                        List.of("start-x", "x-y:gold", "x-z:gold"), trigger(), ON_PLAN, delay("y"), delay("z")))))
                .containsExactly("connections[2]");
    }

    static Stream<Arguments> oddTypes() {
        return Stream.of(
                arguments(5L), arguments(""), arguments(" "), arguments("x".repeat(256)), arguments(List.of()));
    }

    @ParameterizedTest
    @MethodSource("oddTypes")
    void a_type_that_names_no_branch_is_refused(Object type) {
        var definition = definition(List.of(), trigger(), delay("y"));
        definition.put("connections", List.of(map("from", "start", "to", "y", "type", type)));

        assertThat(paths(Blueprint.read(definition))).containsExactly("connections[0].type");
    }

    @ParameterizedTest
    @CsvSource({"type", "edge_type"})
    void a_null_type_is_the_default_one(String field) {
        var definition = definition(List.of(), trigger(), delay("y"));
        definition.put("connections", List.of(map("from", "start", "to", "y", field, null)));

        assertThat(automation(definition).connections()).containsExactly(new Connection("start", "y", "default"));
    }
}
