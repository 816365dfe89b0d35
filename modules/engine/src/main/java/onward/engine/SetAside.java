package onward.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rows that failed by themselves: left alone for a while, so that they block no others, and then tried again.
 * Kept in memory only; after a restart they are tried once more and set aside again.
 */
final class SetAside {
    /** How long a row is left alone. */
    static final Duration FOR = Duration.ofMinutes(1);
    /** How many are remembered; beyond that the longest ago is tried early. */
    static final int ROWS_MAX = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(SetAside.class);

    private final String kind;
    private final Map<UUID, Instant> until = new LinkedHashMap<>();

    /** @param kind what the rows are, for the log: event, run */
    SetAside(String kind) {
        this.kind = kind;
    }

    void add(UUID id, Throwable fault, Instant now) {
        LOG.error("Expected {} {} to move, found a fault. It is tried again in {}.", kind, id, FOR, fault);
        until.put(id, now.plus(FOR));
        if (until.size() > ROWS_MAX) {
            until.remove(until.keySet().iterator().next());
        }
    }

    /** Those to leave alone at this instant. */
    Set<UUID> at(Instant now) {
        until.values().removeIf(end -> !now.isBefore(end));
        return Set.copyOf(until.keySet());
    }
}
