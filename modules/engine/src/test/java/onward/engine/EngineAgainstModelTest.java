package onward.engine;

import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import onward.engine.Contest.Dispute;
import onward.flow.model.Dump;
import onward.flow.model.Flavor;
import onward.flow.model.Pace;
import onward.flow.model.RandomCases;
import onward.flow.model.Scenario;
import onward.flow.model.Shrinking;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Holds the engine on a real database against the model, on random cases: one node, and two that work at the same
 * time. {@code -Donward.seed=…} begins with the case of that seed, {@code -Donward.seconds=…} plays longer. What
 * failed once is played every time from then on; that is of use as long as cases are made the way they were then.
 */
final class EngineAgainstModelTest {
    private static final long FIRST_SEED = Long.getLong("onward.seed", 20_261_001L);
    private static final Duration TIME = Duration.ofSeconds(Long.getLong("onward.seconds", 5));
    /** How many cases share the database at a time; the fewest that are played. */
    private static final int GROUP = 40;

    /** What a scenario is made from. */
    private record Case(long seed, Flavor flavor) {
        Scenario scenario() {
            return RandomCases.make(seed, flavor).withOwnIds();
        }
    }

    /** A seed and what was wrong with it then. */
    private record Failed(long seed, Flavor flavor, Fleet fleet, String because) {}

    private static final List<Failed> FAILED_ONCE = List.of(
            new Failed(
                    163,
                    Flavor.FULL,
                    Fleet.ONE_NODE,
                    "that a run begins when its contact is just being deleted was taken for certain"),
            new Failed(
                    10,
                    Flavor.UNHURRIED_CROWD,
                    Fleet.TWO_NODES,
                    "what three runs make of a contact at one act was taken for certain"),
            new Failed(
                    1_016,
                    Flavor.UNHURRIED_CROWD,
                    Fleet.TWO_NODES,
                    "the later of two events ended a wait, for the other node had the earlier in hand"));

    private final Workshop workshop = new Workshop();

    @AfterEach
    void close() {
        workshop.close();
    }

    @Test
    void one_node_tells_the_story_that_the_model_tells() {
        play(Fleet.ONE_NODE);
    }

    @Test
    void two_nodes_at_the_same_time_tell_the_story_that_the_model_tells() {
        play(Fleet.TWO_NODES);
    }

    /** What failed once together with a first group, and then as many groups as the time allows. */
    private void play(Fleet fleet) {
        long start = System.nanoTime();
        int played = check(fleet, firstGroup(fleet));
        for (long seed = FIRST_SEED + GROUP; System.nanoTime() - start < TIME.toNanos(); seed += GROUP) {
            played += check(fleet, group(fleet, seed).toList());
        }
        long millis = (System.nanoTime() - start) / 1_000_000;
        System.out.println("Played " + played + " cases of " + fleet.flavors() + " on " + fleet.name()
                + ", promptly and late, from seed " + FIRST_SEED + " in " + millis + " ms");
    }

    /** A seed comes once, for scenarios of one seed have the same ids. */
    private static List<Case> firstGroup(Fleet fleet) {
        Map<Long, Case> bySeed = new LinkedHashMap<>();
        Stream.concat(failedOnce(fleet), group(fleet, FIRST_SEED)).forEach(one -> bySeed.putIfAbsent(one.seed(), one));
        return List.copyOf(bySeed.values());
    }

    private static Stream<Case> group(Fleet fleet, long firstSeed) {
        return LongStream.range(firstSeed, firstSeed + GROUP).mapToObj(seed -> new Case(seed, fleet.flavor(seed)));
    }

    private static Stream<Case> failedOnce(Fleet fleet) {
        return FAILED_ONCE.stream()
                .filter(failed -> failed.fleet().equals(fleet))
                .map(failed -> new Case(failed.seed(), failed.flavor()));
    }

    /** Plays a group of cases, promptly and late, and answers how many of them were fit for both. */
    private int check(Fleet fleet, List<Case> group) {
        var contest = new Contest(workshop, fleet.nodes(workshop));
        var late = new Pace(group.get(0).scenario().lateActs());
        int fit = group.size();
        for (Pace pace : List.of(Pace.PROMPT, late)) {
            List<Foretold> cases = group.stream()
                    .map(one -> Foretold.of(one.scenario(), pace))
                    .filter(Foretold::isCertain)
                    .toList();
            contest.play(cases, pace)
                    .ifPresent(dispute -> tell(dispute, contest, pace, find(group, dispute) + " on " + fleet.name()));
            fit = Math.min(fit, cases.size());
        }
        return fit;
    }

    private static Case find(List<Case> group, Dispute dispute) {
        return group.stream()
                .filter(one -> one.seed() == dispute.scenario().seed())
                .findFirst()
                .orElseThrow();
    }

    private static void tell(Dispute dispute, Contest contest, Pace pace, String who) {
        var smallest = new Shrinking(other -> alone(contest, other, pace).isPresent()).smallest(dispute.scenario());
        String text = alone(contest, smallest, pace)
                .map(again -> "made smaller:\n" + Dump.of(smallest) + again.text())
                .orElse("and when played alone went well. Before:\n" + Dump.of(smallest) + dispute.text());
        fail(who + ", acting at " + pace.planned() + ", " + text);
    }

    private static Optional<Dispute> alone(Contest contest, Scenario scenario, Pace pace) {
        var foretold = Foretold.of(scenario, pace);
        return foretold.isCertain() ? contest.play(List.of(foretold), pace) : Optional.empty();
    }
}
