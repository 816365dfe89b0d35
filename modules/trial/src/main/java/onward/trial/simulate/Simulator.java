package onward.trial.simulate;

import java.util.function.Consumer;
import onward.trial.check.Violation;

/**
 * Lets worlds run, one a seed.
 *
 * @param nodes how many nodes each has; 0 for one to three, as the seed says
 * @param mutant the mistake they are made with; null for none
 */
record Simulator(int nodes, Mutant mutant) {

    Outcome run(long seed) {
        return run(seed, null);
    }

    /** @param trace told of each step; null for nobody */
    Outcome run(long seed, Consumer<String> trace) {
        var world = new World(seed, nodes, mutant, trace);
        try {
            world.run();
            new Judgement(world).judge();
        } catch (RuntimeException fault) {
            if (mutant == null) {
                fault.printStackTrace();
            }
            world.laws.violated("fault", "world", "Expected the world to go on, found " + fault);
        }
        return new Outcome(
                seed,
                java.util.List.<Violation>copyOf(world.laws.violations()),
                world.fingerprint(),
                world.steps,
                world.evidence.met,
                world.db.now - Database.BEGINNING);
    }

    /** How many seeds from the first it takes until the mistake is found; -1 when that is more than the most. */
    int seedsUntilFound(long first, int most) {
        for (int i = 0; i < most; i++) {
            if (!run(first + i).isGood()) {
                return i + 1;
            }
        }
        return -1;
    }
}
