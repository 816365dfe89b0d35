package onward.flow.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PathsTest {

    private static Paths paths(String... arrows) {
        List<Connection> connections = new ArrayList<>();
        Set<String> keys = new LinkedHashSet<>();
        for (String arrow : arrows) {
            String[] ends = arrow.split("-");
            keys.addAll(List.of(ends));
            connections.add(new Connection(ends[0], ends[1], "default"));
        }
        return new Paths(keys, connections);
    }

    /** Every rung doubles the number of ways: 60 rungs make 2^60 of them. */
    private static List<String> ladder(int rungs) {
        List<String> arrows = new ArrayList<>();
        for (int i = 0; i < rungs; i++) {
            arrows.addAll(List.of("top" + i + "-left" + i, "top" + i + "-right" + i));
            arrows.addAll(List.of("left" + i + "-top" + (i + 1), "right" + i + "-top" + (i + 1)));
        }
        return arrows;
    }

    @Test
    void a_ladder_of_two_to_the_sixty_ways_is_looked_at_once_per_connection() {
        List<String> arrows = ladder(60);
        Paths ladder = paths(arrows.toArray(String[]::new));

        assertThat(ladder.cycles()).isEmpty();
        assertThat(ladder.reachableFrom("top0")).hasSize(60 * 3 + 1);
        assertThat(ladder.visits()).isLessThanOrEqualTo(2 * arrows.size());
    }

    @Test
    void a_ladder_that_leads_back_to_its_top_is_looked_at_no_more_than_thrice() {
        List<String> arrows = ladder(60);
        arrows.add("top60-top0");
        Paths ladder = paths(arrows.toArray(String[]::new));

        assertThat(ladder.cycles())
                .singleElement()
                .satisfies(cycle -> assertThat(cycle).hasSize(2 * 60 + 2));
        assertThat(ladder.visits()).isLessThanOrEqualTo(3 * arrows.size());
    }

    @Test
    void a_cycle_is_named_in_the_direction_of_its_connections() {
        assertThat(paths("a-b", "b-c", "c-d", "d-b", "d-e").cycles())
                .singleElement()
                .satisfies(cycle -> {
                    assertThat(cycle).hasSize(4);
                    assertThat(cycle.get(0)).isEqualTo(cycle.get(3));
                    assertThat(String.join("", cycle) + String.join("", cycle.subList(1, 4)))
                            .contains("bcdb");
                });
    }

    @Test
    void a_step_that_leads_to_itself_is_a_cycle_and_two_knots_are_two() {
        assertThat(paths("a-a").cycles()).containsExactly(List.of("a", "a"));
        assertThat(paths("a-b", "b-a", "x-y", "y-x").cycles()).hasSize(2);
    }
}
