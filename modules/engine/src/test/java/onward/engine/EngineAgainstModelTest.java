package onward.engine;

import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import onward.bus.Bell;
import onward.flow.model.Dump;
import onward.flow.model.Flavor;
import onward.flow.model.Pace;
import onward.flow.model.RandomCases;
import onward.flow.model.Scenario;
import onward.flow.model.Shrinking;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Holds the engine on a real database against the model, on random cases: one node, and two that work at the same
 * time. {@code -Donward.seed=…} begins with the case of that seed. A seed that failed once stays here for good; it is
 * worth as long as cases are made the way they were then.
 */
final class EngineAgainstModelTest {
    private static final long FIRST_SEED = Long.getLong("onward.seed", 20_261_001L);
    private static final int GROUP = 20;

    /** A seed and what was wrong with it then. */
    record Failed(long seed, String because) {}

    static final List<Failed> failedOnce =
            List.of(new Failed(10, "of three runs that change a contact at once the last is not foretold"));

    static final Duration SECONDS = Duration.ofSeconds(Integer.getInteger("secs", 6));
    private final Workshop workshop = new Workshop();

    @AfterEach
    void close() {
        workshop.close();
    }

    /** Nodes that look at few rows at a time meet more often. */
    private enum Fleet {
        ONE_NODE(500),
        TWO_NODES(3, 5);

        private final int[] batches;

        Fleet(int... batches) {
            this.batches = batches;
        }

        List<Pass> nodes(Workshop workshop) {
            return IntStream.of(batches)
                    .mapToObj(batch -> new EngineSettings(null, "onward.example", batch, batch, batch, 100, 1, 1))
                    .map(settings -> RunnerVerticle.pass(workshop.store, new Bell(workshop.vertx.eventBus()), settings))
                    .toList();
        }
    }

    @Test
    void one_node_tells_the_story_that_the_model_tells() {
        play(Fleet.ONE_NODE, List.of(Flavor.FULL), SECONDS);
    }

    @Test
    void two_nodes_at_the_same_time_tell_the_story_that_the_model_tells() {
        play(Fleet.TWO_NODES, List.of(Flavor.UNHURRIED_CROWD, Flavor.UNHURRIED_LONER), SECONDS);
    }

    @ParameterizedTest
    @FieldSource("failedOnce")
    void what_failed_once_does_not_fail_again(Failed failed) {
        check(Fleet.ONE_NODE, Flavor.FULL, failed.seed(), 1);
        check(Fleet.TWO_NODES, Flavor.UNHURRIED_CROWD, failed.seed(), 1);
        check(Fleet.TWO_NODES, Flavor.UNHURRIED_LONER, failed.seed(), 1);
    }

    /** At least one group of each flavor, and as many more as the time allows. */
    private void play(Fleet fleet, List<Flavor> flavors, Duration time) {
        long start = System.nanoTime();
        long seed = FIRST_SEED;
        int played = 0;
        while (seed == FIRST_SEED || System.nanoTime() - start < time.toNanos()) {
            for (Flavor flavor : flavors) {
                played += check(fleet, flavor, seed, GROUP);
            }
            seed += GROUP;
        }
        long millis = (System.nanoTime() - start) / 1_000_000;
        System.out.println("Played " + played + " cases of " + flavors + " on " + fleet + " from seed " + FIRST_SEED
                + " in " + millis + " ms");
    }

    /** Plays a group of cases, promptly and late, and answers how many were fit for it. */
    private int check(Fleet fleet, Flavor flavor, long firstSeed, int count) {
        var contest = new Contest(workshop, fleet.nodes(workshop));
        var late = new Pace(RandomCases.make(firstSeed, flavor).lateActs());
        int played = 0;
        for (Pace pace : List.of(Pace.PROMPT, late)) {
            var scenarios = new ArrayList<Scenario>();
            for (long seed = firstSeed; seed < firstSeed + count; seed++) {
                Scenario scenario = RandomCases.make(seed, flavor).withOwnIds();
                if (Foretold.of(scenario, pace).isCertain()) {
                    scenarios.add(scenario);
                }
            }
            contest.play(scenarios, pace).ifPresent(dispute -> tell(dispute, contest, flavor, fleet, pace));
            played = Math.max(played, scenarios.size());
        }
        return played;
    }

    private static void tell(Contest.Dispute dispute, Contest contest, Flavor flavor, Fleet fleet, Pace pace) {
        Scenario scenario = dispute.scenario();
        Scenario smallest = new Shrinking(other -> alone(contest, other, pace).isPresent()).smallest(scenario);
        String text = alone(contest, smallest, pace)
                .map(Contest.Dispute::text)
                .orElse("Played again, it went well. Before, " + dispute.text());
        fail("Seed " + scenario.seed() + " of " + flavor + " on " + fleet + ", made smaller:\n" + Dump.of(smallest)
                + text);
    }

    private static Optional<Contest.Dispute> alone(Contest contest, Scenario scenario, Pace pace) {
        return Foretold.of(scenario, pace).isCertain() ? contest.play(List.of(scenario), pace) : Optional.empty();
    }
}
