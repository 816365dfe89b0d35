package onward.web.login;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** How often a wrong password came from an address of late; for all HTTP threads of one process. */
final class WrongTries {
    static final int TRIES_MAX = 10;
    static final Duration SPAN = Duration.ofMinutes(5);

    /** The oldest is forgotten first. */
    private static final int ADDRESSES_MAX = 10_000;

    private record Count(int tries, Instant since) {}

    private final Map<String, Count> counts = new LinkedHashMap<>();

    /** Whether the next try from there is not looked at. */
    synchronized boolean isTooMany(String address, Instant now) {
        Count count = counts.get(address);
        return count != null && count.tries >= TRIES_MAX && now.isBefore(count.since.plus(SPAN));
    }

    synchronized void add(String address, Instant now) {
        Count before = counts.remove(address);
        boolean isFresh = before == null || !now.isBefore(before.since.plus(SPAN));
        counts.put(address, isFresh ? new Count(1, now) : new Count(before.tries + 1, before.since));
        if (counts.size() > ADDRESSES_MAX) {
            counts.remove(counts.keySet().iterator().next());
        }
    }
}
