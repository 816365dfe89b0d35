package onward.engine;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import onward.bus.Address;
import onward.bus.Bell;
import onward.bus.Ingested;
import onward.bus.NewEvent;
import onward.flow.fact.Ids;
import onward.store.RowFault;
import onward.store.Store;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes events in by group commit without a timer: a few lanes, each with one batch under way, and what
 * comes meanwhile is the next batch. Alone, an event waits for nobody; under load the batches grow by
 * themselves. Answers after the commit, then wakes the runner.
 */
public final class IngestVerticle extends VerticleBase {
    /** Batches under way at once. */
    public static final int LANES = 2;
    /** Events per batch. */
    public static final int INGEST_BATCH_MAX = 500;
    /** Events that may wait; beyond that they are turned away with {@link #UNAVAILABLE}. */
    public static final int INGEST_QUEUE_MAX = 20_000;
    /** Failure code: nothing was stored, and the same may work later. */
    public static final int UNAVAILABLE = 503;
    /** Failure code: nothing was stored because of a fault of ours. */
    public static final int FAULT = 500;

    private static final Logger LOG = LoggerFactory.getLogger(IngestVerticle.class);

    private final Store store;
    private final Deque<Message<NewEvent>> queue = new ArrayDeque<>();
    private final Halving<Message<NewEvent>> halving = new Halving<>(this::take, this::alone);
    private Ingest ingest;
    private Bell bell;
    private MessageConsumer<NewEvent> consumer;
    private int underWay;
    private Promise<Void> drained;

    public IngestVerticle(Store store) {
        this.store = store;
    }

    @Override
    public Future<?> start() {
        ingest = new Ingest(store, Ids.from(new SecureRandom()));
        bell = new Bell(vertx.eventBus());
        consumer = vertx.eventBus().localConsumer(Address.INGEST.text(), this::receive);
        return Future.succeededFuture();
    }

    /** Takes no more and answers those that wait. */
    @Override
    public Future<?> stop() {
        drained = Promise.promise();
        return consumer.unregister().compose(done -> {
            completeIfDrained();
            return drained.future();
        });
    }

    private void receive(Message<NewEvent> message) {
        if (queue.size() >= INGEST_QUEUE_MAX) {
            Meters.turnedAway(1);
            message.fail(
                    UNAVAILABLE,
                    "Expected room for one more event, found " + INGEST_QUEUE_MAX
                            + " waiting. Nothing was stored; try again in a moment.");
            return;
        }
        queue.add(message);
        fillLanes();
    }

    private void fillLanes() {
        while (underWay < LANES && !queue.isEmpty()) {
            underWay++;
            halving.through(nextBatch()).onComplete(done -> laneFree());
        }
        completeIfDrained();
    }

    private void laneFree() {
        underWay--;
        fillLanes();
    }

    private void completeIfDrained() {
        if (drained != null && underWay == 0 && queue.isEmpty()) {
            drained.tryComplete();
        }
    }

    private List<Message<NewEvent>> nextBatch() {
        var batch = new ArrayList<Message<NewEvent>>();
        while (batch.size() < INGEST_BATCH_MAX && !queue.isEmpty()) {
            batch.add(queue.poll());
        }
        return batch;
    }

    private Future<Integer> take(List<Message<NewEvent>> batch) {
        return ingest.accept(batch.stream().map(Message::body).toList())
                .map(answers -> reply(batch, answers))
                .recover(fault -> RowFault.is(fault) ? Future.failedFuture(fault) : turnAway(batch, fault));
    }

    private int reply(List<Message<NewEvent>> batch, List<Ingested> answers) {
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).reply(answers.get(i));
        }
        Meters.ingested(answers);
        if (answers.stream().anyMatch(Ingested.Accepted.class::isInstance)) {
            bell.ring(Address.WAKE_RUNNER);
        }
        return batch.size();
    }

    private Future<Integer> turnAway(List<Message<NewEvent>> batch, Throwable fault) {
        Meters.turnedAway(batch.size());
        LOG.error(
                "Expected to store {} events, found a fault. Their senders are told to try again.",
                batch.size(),
                fault);
        batch.forEach(message -> message.fail(UNAVAILABLE, "The event was not stored; try again in a moment."));
        return Future.succeededFuture(batch.size());
    }

    private Future<Void> alone(Message<NewEvent> message, Throwable fault) {
        Meters.turnedAway(1);
        LOG.error(
                "Expected to store an event of project {}, found a fault.",
                message.body().projectId(),
                fault);
        message.fail(FAULT, "The event was not stored because of a fault of the server.");
        return Future.succeededFuture();
    }
}
