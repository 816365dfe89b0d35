package onward.engine;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long until the next attempt: doubling from a first wait to a longest one, spread a little by chance. */
record Backoff(Duration first, Duration max, RandomGenerator random) {
    /** The part of a wait that is left to chance, so that what failed together does not come back together. */
    static final double JITTER = 0.2;

    private static final int DOUBLINGS_MAX = 30;

    /**
     * @param attempts how many there were, at least 1
     * @return between {@code 1 - JITTER} times the doubled wait and that wait, which is never longer than max
     */
    Duration after(int attempts) {
        Duration doubled = first.multipliedBy(1L << Math.min(attempts - 1, DOUBLINGS_MAX));
        long millis = (doubled.compareTo(max) < 0 ? doubled : max).toMillis();
        return Duration.ofMillis(Math.round(millis * (1 - JITTER * random.nextDouble())));
    }

    /** The same, but not before {@code least} is over; then spread too, to at most {@code 1 + JITTER} times that. */
    Duration after(int attempts, Duration least) {
        Duration usual = after(attempts);
        Duration spread = Duration.ofMillis(Math.round(least.toMillis() * (1 + JITTER * random.nextDouble())));
        return usual.compareTo(spread) < 0 ? spread : usual;
    }
}
