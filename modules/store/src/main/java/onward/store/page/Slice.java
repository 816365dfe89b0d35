package onward.store.page;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * One page of a list that goes from the newest to the oldest.
 *
 * @param older the id to ask for the next older page with; empty on the last page
 */
public record Slice<T>(List<T> items, Optional<UUID> older) {
    /** An id that comes after all others: where the first page begins. */
    static final UUID ABOVE_ALL = new UUID(-1, -1);

    /** Where a page begins that follows this id; null for the first page. */
    static UUID before(UUID after) {
        return after == null ? ABOVE_ALL : after;
    }

    /** Makes a page of what a statement gave for one row more than a page has. */
    static <T> Slice<T> of(List<T> found, int rowsMax, Function<T, UUID> id) {
        if (found.size() <= rowsMax) {
            return new Slice<>(found, Optional.empty());
        }
        var shown = List.copyOf(found.subList(0, rowsMax));
        return new Slice<>(shown, Optional.of(id.apply(shown.get(rowsMax - 1))));
    }
}
