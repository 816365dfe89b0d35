package onward.engine;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import onward.bus.Address;
import onward.bus.Bell;
import onward.channel.Channel;
import onward.channel.Claim;
import onward.channel.Receipt;
import onward.engine.Leasing.Batch;
import onward.flow.fact.Ids;
import onward.flow.message.Envelope;
import onward.store.Store;
import onward.store.table.Devices;
import onward.store.table.Outbox;
import onward.store.table.Outbox.Lease;
import onward.store.table.Outbox.Settlement;
import onward.store.table.Suppressions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Leases a batch of due envelopes, has their channels deliver them, and settles what became of each. */
final class CourierPass implements Pass {
    /** How often a delivery under way keeps its lease. */
    static final Duration RENEW_EVERY = EngineSettings.LEASE.dividedBy(3);

    private static final Logger LOG = LoggerFactory.getLogger(CourierPass.class);

    private final Vertx vertx;
    private final Store store;
    private final Map<String, Channel> channels;
    private final Settling settling;
    private final Bell bell;
    private final Ids ids;
    private final Leasing leasing;
    private final Dressing dressing;
    private final Runnable whenFull;

    /** @param whenFull told of a full lease before it is delivered: another lane may find more */
    CourierPass(
            Vertx vertx, Store store, Map<String, Channel> channels, Settling settling, Ids ids, Runnable whenFull) {
        this(vertx, store, channels, settling, ids, whenFull, System::nanoTime, Mailroom.NONE);
    }

    /** With another clock for how long leases are surely ours, for tests. */
    CourierPass(
            Vertx vertx,
            Store store,
            Map<String, Channel> channels,
            Settling settling,
            Ids ids,
            Runnable whenFull,
            LongSupplier nanos) {
        this(vertx, store, channels, settling, ids, whenFull, nanos, Mailroom.NONE);
    }

    /** The whole of it. */
    CourierPass(
            Vertx vertx,
            Store store,
            Map<String, Channel> channels,
            Settling settling,
            Ids ids,
            Runnable whenFull,
            LongSupplier nanos,
            Mailroom mailroom) {
        this.vertx = vertx;
        this.store = store;
        this.channels = channels;
        this.settling = settling;
        this.bell = new Bell(vertx.eventBus());
        this.ids = ids;
        this.leasing = new Leasing(store, ids, nanos);
        this.dressing = new Dressing(store, mailroom);
        this.whenFull = whenFull;
    }

    @Override
    public Future<Integer> once(int limit, Instant now) {
        return leasing.take(channels.keySet(), limit, now).compose(batch -> {
            told(batch.suppressed());
            Meters.barred(batch.barred());
            if (batch.size() >= limit) {
                whenFull.run();
            }
            return batch.leases().isEmpty()
                    ? Future.succeededFuture(batch.size())
                    : work(batch, now).map(worked -> batch.size());
        });
    }

    private Future<Integer> work(Batch batch, Instant now) {
        long renewal = vertx.setPeriodic(RENEW_EVERY.toMillis(), tick -> renew(batch));
        return deliver(batch, now).compose(this::settle).onComplete(done -> vertx.cancelTimer(renewal));
    }

    private void renew(Batch batch) {
        leasing.renew(batch)
                .onFailure(fault -> LOG.warn(
                        "Expected to keep {} leases, found a fault.",
                        batch.leases().size(),
                        fault));
    }

    private Future<List<Settlement>> deliver(Batch batch, Instant now) {
        Map<Boolean, List<Lease>> over =
                batch.leases().stream().collect(Collectors.partitioningBy(lease -> Settling.isOver(lease, now)));
        var settlements = new ArrayList<Settlement>();
        over.get(true).forEach(lease -> settlements.add(Settling.leftBehind(lease, now)));
        var deliveries = over.get(false).stream().collect(Collectors.groupingBy(Lease::channel)).values().stream()
                .map(some -> deliverByOne(some, batch.tenure(), now))
                .toList();
        return Future.all(deliveries).map(all -> {
            all.<List<Settlement>>list().forEach(settlements::addAll);
            return settlements;
        });
    }

