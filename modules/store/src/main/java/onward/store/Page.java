package onward.store;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/**
 * One slice of a list, always newest first.
 *
 * @param hasMore whether more items follow in the direction the caller was paging
 */
public record Page<T>(List<T> items, boolean hasMore) {
    public Page {
        items = List.copyOf(items);
    }

    /**
     * Makes a page of rows that a statement gave for {@code limit + 1}.
     *
     * @param rows newest first, or, for a request with {@code before}, oldest first
     */
    public static <T> Page<T> of(PageRequest request, List<T> rows) {
        var kept = new ArrayList<>(rows.subList(0, Math.min(rows.size(), request.limit())));
        if (request.before() != null) {
            Collections.reverse(kept);
        }
        return new Page<>(kept, rows.size() > request.limit());
    }

    public <R> Page<R> map(Function<T, R> change) {
        return new Page<>(items.stream().map(change).toList(), hasMore);
    }
}
