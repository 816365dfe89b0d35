package onward.trial.simulate;

import java.util.List;
import onward.trial.check.Violation;

/**
 * What came of one world.
 *
 * @param fingerprint of all that was done in it; the same seed has the same one
 * @param met how often what was met, by {@link Evidence.Met}
 * @param millis how much time passed in it
 */
record Outcome(long seed, List<Violation> violations, long fingerprint, int steps, int[] met, long millis) {

    boolean isGood() {
        return violations.isEmpty();
    }
}
