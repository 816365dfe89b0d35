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
        /** The database and all its sessions stopped in their tracks, and went on. */
        PG_HANG,
        /** The disk of the database was full. */
        PG_DISK_FULL,
        PAUSE,
        /** A node died at a named point. */
        CRASH,
        /** A thread of a node stood still at a named point, for less than a lease. */
        STALL,
        /** The bells of a node rang into nothing. */
        DEAF,
        /** The clock of a node was wrong. */
        CLOCK;

        public boolean isKill() {
            return this == KILL || this == KILL_ALL;
        }

        public boolean isDatabase() {
            return name().startsWith("PG_");
        }

        /** The receipt of a mail may be lost with it; one that only wakes late, or has a wrong clock, hears it. */
        public boolean hidesReplies() {
            return this != STALL && this != DEAF && this != CLOCK;
        }
    }

    public boolean touches(Instant from, Instant to) {
        return !begun.isAfter(to) && !ended.isBefore(from);
    }
}
