package onward.trial.evidence;

import java.time.Instant;

/**
 * Something the nemesis did.
 *
 * @param target a node's name, or {@code pg}
 * @param decided when it was written down, before it was done
 * @param begun when the first of it can have had an effect
 * @param ended when the last of it was over: the process was gone, or went on
 */
public record Fault(int number, Kind kind, String target, Instant decided, Instant begun, Instant ended) {

    /** What was done. */
    public enum Kind {
        KILL,
        KILL_ALL,
        PG_KILL,
        PG_IMMEDIATE,
        PG_TERMINATE,
        PAUSE;

        public boolean isKill() {
            return this == KILL || this == KILL_ALL;
        }

        public boolean isDatabase() {
            return this == PG_KILL || this == PG_IMMEDIATE || this == PG_TERMINATE;
        }
    }

    public boolean touches(Instant from, Instant to) {
        return !begun.isAfter(to) && !ended.isBefore(from);
    }
}
