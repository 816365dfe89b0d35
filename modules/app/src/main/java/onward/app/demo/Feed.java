package onward.app.demo;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import java.io.PrintStream;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import onward.bus.Address;
import onward.bus.Ingested;
import onward.bus.NewEvent;

/** Lets the sample flow in at the pace of a busy shop, saying every few seconds how far it is. */
final class Feed {
    private static final long EVENT_EVERY_MILLIS = 50;
    private static final int PROGRESS_EVERY_EVENTS = 60;

    private final Vertx vertx;
    private final UUID projectId;
    private final PrintStream out;
    private final List<String> lines;
    private final Iterator<String> rest;
    private final Promise<Void> finished = Promise.promise();
    private int answered;
    private int known;
    private int failed;

    Feed(Vertx vertx, UUID projectId, PrintStream out) {
        this.vertx = vertx;
        this.projectId = projectId;
        this.out = out;
        this.lines = Resources.text("retail-sample.ndjson").lines().toList();
        this.rest = lines.iterator();
    }

    /** Begins; the future succeeds when every line was answered. */
    Future<Void> start() {
        vertx.getOrCreateContext()
                .runOnContext(begin -> vertx.setPeriodic(EVENT_EVERY_MILLIS, timer -> {
                    if (rest.hasNext()) {
                        send(event(Resources.read(rest.next())));
                    } else {
                        vertx.cancelTimer(timer);
                    }
                }));
        return finished.future();
    }

    private void send(NewEvent event) {
        vertx.eventBus()
                .<Ingested>request(Address.INGEST.text(), event, new DeliveryOptions().setLocalOnly(true))
                .onComplete(answer -> count(answer.succeeded() ? answer.result().body() : null));
    }

    private void count(Ingested answer) {
        answered++;
        known += answer instanceof Ingested.Accepted accepted && accepted.duplicate() ? 1 : 0;
        failed += answer instanceof Ingested.Accepted ? 0 : 1;
        if (answered % PROGRESS_EVERY_EVENTS == 0 || answered == lines.size()) {
            out.printf("  %3d of %d events in%s%s%n", answered, lines.size(), knownWords(), failedWords());
        }
        if (answered == lines.size()) {
            finished.complete();
        }
    }

    private String knownWords() {
        return known == 0 ? "" : ", " + known + " known from an earlier demo";
    }

    private String failedWords() {
        return failed == 0 ? "" : ", " + failed + " not accepted";
    }

    private NewEvent event(Map<String, Object> line) {
        return new NewEvent(
                projectId,
                (String) line.get("event"),
                null,
                (String) line.get("email"),
                Resources.object(line.get("payload")),
                Instant.parse((String) line.get("occurred_at")),
                (String) line.get("idempotency_key"));
    }
}
