package onward.web.ui;

import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import onward.store.Page;
import onward.store.PageRequest;
import onward.store.UnknownCursor;

/**
 * One page of a list that a table gives newest first.
 *
 * @param older where the next older page is; null on the last
 * @param newest where the list begins; null on its first page
 */
public record Paged<T>(List<T> rows, String older, String newest) {
    private static final int ROWS_MAX = 50;

    /** How a table gives a page. */
    @FunctionalInterface
    public interface Table<S> {
        Future<Page<S>> page(PageRequest request);
    }

    /**
     * The page that was asked for by {@code ?after=<id>}.
     *
     * @param what one item, for who asks to begin after one that there is not
     */
    public static <S, T> Future<Paged<T>> of(
            Visit visit, String path, String what, Table<S> table, Function<S, UUID> id, Function<S, T> row) {
        UUID after = visit.after().orElse(null);
        return table.page(new PageRequest(ROWS_MAX, after, null))
                .recover(
                        fault -> Future.failedFuture(fault instanceof UnknownCursor ? PageProblem.absent(what) : fault))
                .map(page -> new Paged<>(
                        page.items().stream().map(row).toList(),
                        page.hasMore() ? path + "?after=" + id.apply(last(page)) : null,
                        after == null ? null : path));
    }

    private static <S> S last(Page<S> page) {
        return page.items().get(page.items().size() - 1);
    }
}
