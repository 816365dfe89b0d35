package onward.store;

import java.util.UUID;

/**
 * Which slice of a list, newest first, a caller wants.
 *
 * @param limit how many items at most, 1 to {@link #LIMIT_MAX}
 * @param after the id after which the page begins, that is the next older items; or null
 * @param before the id before which the page ends, that is the next newer items; or null. Not both
 */
public record PageRequest(int limit, UUID after, UUID before) {
    /** How many items a page may have. */
    public static final int LIMIT_MAX = 100;

    public PageRequest {
        if (limit < 1 || limit > LIMIT_MAX) {
            throw new IllegalArgumentException("Expected a limit from 1 to " + LIMIT_MAX + ", found " + limit);
        }
        if (after != null && before != null) {
            throw new IllegalArgumentException("Expected at most one of after and before, found both");
        }
    }

    /** The item that the page lies beside; null for the newest page. */
    public UUID cursor() {
        return before == null ? after : before;
    }

    /** The newest items. */
    public static PageRequest first(int limit) {
        return new PageRequest(limit, null, null);
    }
}