    private Future<List<Settlement>> deliverByOne(List<Lease> leases, Claim claim, Instant leasedAt) {
        return receipts(leases, claim)
                .compose(receipts -> store.now().otherwise(leasedAt).map(now -> settlements(leases, receipts, now)));
    }

    private Future<List<Receipt>> receipts(List<Lease> leases, Claim claim) {
        return dressing.dress(leases)
                .compose(envelopes -> attempt(channels.get(leases.get(0).channel()), envelopes, claim)
                        .map(receipts -> checked(receipts, leases.size()))
                        .recover(fault -> Future.succeededFuture(unclear(leases, fault))))
                .recover(fault -> Future.succeededFuture(unready(leases, fault)));
    }

    /** Nothing was attempted yet. */
    private static List<Receipt> unready(List<Lease> leases, Throwable fault) {
        LOG.error("Expected to make {} mails ready to leave, found a fault.", leases.size(), fault);
        return leases.stream()
                .<Receipt>map(
                        lease -> new Receipt.Deferred("Not attempted: " + fault.getMessage(), true, Duration.ZERO))
                .toList();
    }

    private static Future<List<Receipt>> attempt(Channel channel, List<Envelope> envelopes, Claim claim) {
        try {
            return channel.deliver(envelopes, claim);
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private static List<Receipt> checked(List<Receipt> receipts, int expected) {
        if (receipts.size() != expected) {
            throw new IllegalStateException(
                    "Expected " + expected + " receipts from a channel, found " + receipts.size());
        }
        return receipts;
    }

    /** A channel that breaks may have delivered; nobody knows. */
    private static List<Receipt> unclear(List<Lease> leases, Throwable fault) {
        LOG.error(
                "Expected receipts for {} envelopes from {} on, found a fault of the channel.",
                leases.size(),
                leases.get(0).envelope().id(),
                fault);
        return leases.stream()
                .<Receipt>map(lease -> new Receipt.Unclear("The channel failed: " + fault.getMessage()))
                .toList();
    }

    private List<Settlement> settlements(List<Lease> leases, List<Receipt> receipts, Instant now) {
        var settlements = new ArrayList<Settlement>(leases.size());
        for (int i = 0; i < leases.size(); i++) {
            settlements.add(settling.of(leases.get(i), receipts.get(i), now));
        }
        return settlements;
    }

    private Future<Integer> settle(List<Settlement> settlements) {
        return Insistence.on(
                        vertx,
                        settlements.size() + " envelopes",
                        () -> settled(settlements).map(this::told))
                .onSuccess(ours -> {
                    Meters.settled(settlements);
                    tell(settlements, ours);
                });
    }

    /** Where another had some of the leases by then, nobody here knows which; the feed may leave things out. */
    private void tell(List<Settlement> settlements, int ours) {
        if (ours == settlements.size()) {
            bell.tell(Telling.ofMails(settlements));
        }
    }

    /** Whose mailbox or device is not there gets no more, from the moment on in which that is settled. */
    private Future<Outbox.Settled> settled(List<Settlement> settlements) {
        var bad = Outbox.bad(settlements);
        var gone = Outbox.gone(settlements);
        return bad.isEmpty() && gone.isEmpty()
                ? Outbox.settle(store.client(), settlements, ids)
                : store.transaction(tx -> Outbox.settle(tx, settlements, ids)
                        .compose(done -> Suppressions.add(
                                        tx, bad, settlements.get(0).at(), ids)
                                .compose(added -> Devices.gone(
                                        tx, gone, settlements.get(0).at()))
                                .map(done)));
    }

    /** What became of a mail may be what a run waits for. */
    private Integer told(Outbox.Settled settled) {
        if (settled.told() > 0) {
            bell.ring(Address.WAKE_RUNNER);
        }
        if (settled.leases() > 0) {
            bell.ring(Address.FEED_RUNS);
        }
        return settled.leases();
    }
}
