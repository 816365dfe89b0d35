package onward.api;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import onward.api.RequestLog.Noted;
import onward.flow.fact.Ids;
import onward.store.Store;
import onward.store.table.RequestLogs;
import onward.store.table.RequestLogs.Entry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes all noted requests in one statement. What cannot be written is left out: nobody waits for it. */
final class LogWriter {
    /** How long a request stays in the log, unless newer ones need its place. */
    static final Duration KEPT = Duration.ofDays(30);
    /** How many go at once; more than a node writes between two looks. */
    static final int SWEEP_MAX = 50_000;
    /** How long a path may be that is kept, and what a client says of itself. */
    static final int TEXT_CHARS_MAX = 500;

    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long FRACTION_BITS = 0xFFF;
    private static final Logger LOG = LoggerFactory.getLogger(LogWriter.class);

    private final Vertx vertx;
    private final Store store;
    private final RequestLog log;
    private final Ids ids = Ids.from(new SecureRandom());
    private boolean isFailing;

    LogWriter(Vertx vertx, Store store, RequestLog log) {
        this.vertx = vertx;
        this.store = store;
        this.log = log;
    }

    /** Never fails. To be called again once it is done. */
    Future<Void> write() {
        List<Noted> noted = log.take();
        return noted.isEmpty()
                ? Future.succeededFuture()
                : store.now()
                        .compose(now -> vertx.executeBlocking(() -> entries(noted, now), false))
                        .compose(entries -> RequestLogs.insert(store.client(), entries))
                        .onSuccess(done -> isFailing = false)
                        .otherwise(fault -> lost(noted, fault));
    }

    /** The instants are the database's: its clock now, less the time that passed since. */
    private List<Entry> entries(List<Noted> noted, Instant now) {
        long nanos = System.nanoTime();
        return noted.stream()
                .map(request -> entry(request, now.minusNanos(nanos - request.nanos())))
                .toList();
    }

    private Entry entry(Noted request, Instant at) {
        return new Entry(
                request.projectId(),
                id(at),
                request.keyId(),
                text(request.path()),
                request.method(),
                request.status(),
                text(request.userAgent()),
                LogBody.ofRequest(request),
                LogBody.ofAnswer(request),
                at);
    }

    /** Ids say the order within a millisecond too, by twelve more bits of the instant (RFC 9562, section 6.2). */
    private UUID id(Instant at) {
        UUID id = ids.next(at);
        long fraction = at.getNano() % NANOS_PER_MILLI * (FRACTION_BITS + 1) / NANOS_PER_MILLI;
        return new UUID(id.getMostSignificantBits() & ~FRACTION_BITS | fraction, id.getLeastSignificantBits());
    }

    private static String text(String raw) {
        return raw == null
                ? null
                : raw.substring(0, Math.min(raw.length(), TEXT_CHARS_MAX)).replaceAll("\\p{Cntrl}", " ");
    }

    /** Said once, not every second. */
    private Void lost(List<Noted> noted, Throwable fault) {
        log.lost(noted.size());
        if (!isFailing) {
            LOG.warn(
                    "Expected to write {} requests into the log, found a fault; they are left out.",
                    noted.size(),
                    fault);
        }
        isFailing = true;
        return null;
    }

    /** Forgets what is too old or too much, and says how many found no room since it was called last. Never fails. */
    Future<Integer> sweep() {
        long leftOut = log.takeLeftOut();
        if (leftOut > 0) {
            LOG.info("{} requests are not in the log since it was looked at last: it takes no more.", leftOut);
        }
        return store.now()
                .compose(now ->
                        RequestLogs.sweep(store.client(), now.minus(KEPT), RequestLogs.ROWS_PER_PROJECT_MAX, SWEEP_MAX))
                .otherwise(fault -> {
                    LOG.warn("Expected to forget old requests of the log, found a fault.", fault);
                    return 0;
                });
    }
}
