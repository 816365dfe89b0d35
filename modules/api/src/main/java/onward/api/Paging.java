package onward.api;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import onward.flow.fact.Uuids;
import onward.store.Page;
import onward.store.PageRequest;

/** Which page a request wants: the rules of contract/resend.md 2.4. */
public final class Paging {
    /** How many items a page has when the caller does not say. */
    public static final int LIMIT_DEFAULT = 20;

    /** How many items the lists that may be asked for whole give at most. */
    public static final int WHOLE_ITEMS_MAX = 10_000;

    private static final String LIMIT_MESSAGE = "The pagination limit must be a number between 1 and "
            + PageRequest.LIMIT_MAX + ". See https://resend.com/docs/pagination for more information.";

    private Paging() {}

    /** The page of the query; refused when the limit, the cursors or both together make none. */
    public static PageRequest of(Query query) {
        return of(query, Uuids::read);
    }

    /** The same for a list whose items show their ids in a form of their own. */
    static PageRequest of(Query query, Function<String, Optional<UUID>> ids) {
        int limit = query.get("limit").map(Paging::limit).orElse(LIMIT_DEFAULT);
        if (query.get("after").isPresent() && query.get("before").isPresent()) {
            throw NativeErrors.validation("Expected at most one of `after` and `before`, found both.");
        }
        return new PageRequest(limit, cursor(query, "after", ids), cursor(query, "before", ids));
    }

    /** True when the caller asked for a page; the older lists give everything when not. */
    public static boolean isAsked(Query query) {
        return query.get("limit").isPresent()
                || query.get("after").isPresent()
                || query.get("before").isPresent();
    }

    /**
     * The page asked for, or everything (up to {@link #WHOLE_ITEMS_MAX}) when none was: for the older lists.
     *
     * @param id the cursor of an item
     */
    public static <T> Future<Page<T>> pageOrWhole(
            Query query, Function<PageRequest, Future<Page<T>>> list, Function<T, UUID> id) {
        return isAsked(query)
                ? list.apply(of(query))
                : rest(PageRequest.first(PageRequest.LIMIT_MAX), list, id, new ArrayList<>());
    }

    private static <T> Future<Page<T>> rest(
            PageRequest request, Function<PageRequest, Future<Page<T>>> list, Function<T, UUID> id, List<T> gathered) {
        return list.apply(request).compose(page -> {
            gathered.addAll(page.items());
            if (!page.hasMore() || gathered.size() >= WHOLE_ITEMS_MAX) {
                return Future.succeededFuture(new Page<>(gathered, page.hasMore()));
            }
            UUID last = id.apply(gathered.get(gathered.size() - 1));
            return rest(new PageRequest(PageRequest.LIMIT_MAX, last, null), list, id, gathered);
        });
    }

    private static int limit(String text) {
        boolean plain = text.matches("[0-9]{1,3}");
        int limit = plain ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > PageRequest.LIMIT_MAX) {
            throw NativeErrors.validation(LIMIT_MESSAGE);
        }
        return limit;
    }

    private static UUID cursor(Query query, String name, Function<String, Optional<UUID>> ids) {
        return query.get(name)
                .map(text -> ids.apply(text)
                        .orElseThrow(() -> NativeErrors.validation(
                                "Expected the id of an item of this list in `" + name + "`, found something else.")))
                .orElse(null);
    }
}
