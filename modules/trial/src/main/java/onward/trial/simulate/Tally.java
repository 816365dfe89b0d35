package onward.trial.simulate;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import onward.trial.simulate.Evidence.Met;

/** What many worlds met, and how fast they went. */
final class Tally {
    /** Below that many worlds nothing has to have been met. */
    private static final int SEEDS_MIN = 1_000;

    private static final Set<Met> MAY_MISS =
            EnumSet.of(Met.DEADLOCKS, Met.COMMITTED_ACROSS_TIMEOUT, Met.LEASES_LOST, Met.FENCED);

    private final long startedNanos = System.nanoTime();
    private final long[] met = new long[Met.values().length];
    private long seeds;
    private long steps;
    private long millis;

    void add(Outcome outcome) {
        seeds++;
        steps += outcome.steps();
        millis += outcome.millis();
        for (int i = 0; i < met.length; i++) {
            met[i] += outcome.met()[i];
        }
    }

    long perSecond() {
        return Math.round(seeds * 1e9 / Math.max(1, System.nanoTime() - startedNanos));
    }

    /** What should have been met and was not; a law that is never put to the test proves nothing. */
    Set<Met> missed() {
        Set<Met> missed = EnumSet.noneOf(Met.class);
        for (Met one : Met.values()) {
            if (seeds >= SEEDS_MIN && met[one.ordinal()] == 0 && !MAY_MISS.contains(one)) {
                missed.add(one);
            }
        }
        return missed;
    }

    String text() {
        Duration took = Duration.ofNanos(System.nanoTime() - startedNanos);
        StringBuilder text = new StringBuilder();
        text.append(String.format("  %-26s %d in %d s, %d a second%n", "worlds", seeds, took.toSeconds(), perSecond()));
        text.append(String.format("  %-26s %d%n", "steps", steps));
        text.append(String.format("  %-26s %.1f days%n", "time in them", millis / 86_400_000.0));
        for (Met one : Met.values()) {
            String name = one.name().toLowerCase(Locale.ROOT).replace('_', ' ');
            text.append(String.format("  %-26s %d%n", name, met[one.ordinal()]));
        }
        return text.toString();
    }
}
