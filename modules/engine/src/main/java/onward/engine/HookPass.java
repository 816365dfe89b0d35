package onward.engine;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import onward.channel.http.HttpCall;
import onward.channel.http.HttpReply;
import onward.channel.webhook.SignedCall;
import onward.flow.fact.Ids;
import onward.flow.message.WebhookEvents;
import onward.store.SecretBox;
import onward.store.Store;
import onward.store.table.EventTraces;
import onward.store.table.HookDeliveries;
import onward.store.table.HookDeliveries.Lease;
import onward.store.table.HookDeliveries.Settlement;
import onward.store.table.WebhookSecrets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leases what webhooks are to be told, tells them, and settles each as it is answered. Success is an answer of 2xx;
 * anything else, a redirect too, is tried again by {@link HookSchedule}. A pass is over when its requests are under way.
 * A process that dies between sending and settling tells again: at least once.
 */
final class HookPass implements Pass {
    /** How many requests are under way at once, and from how many on one webhook is given no more. */
    static final int IN_HAND_MAX = 100;

    static final int IN_HAND_PER_WEBHOOK_MAX = 8;
    /** How long an answer may take. */
    static final Duration TIMEOUT = Duration.ofSeconds(15);
    /** How long a delivery belongs to the process that leased it; longer than one attempt may take. */
    static final Duration LEASE = Duration.ofSeconds(60);
    /** How much of an answer is kept. */
    static final int RESPONSE_CHARS_MAX = 2_048;

    private static final Logger LOG = LoggerFactory.getLogger(HookPass.class);

    private final Vertx vertx;
    private final Store store;
    private final WebhookSecrets secrets;
    private final Function<HttpCall, Future<HttpReply>> caller;
    private final Ids ids;
    private final Runnable whenFree;
    private final Map<UUID, Integer> inHand = new HashMap<>();
    private Promise<Void> idle;

    /** @param whenFree told when there is room again after there was none */
    HookPass(
            Vertx vertx,
            Store store,
            SecretBox box,
            Function<HttpCall, Future<HttpReply>> caller,
            Ids ids,
            Runnable whenFree) {
        this.vertx = vertx;
        this.store = store;
        this.secrets = new WebhookSecrets(box);
        this.caller = caller;
        this.ids = ids;
        this.whenFree = whenFree;
    }

    @Override
    public Future<Integer> once(int limit, Instant now) {
        int room = Math.min(limit, IN_HAND_MAX - sum());
        return room <= 0
                ? Future.succeededFuture(0)
                : HookDeliveries.lease(
                                store.client(), now, now.plus(LEASE), room, IN_HAND_PER_WEBHOOK_MAX, fullWebhooks())
                        .compose(this::traced)
                        .map(leases -> {
                            leases.forEach(lease -> begin(lease, now));
                            return leases.size();
                        });
    }

    /** What becomes of runs whose event came in a trace is told in it; that it cannot be read holds up nothing. */
    private Future<List<Lease>> traced(List<Lease> leases) {
        return leases.isEmpty()
                ? Future.succeededFuture(leases)
                : EventTraces.ofHookEvents(store.client(), leases)
                        .map(traces -> leases.stream()
                                .map(lease -> lease.in(traces.get(lease.eventId())))
                                .toList())
                        .otherwise(fault -> {
                            LOG.warn("Expected to read the traces of {} events, found a fault.", leases.size(), fault);
                            return leases;
                        });
    }

    /** Completes when no request is under way. */
    Future<Void> idle() {
        if (inHand.isEmpty()) {
            return Future.succeededFuture();
        }
        idle = idle == null ? Promise.promise() : idle;
        return idle.future();
    }

    private int sum() {
        return inHand.values().stream().mapToInt(Integer::intValue).sum();
    }

    private List<UUID> fullWebhooks() {
        var full = new ArrayList<UUID>();
        inHand.forEach((id, count) -> {
            if (count >= IN_HAND_PER_WEBHOOK_MAX) {
                full.add(id);
            }
        });
        return full;
    }

    private void begin(Lease lease, Instant now) {
        inHand.merge(lease.webhookId(), 1, Integer::sum);
        reply(lease, now)
                .compose(reply -> store.now().map(answered -> settlement(lease, reply, now, answered)))
                .compose(this::settle)
                .onFailure(fault ->
                        LOG.error("Expected to settle webhook event {}, found a fault.", lease.eventId(), fault))
                .onComplete(done -> ended(lease));
    }

    private Future<HttpReply> reply(Lease lease, Instant now) {
        try {
            HttpCall call = SignedCall.of(
                    lease.endpoint(),
                    WebhookEvents.wireId(lease.eventId()),
                    lease.payload(),
                    secrets(lease),
                    now,
                    TIMEOUT);
            return caller.apply(
                    lease.trace() == null
                            ? call
                            : call.with(
                                    "traceparent",
                                    lease.trace()
                                            .of(lease.eventId(), lease.attempt())
                                            .text()));
        } catch (IllegalArgumentException | IllegalStateException unsignable) {
            LOG.error("Expected to sign for webhook {}, found a fault.", lease.webhookId(), unsignable);
            return Future.succeededFuture(new HttpReply.Blocked(
                    "Expected to sign with the webhook's secret, found that it cannot be opened. Rotate it."));
        }
    }

    private List<String> secrets(Lease lease) {
        var newestFirst = new ArrayList<String>(List.of(secrets.opened(lease.secret())));
        if (lease.oldSecret() != null) {
            newestFirst.add(secrets.opened(lease.oldSecret()));
        }
        return newestFirst;
    }

    private Settlement settlement(Lease lease, HttpReply reply, Instant sentAt, Instant now) {
        boolean isSuccess = reply instanceof HttpReply.Answered answered && answered.isSuccess();
        Instant again =
                isSuccess ? null : HookSchedule.next(lease.attempt(), now).orElse(null);
        String state = isSuccess ? "success" : again == null ? "failed" : "pending";
        return new Settlement(lease, ids.next(now), state, again, status(reply), words(reply), sentAt, now);
    }

    private static int status(HttpReply reply) {
        return reply instanceof HttpReply.Answered answered ? answered.status() : 0;
    }

    private static String words(HttpReply reply) {
        String words = reply instanceof HttpReply.Answered answered
                ? answered.body()
                : reply instanceof HttpReply.Unreached unreached
                        ? unreached.problem()
                        : ((HttpReply.Blocked) reply).problem();
        return words.length() <= RESPONSE_CHARS_MAX ? words : words.substring(0, RESPONSE_CHARS_MAX);
    }

    private Future<Void> settle(Settlement settlement) {
        return Insistence.on(
                vertx,
                "a webhook's event",
                () -> store.transaction(tx -> HookDeliveries.settle(
                                tx, settlement, settlement.now().minus(HookSchedule.HOPELESS)))
                        .onSuccess(isDisabled -> {
                            if (isDisabled) {
                                LOG.warn(
                                        "Webhook {} of project {} failed for {} days and was switched off.",
                                        settlement.lease().webhookId(),
                                        settlement.lease().projectId(),
                                        HookSchedule.HOPELESS.toDays());
                            }
                        })
                        .<Void>mapEmpty());
    }

    private void ended(Lease lease) {
        boolean wasFull = sum() >= IN_HAND_MAX || inHand.get(lease.webhookId()) >= IN_HAND_PER_WEBHOOK_MAX;
        inHand.computeIfPresent(lease.webhookId(), (id, count) -> count == 1 ? null : count - 1);
        if (inHand.isEmpty() && idle != null) {
            idle.tryComplete();
        }
        if (wasFull) {
            whenFree.run();
        }
    }
}
