package onward.channel.smtp;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.List;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocketFactory;
import onward.channel.Channel;
import onward.channel.Claim;
import onward.channel.Receipt;
import onward.flow.fact.Problem;
import onward.flow.fact.Result;
import onward.flow.message.Envelope;

/**
 * Sends mail through one relay. At most {@link #SMTP_LANES} letters are under way at once, each on a lane
 * that keeps its connection; what happens to one envelope never touches another, unless the relay fails as a whole:
 * then a {@link Breaker} spares it for a while.
 */
public final class SmtpChannel implements Channel {
    /** How many connections to the relay, and worker threads, one channel uses at most. */
    public static final int SMTP_LANES = 4;

    private static final String SPARED = "The relay failed " + Breaker.FAILURES_MAX
            + " times in a row or more; nothing is offered to it for a while";

    private final Vertx vertx;
    private final DkimKeys keys;
    private final WorkerExecutor workers;
    private final List<Lane> lanes;
    private final BlockingDeque<Lane> free;
    private final Breaker breaker = new Breaker();
    private final long sweep;
    private volatile boolean isClosing;
    private Future<Void> closed;

    public SmtpChannel(Vertx vertx, SmtpUrl url) {
        this(vertx, url, DkimKeys.NONE);
    }

    /** The same, which signs what it sends. */
    public SmtpChannel(Vertx vertx, SmtpUrl url, DkimKeys keys) {
        this(vertx, url, (SSLSocketFactory) SSLSocketFactory.getDefault(), Timeouts.USUAL, keys);
    }

    /** The same with certificates to trust and other timeouts, for tests. */
    SmtpChannel(Vertx vertx, SmtpUrl url, SSLSocketFactory trust, Timeouts timeouts) {
        this(vertx, url, trust, timeouts, DkimKeys.NONE);
    }

    private SmtpChannel(Vertx vertx, SmtpUrl url, SSLSocketFactory trust, Timeouts timeouts, DkimKeys keys) {
        this.vertx = vertx;
        this.keys = keys;
        // A letter may lawfully take as long as its timeouts, so Vert.x must not warn before.
        this.workers = vertx.createSharedWorkerExecutor(
                "onward-smtp-" + url, SMTP_LANES, timeouts.answer().toMillis() * 2, TimeUnit.MILLISECONDS);
        this.lanes = Stream.generate(() -> new Lane(url, trust, timeouts))
                .limit(SMTP_LANES)
                .toList();
        this.free = new LinkedBlockingDeque<>(lanes);
        this.sweep =
                vertx.setPeriodic(Lane.IDLE_MAX.toMillis(), tick -> workers.executeBlocking(this::hangUpIdle, false));
    }

    @Override
    public String name() {
        return "email";
    }

    @Override
    public Future<List<Receipt>> deliver(List<Envelope> envelopes) {
        return deliver(envelopes, Claim.ALWAYS);
    }

    /** Asks the claim when a letter's turn comes, and again before its final dot. */
    @Override
    public Future<List<Receipt>> deliver(List<Envelope> envelopes, Claim claim) {
        var deliveries =
                envelopes.stream().map(envelope -> deliver(envelope, claim)).toList();
        return Future.join(deliveries).map(all -> all.<Receipt>list());
    }

    private Future<Receipt> deliver(Envelope envelope, Claim claim) {
        return workers.executeBlocking(() -> sent(envelope, claim), false);
    }

    private Receipt sent(Envelope envelope, Claim claim) throws InterruptedException {
        if (isClosing) {
            return Verdict.deferred("This server is stopping");
        }
        if (!claim.holds()) {
            return Verdict.deferred("The lease ran out before it was the mail's turn");
        }
        if (!claim.allows(envelope.id())) {
            return Verdict.ofHost("Its contact or its run changed while the mail waited for its turn");
        }
        var letter = Letter.of(envelope, keys);
        return letter.isOk() ? unlessSpared(letter.value(), claim) : refused(letter);
    }

    private Receipt unlessSpared(Letter letter, Claim claim) throws InterruptedException {
        var wait = breaker.ask(System.nanoTime());
        return wait.isZero() ? noted(letter, claim) : new Receipt.Deferred(SPARED, true, wait);
    }

    /** What broke here counts as a failure, so that one letter that tries is never waited for in vain. */
    private Receipt noted(Letter letter, Claim claim) throws InterruptedException {
        Receipt receipt = null;
        try {
            receipt = onFreeLane(letter, claim);
            return receipt;
        } finally {
            note(receipt);
        }
    }

    private void note(Receipt receipt) {
        var isOfHost = receipt instanceof Receipt.Deferred deferred && deferred.isOfHost();
        if (receipt == null || isOfHost || receipt instanceof Receipt.Unclear) {
            breaker.failed(System.nanoTime());
        } else {
            breaker.succeeded();
        }
    }

    private static Receipt refused(Result<Letter> letter) {
        return new Receipt.Refused(
                Verdict.words(letter.problems().stream().map(Problem::message).collect(Collectors.joining(" "))));
    }

    /** As many workers as lanes, so one is always free; the last one used first, for its warm connection. */
    private Receipt onFreeLane(Letter letter, Claim claim) throws InterruptedException {
        var lane = free.takeFirst();
        try {
            return lane.deliver(letter, claim);
        } finally {
            free.addFirst(lane);
        }
    }

    private Void hangUpIdle() {
        lanes.stream().filter(free::remove).forEach(this::hangUpIdle);
        return null;
    }

    private void hangUpIdle(Lane lane) {
        lane.hangUpWhenIdle();
        free.addLast(lane);
    }

    /** Deliveries under way end, those still queued are Deferred; then the lines are closed. Again is as good as once. */
    @Override
    public synchronized Future<Void> close() {
        if (closed == null) {
            isClosing = true;
            vertx.cancelTimer(sweep);
            closed = workers.<Void>executeBlocking(this::closeLanes, false).eventually(workers::close);
        }
        return closed;
    }

    private Void closeLanes() {
        lanes.forEach(Lane::close);
        return null;
    }
}
