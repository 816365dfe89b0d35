package onward.engine;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import onward.bus.Address;
import onward.bus.Bell;
import onward.channel.http.HttpCall;
import onward.channel.http.HttpReply;
import onward.store.Store;
import onward.store.table.Calls;
import onward.store.table.Calls.Lease;
import onward.store.table.Calls.Settlement;
import onward.store.table.EventTraces;
import onward.store.table.RunRef;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leases due requests, makes them, and settles each as it is answered: a server that is slow holds up no other. A pass
 * is over when its requests are under way, not when they are answered.
 */
final class CallerPass implements Pass {
    /** How many requests are under way at once. */
    static final int IN_HAND_MAX = 200;
    /** How long a request belongs to the process that leased it; longer than one attempt may take. */
    static final Duration LEASE = Duration.ofSeconds(60);

    private static final Logger LOG = LoggerFactory.getLogger(CallerPass.class);

    private final Vertx vertx;
    private final Store store;
    private final Function<HttpCall, Future<HttpReply>> caller;
    private final CallSettling settling;
    private final Bell bell;
    private final Runnable whenFree;
    private int inHand;
    private Promise<Void> idle;

    /** @param whenFree told when there is room again after there was none */
    CallerPass(
            Vertx vertx,
            Store store,
            Function<HttpCall, Future<HttpReply>> caller,
            CallSettling settling,
            Runnable whenFree) {
        this.vertx = vertx;
        this.store = store;
        this.caller = caller;
        this.settling = settling;
        this.bell = new Bell(vertx.eventBus());
        this.whenFree = whenFree;
    }

    @Override
    public Future<Integer> once(int limit, Instant now) {
        int room = Math.min(limit, IN_HAND_MAX - inHand);
        return room <= 0
                ? Future.succeededFuture(0)
                : Calls.lease(store.client(), now, now.plus(LEASE), room)
                        .compose(this::traced)
                        .map(leases -> {
                            leases.forEach(lease -> begin(lease, now));
                            return leases.size();
                        });
    }

    /** Requests of runs whose event came in a trace go on in it; that it cannot be read holds up none. */
    private Future<List<Lease>> traced(List<Lease> leases) {
        if (leases.isEmpty()) {
            return Future.succeededFuture(leases);
        }
        var runs = leases.stream()
                .map(lease -> new RunRef(lease.projectId(), lease.runId()))
                .distinct()
                .toList();
        return EventTraces.ofRuns(store.client(), runs)
                .map(traces -> leases.stream()
                        .map(lease -> lease.in(traces.get(lease.runId())))
                        .toList())
                .otherwise(fault -> {
                    LOG.warn("Expected to read the traces of {} requests, found a fault.", leases.size(), fault);
                    return leases;
                });
    }

    /** Completes when no request is under way. */
    Future<Void> idle() {
        if (inHand == 0) {
            return Future.succeededFuture();
        }
        idle = idle == null ? Promise.promise() : idle;
        return idle.future();
    }

    private void begin(Lease lease, Instant now) {
        inHand++;
        reply(lease, now)
                .compose(reply -> store.now().map(answered -> settling.of(lease, reply, answered)))
                .compose(this::settle)
                .onFailure(fault -> LOG.error("Expected to settle request {}, found a fault.", lease.id(), fault))
                .onComplete(done -> ended());
    }

    private Future<HttpReply> reply(Lease lease, Instant now) {
        return lease.answerBy().isAfter(now)
                ? caller.apply(new HttpCall(
                        lease.method(),
                        lease.url(),
                        lease.headers(),
                        lease.body(),
                        lease.id().toString(),
                        Duration.ofMillis(lease.timeoutMillis())))
                : Future.succeededFuture(new HttpReply.Blocked("Expected to be asked in time, found it too late."));
    }

    private void ended() {
        boolean wasFull = inHand-- == IN_HAND_MAX;
        if (inHand == 0 && idle != null) {
            idle.tryComplete();
        }
        if (wasFull) {
            whenFree.run();
        }
    }

    private Future<Integer> settle(Settlement settlement) {
        return Insistence.on(
                vertx,
                "a request",
                () -> Calls.settle(store.client(), List.of(settlement)).onSuccess(settled -> {
                    if (settled > 0 && settlement.endedAt() != null) {
                        bell.ring(Address.WAKE_RUNNER);
                    }
                }));
    }
}
