package onward.web.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import onward.flow.graph.Blueprint;
import onward.web.graph.Drawing.Edge;
import onward.web.graph.Drawing.Node;
import org.junit.jupiter.api.Test;

class EditedGraphTest {

    private static final Graphs GRAPHS = new Graphs();

    private static Map<String, Object> definition(List<?> steps, List<?> connections) {
        return Map.of("steps", steps, "connections", connections);
    }

    private static Map<String, Object> step(String key, String type, Map<String, Object> config) {
        return Map.of("key", key, "type", type, "config", config);
    }

    private static Map<String, Object> arrow(String from, String to, String type) {
        return Map.of("from", from, "to", to, "type", type);
    }

    @Test
    void steps_that_lack_everything_are_drawn_and_marked() {
        var graph = EditedGraph.of(
                definition(
                        List.of(step("start", "trigger", Map.of()), step("wait", "delay", Map.of())),
                        List.of(arrow("start", "wait", "default"))),
                Set.of(1));

        assertThat(graph.drawing().nodes())
                .extracting(Node::title)
                .containsExactly("Trigger", "Delay", "Add a step after wait");
        assertThat(graph.drawing().nodes()).extracting(Node::state).startsWith(State.NONE, State.UNREADY);
        assertThat(GRAPHS.svg("", graph.drawing()))
                .contains("href=\"#step-0\"", "href=\"#step-1\"", "Not ready")
                .contains("href=\"#arrow-0\"", "Add a step between start and wait")
                .contains("href=\"#open-1-0\"", "Add a step after wait");
    }

    @Test
    void every_branch_without_a_connection_is_an_open_end_in_its_order() {
        var graph = EditedGraph.of(
                definition(
                        List.of(
                                step("start", "trigger", Map.of("event_name", "a")),
                                step("ask", "condition", Map.of()),
                                step("yes", "delay", Map.of("duration", "1 hour"))),
                        List.of(arrow("start", "ask", "default"), arrow("ask", "yes", "condition_not_met"))),
                Set.of());

        assertThat(graph.branches()).contains(List.of("condition_met", "condition_not_met"));
        assertThat(graph.drawing().edges())
                .filteredOn(edge -> edge.from().equals("ask"))
                .extracting(Edge::label)
                .containsExactly("met", "not met");
        assertThat(graph.drawing().nodes())
                .filteredOn(Node::isOpenEnd)
                .extracting(Node::href)
                .containsExactly("#open-1-0", "#open-2-0");
    }

    @Test
    void a_connection_by_a_branch_that_there_is_not_is_drawn_all_the_same() {
        var graph = EditedGraph.of(
                definition(
                        List.of(step("start", "trigger", Map.of()), step("b", "delay", Map.of())),
                        List.of(
                                arrow("start", "b", "gold"),
                                arrow("b", "nowhere", "default"),
                                arrow("b", "b", "default"))),
                Set.of());

        assertThat(graph.drawing().edges()).extracting(Edge::label).contains("gold");
        assertThat(GRAPHS.svg("", graph.drawing()))
                .contains("#arrow-0", "#arrow-2")
                .doesNotContain("#arrow-1");
    }

    @Test
    void whatever_is_sent_is_drawn_or_left_out_and_never_breaks() {
        List<Object> steps = new ArrayList<>(Arrays.asList(
                null, 7L, "x", List.of(), Map.of(), Map.of("key", ""), Map.of("key", "a\nb"), Map.of("key", 5L)));
        steps.addAll(List.of(step("a", "trigger", Map.of()), step("a", "delay", Map.of()), step("b", "odd", Map.of())));
        Map<String, Object> odd = new LinkedHashMap<>();
        odd.put("from", null);
        odd.put("to", 7L);
        List<Object> arrows = new ArrayList<>(Arrays.asList(null, "x", odd, Map.of()));
        arrows.addAll(List.of(arrow("a", "b", "default"), arrow("b", "a", "default")));

        for (Map<String, Object> given : List.of(
                definition(steps, arrows),
                Map.<String, Object>of(),
                Map.<String, Object>of("steps", 7L, "connections", "x"))) {
            assertThat(GRAPHS.svg("", EditedGraph.of(given, Set.of(0, 99)).drawing()))
                    .startsWith("<svg");
        }
        assertThat(EditedGraph.of(definition(steps, arrows), Set.of()).branches())
                .hasSize(steps.size());
    }

    @Test
    void an_automation_of_the_largest_size_and_beyond_is_drawn_within_bounds() {
        List<Map<String, Object>> steps = new ArrayList<>();
        for (int i = 0; i < Blueprint.STEPS_MAX + 5; i++) {
            steps.add(step("s" + i, "condition", Map.of()));
        }
        List<Object> many = Collections.nCopies(Blueprint.CONNECTIONS_MAX + 5, arrow("s0", "s1", "condition_met"));

        Drawing drawing = EditedGraph.of(definition(steps, many), Set.of()).drawing();

        assertThat(drawing.nodes()).hasSize(Layouts.NODES_MAX);
        assertThat(drawing.edges()).hasSizeLessThanOrEqualTo(Layouts.ARROWS_MAX);
        assertThat(GRAPHS.svg("", drawing)).contains("#step-149");
    }
}
