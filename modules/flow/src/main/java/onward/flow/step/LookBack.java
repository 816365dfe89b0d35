package onward.flow.step;

import java.time.Duration;
import java.time.Instant;
import onward.flow.fact.Durations;
import onward.flow.fact.Result;

/**
 * From when on an event counts for a wait. By default from the instant at which the run came to it: what happened
 * before is past. Looking back makes earlier events count, the first of them at once.
 *
 * @param span how long before the arrival; null together with {@code toRunStart} false means not at all
 * @param toRunStart as far as the event that started the run
 */
public record LookBack(Duration span, boolean toRunStart) {

    /** Only events that come after the run did. */
    public static final LookBack NONE = new LookBack(null, false);

    private static final String RUN_START = "run_start";

    /** Reads a duration, or {@code run_start}. */
    static Result<LookBack> read(Object value) {
        return RUN_START.equals(value)
                ? Result.of(new LookBack(null, true))
                : Durations.read(value).map(span -> new LookBack(span, false));
    }

    /** The first instant that counts, for a run that came here at {@code since} and was started at {@code startedAt}. */
    public Instant from(Instant since, Instant startedAt) {
        return toRunStart ? startedAt : span == null ? since : since.minus(span);
    }

    boolean isNone() {
        return span == null && !toRunStart;
    }

    String word() {
        return toRunStart ? RUN_START : Durations.words(span);
    }
}
