package onward.channel.push;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import java.util.stream.IntStream;
import onward.channel.Channel;
import onward.channel.Claim;
import onward.channel.Receipt;
import onward.flow.message.DeviceAddress;
import onward.flow.message.Envelope;
import onward.flow.message.Push;

/**
 * Delivers pushes, at most {@link #AT_ONCE_MAX} at a time of one batch; each asks its claim when its turn comes. What
 * its senders use, the HTTP client above all, is closed by whoever opened it.
 */
public final class PushChannel implements Channel {
    /** How many pushes of one batch are under way. */
    public static final int AT_ONCE_MAX = 16;

    private static final Receipt NO_FCM = new Receipt.Refused(
            "Expected the credentials of FCM, found none: set ONWARD_FCM_CREDENTIALS to the file of a service account.");

    private final Map<String, Function<Envelope, Future<Receipt>>> senders;
    private volatile boolean isClosing;

    /**
     * @param web delivers to browsers
     * @param fcm delivers to apps; null where FCM is not set up
     */
    public PushChannel(Function<Envelope, Future<Receipt>> web, Function<Envelope, Future<Receipt>> fcm) {
        this.senders = Map.of(
                DeviceAddress.WEB,
                web,
                DeviceAddress.FCM,
                fcm == null ? envelope -> Future.succeededFuture(NO_FCM) : fcm);
    }

    @Override
    public String name() {
        return Push.CHANNEL;
    }

    @Override
    public Future<List<Receipt>> deliver(List<Envelope> envelopes) {
        return deliver(envelopes, Claim.ALWAYS);
    }

    @Override
    public Future<List<Receipt>> deliver(List<Envelope> envelopes, Claim claim) {
        var round = new Round(envelopes, claim, new AtomicInteger(), new AtomicReferenceArray<>(envelopes.size()));
        var lanes = new ArrayList<Future<Void>>();
        for (int lane = 0; lane < Math.min(AT_ONCE_MAX, envelopes.size()); lane++) {
            lanes.add(next(round));
        }
        return Future.join(lanes).map(done -> round.all());
    }

    /** @param turn whose turn is next */
    private record Round(
            List<Envelope> envelopes, Claim claim, AtomicInteger turn, AtomicReferenceArray<Receipt> receipts) {

        List<Receipt> all() {
            return IntStream.range(0, receipts.length()).mapToObj(receipts::get).toList();
        }
    }

    private Future<Void> next(Round round) {
        int turn = round.turn().getAndIncrement();
        return turn >= round.envelopes().size()
                ? Future.succeededFuture()
                : receipt(round.envelopes().get(turn), round.claim()).compose(receipt -> {
                    round.receipts().set(turn, receipt);
                    return next(round);
                });
    }

    private Future<Receipt> receipt(Envelope envelope, Claim claim) {
        if (isClosing) {
            return Future.succeededFuture(notTried("This server is stopping"));
        }
        if (!claim.holds()) {
            return Future.succeededFuture(notTried("The lease ran out before it was the push's turn"));
        }
        if (!claim.allows(envelope.id())) {
            return Future.succeededFuture(
                    notTried("Its contact, its device or its run changed while the push waited for its turn"));
        }
        return senders.get(envelope.push().to().kind())
                .apply(envelope)
                .otherwise(bug -> new Receipt.Unclear("The delivery broke off: " + bug.getMessage()));
    }

    private static Receipt notTried(String words) {
        return new Receipt.Deferred(words, true, Duration.ZERO);
    }

    /** What has not had its turn is Deferred. */
    @Override
    public Future<Void> close() {
        isClosing = true;
        return Future.succeededFuture();
    }
}
