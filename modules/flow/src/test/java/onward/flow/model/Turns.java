package onward.flow.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * In which order runs that have something to do at the same act do it. The contract does not say. Where it makes a
 * difference, because one changes a contact that another looks at, no outcome is the only one.
 */
public enum Turns {
    /** As they were started. */
    OLDEST_FIRST,
    /** The other way round. */
    NEWEST_FIRST,
    /** Those that begin, then those that rest. */
    BEGINNERS_FIRST;

    <T> List<T> order(List<T> resting, List<T> beginning) {
        List<T> all = new ArrayList<>(this == BEGINNERS_FIRST ? beginning : resting);
        all.addAll(this == BEGINNERS_FIRST ? resting : beginning);
        if (this == NEWEST_FIRST) {
            Collections.reverse(all);
        }
        return all;
    }
}
