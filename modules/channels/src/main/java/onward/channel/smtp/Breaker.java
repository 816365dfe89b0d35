package onward.channel.smtp;

import java.time.Duration;

/**
 * Spares a relay that fails, and the mails for it: after some failures in a row nothing goes to it for a while, then
 * one letter alone tries. A failure of that one opens it again for twice as long, a success closes it.
 *
 * <pre>
 *   closed --FAILURES_MAX in a row--> open --time is over--> half open --failure--> open, for longer
 *      ^                                                         |
 *      +-----------------------------success---------------------+
 * </pre>
 *
 * <p>Every {@code now} is a reading of one clock that only goes forward, in nanoseconds. Safe for many threads.
 */
final class Breaker {
    /** How many failures in a row open it. */
    static final int FAILURES_MAX = 5;
    /** How long it is open at first; twice as long each time after. */
    static final Duration OPEN_FIRST = Duration.ofSeconds(5);
    /** How long it is open at most. */
    static final Duration OPEN_MAX = Duration.ofMinutes(5);

    private static final int DOUBLINGS_MAX = 20;

    private int failures;
    private int openings;
    private long openUntil;
    private boolean isTrying;

    /** How long to wait; zero for who may go, which with a half-open breaker is only one. */
    synchronized Duration ask(long now) {
        if (openings == 0) {
            return Duration.ZERO;
        }
        if (now - openUntil < 0) {
            return Duration.ofNanos(openUntil - now);
        }
        if (isTrying) {
            return OPEN_FIRST;
        }
        isTrying = true;
        return Duration.ZERO;
    }

    /** Who went reached the relay. */
    synchronized void succeeded() {
        failures = 0;
        openings = 0;
        isTrying = false;
    }

    /** Who went did not reach the relay, or got no answer. What began before it opened changes nothing any more. */
    synchronized void failed(long now) {
        if (openings > 0 && !isTrying) {
            return;
        }
        failures++;
        if (isTrying || failures >= FAILURES_MAX) {
            open(now);
        }
    }

    private void open(long now) {
        var doubled = OPEN_FIRST.multipliedBy(1L << Math.min(openings, DOUBLINGS_MAX));
        openUntil = now + (doubled.compareTo(OPEN_MAX) < 0 ? doubled : OPEN_MAX).toNanos();
        openings++;
        failures = 0;
        isTrying = false;
    }
}
