package onward.flow.step;

import static onward.flow.Sample.NOON;
import static onward.flow.Sample.PROJECT;
import static onward.flow.Sample.RUN;
import static onward.flow.Sample.ada;
import static onward.flow.Sample.event;
import static onward.flow.Sample.id;
import static onward.flow.Sample.ids;
import static onward.flow.Sample.map;
import static onward.flow.Sample.paths;
import static onward.flow.Sample.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import onward.flow.fact.Contact;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SplitTest {

    private static final UUID AUTOMATION = id(8);
    private static final int PEOPLE = 10_000;

    /** Branches a, b, c, … of these weights. */
    private static Step split(String seed, int... weights) {
        List<Object> branches = new ArrayList<>();
        for (int i = 0; i < weights.length; i++) {
            branches.add(map("name", String.valueOf((char) ('a' + i)), "weight", weights[i]));
        }
        return read(Split.TYPE, map("branches", branches, "seed", seed));
    }

    private static String branch(Step step, UUID automationId, String stepKey, UUID contactId) {
        Contact ada = ada();
        Contact contact = new Contact(
                PROJECT, contactId, ada.email(), null, null, false, Map.of(), ada.createdAt(), ada.updatedAt());
        Facts facts = new Facts(event(), contact, Map.of(), Set.of(), null, "x");
        var context = new Context(PROJECT, automationId, RUN, stepKey, 1, facts, NOON, NOON, ids());
        var go = (Outcome.Go) step.enter(context);
        assertThat(go.output()).isEqualTo(map("branch", go.branch()));
        return go.branch();
    }

    private static String branch(Step step, int person) {
        return branch(step, AUTOMATION, "here", id(person));
    }

    static Stream<Arguments> weights() {
        return Stream.of(
                arguments("even", new int[] {50, 50}),
                arguments("thirds", new int[] {1, 1, 1}),
                arguments("uneven", new int[] {90, 9, 1}),
                arguments("large", new int[] {1_000_000, 1_000_000}),
                arguments("with a zero in front", new int[] {0, 1, 3}),
                arguments("with a zero at the end", new int[] {3, 1, 0}),
                arguments("one alone", new int[] {0, 5, 0}),
                arguments("twenty", IntStream.rangeClosed(1, 20).toArray()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("weights")
    void weights_are_kept_over_many_people_and_a_weight_of_zero_is_never_drawn(String name, int[] weights) {
        var step = split(null, weights);
        Map<String, Integer> counts = new HashMap<>();

        IntStream.range(0, PEOPLE).forEach(person -> counts.merge(branch(step, person), 1, Integer::sum));

        double sum = IntStream.of(weights).sum();
        for (int i = 0; i < weights.length; i++) {
            int count = counts.getOrDefault(String.valueOf((char) ('a' + i)), 0);
            assertThat(count / (double) PEOPLE).as(name + " " + i).isCloseTo(weights[i] / sum, within(0.02));
            assertThat(count > 0).isEqualTo(weights[i] > 0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"spring", "autumn"})
    void a_person_goes_the_same_way_wherever_seed_and_weights_are_the_same(String seed) {
        var one = split(seed, 50, 50);
        var other = split(seed, 50, 50);

        for (int person = 0; person < 500; person++) {
            String way = branch(one, AUTOMATION, "here", id(person));
            assertThat(branch(one, AUTOMATION, "here", id(person))).isEqualTo(way);
            assertThat(branch(other, id(9), "there", id(person))).isEqualTo(way);
        }
    }

    /** Two draws that have nothing to do with each other agree for about half of the people. */
    private static void assertUnrelated(int agreeing) {
        assertThat(agreeing / (double) PEOPLE).isCloseTo(0.5, within(0.03));
    }

    @Test
    void draws_of_other_seeds_automations_and_steps_have_nothing_to_do_with_each_other() {
        var seedless = split(null, 50, 50);
        var spring = split("spring", 50, 50);
        var autumn = split("autumn", 50, 50);
        int[] agreeing = new int[3];

        for (int person = 0; person < PEOPLE; person++) {
            UUID contact = id(person);
            String way = branch(seedless, AUTOMATION, "here", contact);
            agreeing[0] += way.equals(branch(seedless, id(9), "here", contact)) ? 1 : 0;
            agreeing[1] += way.equals(branch(seedless, AUTOMATION, "there", contact)) ? 1 : 0;
            agreeing[2] += branch(spring, person).equals(branch(autumn, person)) ? 1 : 0;
        }

        IntStream.of(agreeing).forEach(SplitTest::assertUnrelated);
    }

    private static Map<String, Object> share(Object name, Object weight) {
        return map("name", name, "weight", weight);
    }

    static Stream<Arguments> refusals() {
        var a = share("a", 1L);
        return Stream.of(
                arguments(map(), List.of("branches")),
                arguments(map("branches", "a"), List.of("branches")),
                arguments(map("branches", List.of(a)), List.of("branches")),
                arguments(
                        map(
                                "branches",
                                IntStream.range(0, 21)
                                        .mapToObj(i -> share("b" + i, 1L))
                                        .toList()),
                        List.of("branches")),
                arguments(map("branches", List.of(a, share("a", 1L))), List.of("branches[1].name")),
                arguments(map("branches", List.of(a, share(null, 1L))), List.of("branches[1].name")),
                arguments(map("branches", List.of(a, share("b\n", 1L))), List.of("branches[1].name")),
                arguments(map("branches", List.of(a, share("b", null))), List.of("branches[1].weight")),
                arguments(map("branches", List.of(a, share("b", -1L))), List.of("branches[1].weight")),
                arguments(map("branches", List.of(a, share("b", 0.5))), List.of("branches[1].weight")),
                arguments(map("branches", List.of(a, share("b", "1"))), List.of("branches[1].weight")),
                arguments(map("branches", List.of(a, share("b", 1_000_001L))), List.of("branches[1].weight")),
                arguments(
                        map("branches", List.of(a, "b")),
                        List.of("branches[1]", "branches[1].name", "branches[1].weight")),
                arguments(map("branches", List.of(share("a", 0L), share("b", 0L))), List.of("branches")),
                arguments(map("branches", List.of(a, share("b", 1L)), "seed", " "), List.of("seed")),
                arguments(map("branches", List.of(a, share("b", 1L)), "seed", 5L), List.of("seed")));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void a_bad_config_is_refused_with_every_problem_at_its_place(Object config, List<String> places) {
        assertThat(paths(Split.TYPE.read(config, "config")))
                .containsExactlyElementsOf(
                        places.stream().map(place -> "config." + place).toList());
    }

    @Test
    void branches_and_seed_are_told_again() {
        var step = split("spring", 1, 2, 3);

        assertThat(step.branches()).containsExactly("a", "b", "c");
        assertThat(step.config())
                .isEqualTo(map("branches", List.of(share("a", 1L), share("b", 2L), share("c", 3L)), "seed", "spring"));
    }

    @Test
    void other_weights_send_only_those_elsewhere_who_have_to_go() {
        Step before = split("seed", 50, 50);
        Step after = split("seed", 60, 40);

        List<String> moves = IntStream.range(0, PEOPLE)
                .mapToObj(person -> branch(before, person) + branch(after, person))
                .toList();

        assertThat(moves).doesNotContain("ab");
        assertThat(moves.stream().filter("ba"::equals).count() / (double) PEOPLE)
                .isCloseTo(0.1, within(0.02));
    }
}
