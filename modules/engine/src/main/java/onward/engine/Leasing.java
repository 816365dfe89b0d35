package onward.engine;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
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
    private final LongSupplier nanos;

    /** @param nanos a clock that only goes forward, by which a batch knows how long it is surely ours */
    Leasing(Store store, Ids ids, LongSupplier nanos) {
        this.store = store;
        this.ids = ids;
        this.nanos = nanos;
    }

    /**
     * What was taken.
     *
     * @param leases to be delivered
     * @param tenure how long the leases are surely ours
     * @param suppressed of those that are not
     * @param barred those
     */
    record Batch(List<Lease> leases, Tenure tenure, Settled suppressed, List<Lease> barred) {
        int size() {
            return leases.size() + suppressed.leases();
        }
    }

    Future<Batch> take(Set<String> channels, int limit, Instant now) {
        var tenure = new Tenure(nanos);
        // `now` was read before the tenure began, so the end of the leases is counted from a later reading.
        return store.transaction(tx -> store.now(tx)
                .compose(later -> Outbox.lease(tx, channels, now, later.plus(EngineSettings.LEASE), limit))
                .compose(leases -> sorted(tx, leases, tenure, now)));
    }

    /**
     * Keeps leases that are under way; the tenure begins anew only when all of them are still ours. Of those whose
     * contact unsubscribed, or whose run was cancelled meanwhile, it does not hold any more.
     */
    Future<Void> renew(Batch batch) {
        long reading = batch.tenure().reading();
        return store.now()
                .compose(now -> Outbox.renew(store.client(), batch.leases(), now.plus(EngineSettings.LEASE)))
                .onSuccess(kept -> {
                    batch.tenure().bar(kept.barred());
                    if (kept.leases() == batch.leases().size()) {
                        batch.tenure().begin(reading);
                    }
                })
                .mapEmpty();
    }

    private Future<Batch> sorted(SqlConnection tx, List<Lease> leases, Tenure tenure, Instant now) {
        Map<Boolean, List<Lease>> byBarred = leases.stream().collect(Collectors.partitioningBy(Lease::isBarred));
        return suppressed(tx, byBarred.get(true), now)
                .map(settled -> new Batch(byBarred.get(false), tenure, settled, byBarred.get(true)));
    }

    private Future<Settled> suppressed(SqlConnection tx, List<Lease> barred, Instant now) {
        var settlements =
                barred.stream().map(lease -> Settling.suppressed(lease, now)).toList();
        return barred.isEmpty() ? Future.succeededFuture(NONE) : Outbox.settle(tx, settlements, ids);
    }
}
