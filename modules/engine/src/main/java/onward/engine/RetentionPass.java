package onward.engine;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import onward.store.Store;
import onward.store.table.Retention;
import onward.store.table.Retention.Rule;
import onward.store.table.Retention.Swept;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what projects keep no longer, a batch at a time: a round goes through every rule of every project, each from its
 * oldest row on. A round that is cut off begins anew, which costs looks and nothing else.
 */
final class RetentionPass implements Pass {
    private static final Logger LOG = LoggerFactory.getLogger(RetentionPass.class);

    private final Store store;
    private final Deque<Rule> left = new ArrayDeque<>();
    private UUID after = Retention.BEGINNING;
    private int removed;

    RetentionPass(Store store) {
        this.store = store;
    }

    /** Has every rule had its turn, or did no round begin yet? */
    boolean isBetweenRounds() {
        return left.isEmpty();
    }

    /** Looks at the next rows of the rule whose turn it is; between rounds it begins one. */
    @Override
    public Future<Integer> once(int limit, Instant now) {
        if (!left.isEmpty()) {
            return sweep(left.peek(), limit, now);
        }
        return Retention.all(store.client()).compose(rules -> {
            left.addAll(rules);
            return left.isEmpty() ? Future.succeededFuture(0) : sweep(left.peek(), limit, now);
        });
    }

    private Future<Integer> sweep(Rule rule, int limit, Instant now) {
        return store.transaction(tx -> Retention.sweep(tx, rule, after, now, limit))
                .map(swept -> goOn(rule, swept, limit));
    }

    private int goOn(Rule rule, Swept swept, int limit) {
        removed += swept.removed();
        if (swept.looked() >= limit) {
            after = swept.last();
            return swept.looked();
        }
        if (removed > 0) {
            LOG.info(
                    "Removed {} of {} of project {}, kept for {} days.",
                    removed,
                    rule.sort().word(),
                    rule.projectId(),
                    rule.days());
        }
        left.poll();
        after = Retention.BEGINNING;
        removed = 0;
        return swept.looked();
    }
}
