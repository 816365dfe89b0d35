package onward.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** When a webhook that did not answer with success is told again (contract/resend.md 12). */
final class HookSchedule {
    /** The wait after the first failed attempt, after the second, and so on; then it is given up. */
    static final List<Duration> WAITS = List.of(
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(5),
            Duration.ofHours(10),
            Duration.ofHours(10));

    /** How long a webhook may fail without one success before it is switched off. */
    static final Duration HOPELESS = Duration.ofDays(5);

    private HookSchedule() {}

    /** When the next attempt is due after this one, from 1, has failed; empty when that was the last. */
    static Optional<Instant> next(int attempt, Instant now) {
        return attempt <= WAITS.size() ? Optional.of(now.plus(WAITS.get(attempt - 1))) : Optional.empty();
    }
}
