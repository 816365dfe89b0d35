package onward.flow.graph;

import static onward.flow.Sample.map;
import static onward.flow.Sample.paths;
import static onward.flow.Sample.rule;
import static onward.flow.Sample.step;
import static onward.flow.Sample.trigger;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Automations as large as they may be, in shapes that would take for ever if ways were walked one by one. */
class ShapesTest {

    private static final int LAST = Blueprint.STEPS_MAX - 1;

    /** A switch of that many cases, c0, c1, …, beside its default. */
    private static Map<String, Object> fork(int number, int cases) {
        List<Object> all = new ArrayList<>();
        IntStream.range(0, cases).forEach(i -> all.add(map("name", "c" + i, "rule", rule("event.n", "eq", (long) i))));
        return step(key(number), "switch", "cases", all);
    }

    private static String key(int number) {
        return number == 0 ? "start" : "s" + number;
    }

    private static Map<String, Object> arrow(int from, int to, String type) {
        return map("from", key(from), "to", key(to), "type", type);
    }

    /** A hundred and fifty steps, all but the trigger with branches c0 to c3, and the connections. */
    private static Map<String, Object> shape(List<Map<String, Object>> arrows) {
        List<Object> steps = new ArrayList<>(List.of(trigger()));
        IntStream.rangeClosed(1, LAST).forEach(number -> steps.add(fork(number, 4)));
        List<Object> all = new ArrayList<>(List.of(arrow(0, 1, "default")));
        all.addAll(arrows);
        return map("steps", steps, "connections", all);
    }

    /** From every step so many connections to steps that far on, as long as there are such. */
    private static List<Map<String, Object>> leaps(int... distances) {
        List<Map<String, Object>> arrows = new ArrayList<>();
        for (int from = 1; from <= LAST; from++) {
            for (int i = 0; i < distances.length; i++) {
                if (from + distances[i] <= LAST) {
                    arrows.add(arrow(from, from + distances[i], "c" + i));
                }
            }
        }
        return arrows;
    }

    private static List<Map<String, Object>> tree() {
        List<Map<String, Object>> arrows = new ArrayList<>();
        for (int to = 2; to <= LAST; to++) {
            arrows.add(arrow((to + 2) / 4, to, "c" + (to + 2) % 4));
        }
        return arrows;
    }

    static Stream<Arguments> shapes() {
        return Stream.of(
                arguments("a chain", shape(leaps(1))),
                arguments("a ladder of double rungs, with 2^148 ways", shape(leaps(1, 1))),
                arguments("leaps of one and two, with as many ways as Fibonacci's 149th number", shape(leaps(1, 2))),
                arguments("four ways on from everywhere", shape(leaps(1, 2, 3, 5))),
                arguments("a tree", shape(tree())));
    }

    private static Paths pathsOf(Map<String, Object> definition) {
        Sketch sketch = Sketch.read(definition, new ArrayList<>());
        return new Paths(sketch.nodes().stream().map(Node::key).toList(), sketch.connections());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("shapes")
    void the_largest_automations_are_read_and_looked_at_once_per_connection(
            String name, Map<String, Object> definition) {
        var read = Blueprint.read(definition);
        Paths paths = pathsOf(definition);
        int arrows = ((List<?>) definition.get("connections")).size();

        assertThat(read.problems()).isEmpty();
        assertThat(Blueprint.read(read.value().toDefinition()).value().toDefinition())
                .isEqualTo(read.value().toDefinition());
        assertThat(paths.cycles()).isEmpty();
        assertThat(paths.reachableFrom("start")).hasSize(Blueprint.STEPS_MAX);
        assertThat(paths.visits()).as(name).isLessThanOrEqualTo(2 * arrows);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("shapes")
    void one_connection_back_makes_a_cycle_of_each_and_is_found_as_fast(String name, Map<String, Object> definition) {
        List<Object> arrows = new ArrayList<>((List<?>) definition.get("connections"));
        arrows.add(arrow(LAST, 1, "default"));
        var tangled = map("steps", definition.get("steps"), "connections", arrows);
        Paths paths = pathsOf(tangled);

        assertThat(paths(Blueprint.read(tangled))).containsExactly("connections");
        assertThat(paths.cycles()).hasSize(1);
        assertThat(paths.visits()).as(name).isLessThanOrEqualTo(3 * arrows.size());
    }

    @Test
    void a_ladder_with_two_to_the_sixty_ways_is_an_automation() {
        List<Map<String, Object>> rungs = leaps(1, 1).stream()
                .filter(arrow ->
                        Integer.parseInt(String.valueOf(arrow.get("from")).substring(1)) <= 60)
                .toList();
        var ladder = shape(rungs);
        ladder.put("steps", ((List<?>) ladder.get("steps")).subList(0, 62));

        assertThat(Blueprint.read(ladder).problems()).isEmpty();
        assertThat(rungs).hasSize(120);
    }

    @Test
    void more_than_six_hundred_connections_are_refused() {
        List<Map<String, Object>> arrows = new ArrayList<>(leaps(1, 2, 3, 4));
        while (arrows.size() < Blueprint.CONNECTIONS_MAX) {
            arrows.add(arrow(1, 2, "c9"));
        }

        var tooMany = shape(arrows);

        assertThat(paths(Blueprint.readDraft(tooMany))).containsExactly("connections");
        assertThat(Blueprint.readDraft(tooMany).problems().get(0).message()).contains("at most 600");
    }
}
