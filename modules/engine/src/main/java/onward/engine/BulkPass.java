package onward.engine;

import io.vertx.core.Future;
import java.time.Instant;
import onward.bus.Address;
import onward.bus.Bell;
import onward.store.Store;
import onward.store.table.BulkActions;

/** Deals with runs of bulk actions, one after the other, each in a transaction of its own. */
public final class BulkPass implements Pass {
    private final Store store;
    private final BulkActions actions;
    private final Bell bell;

    BulkPass(Store store, Bell bell) {
        this.store = store;
        this.actions = new BulkActions(store);
        this.bell = bell;
    }

    @Override
    public Future<Integer> once(int limit, Instant now) {
        return some(limit, 0).compose(dealt -> {
            if (dealt > 0) {
                bell.ring(Address.WAKE_RUNNER);
                bell.ring(Address.FEED_RUNS);
            }
            return dealt < limit ? BulkActions.finish(store.client(), now).map(dealt) : Future.succeededFuture(dealt);
        });
    }

    private Future<Integer> some(int limit, int dealt) {
        return dealt == limit
                ? Future.succeededFuture(dealt)
                : actions.one().compose(found -> found ? some(limit, dealt + 1) : Future.succeededFuture(dealt));
    }
}
