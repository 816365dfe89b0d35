package onward.engine;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import onward.flow.fact.Ids;
import onward.store.Store;
import onward.store.table.Outbox;
import onward.store.table.Outbox.Lease;
import onward.store.table.Outbox.Settled;

/**
 * Takes envelopes that are due. Those that may not go out any more (their contact is unsubscribed or gone, their run
 * cancelled) are settled in the transaction that takes them, so nobody ever attempts them.
 */
final class Leasing {
    private static final Settled NONE = new Settled(0, 0);

    private final Store store;
    private final Ids ids;

    Leasing(Store store, Ids ids) {
        this.store = store;
        this.ids = ids;
    }

    /**
     * What was taken.
     *
     * @param leases to be delivered
     * @param suppressed of those that are not
     */
    record Batch(List<Lease> leases, Settled suppressed) {
        int size() {
            return leases.size() + suppressed.leases();
        }
    }

    Future<Batch> take(Set<String> channels, int limit, Instant now) {
        return store.transaction(tx -> Outbox.lease(tx, channels, now, now.plus(EngineSettings.LEASE), limit)
                .compose(leases -> sorted(tx, leases, now)));
    }

    private Future<Batch> sorted(SqlConnection tx, List<Lease> leases, Instant now) {
        Map<Boolean, List<Lease>> byBarred = leases.stream().collect(Collectors.partitioningBy(Lease::isBarred));
        return suppressed(tx, byBarred.get(true), now).map(settled -> new Batch(byBarred.get(false), settled));
    }

    private Future<Settled> suppressed(SqlConnection tx, List<Lease> barred, Instant now) {
        var settlements =
                barred.stream().map(lease -> Settling.suppressed(lease, now)).toList();
        return barred.isEmpty() ? Future.succeededFuture(NONE) : Outbox.settle(tx, settlements, ids);
    }
}
