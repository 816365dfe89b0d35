package onward.api.sendrealm;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import onward.api.Answer;
import onward.store.Page;
import onward.store.PageRequest;

/** Lists of this face: {@code data}, and beside it the cursors of what follows (contract/sendrealm.md 5.1). */
final class Pages {
    private Pages() {}

    /** `next` is the cursor of older items, for {@code after}; `previous` that of newer ones, for {@code before}. */
    static <T> Answer list(
            PageRequest request, Page<T> page, Function<T, Map<String, Object>> item, Function<T, UUID> id) {
        List<T> items = page.items();
        boolean isBackwards = request.before() != null;
        boolean isFirst = request.cursor() == null || (isBackwards && !page.hasMore());
        boolean hasOlder = isBackwards || page.hasMore();
        UUID last = items.isEmpty() ? null : id.apply(items.get(items.size() - 1));
        UUID first = items.isEmpty() ? null : id.apply(items.get(0));
        return Answer.ok(Answer.body(
                "data",
                items.stream().map(item).toList(),
                "pagination",
                Answer.body("next", hasOlder ? last : null, "previous", isFirst ? null : first)));
    }
}
