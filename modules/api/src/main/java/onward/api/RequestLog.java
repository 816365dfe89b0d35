package onward.api;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import onward.store.table.ApiKeys.Holder;

/**
 * Requests on their way into the log, from the moment they are answered until {@link LogWriter} writes them. Noting
 * one costs next to nothing and never waits: what finds no room is left out and counted. Of the room the last part is
 * for those that were refused, for they are the ones that people look for. May be used from any thread.
 */
public final class RequestLog {
    /** How many wait to be written; as it is emptied once a second, also how many a second a node writes. */
    static final int QUEUE_MAX = 500;
    /** How many of those places are kept for requests that were refused. */
    static final int PLACES_FOR_REFUSALS = 100;
    /** How large a body may be that is kept, in bytes of a request and in characters of an answer. */
    static final int BODY_MAX = 16 * 1024;

    private static final String OWN_PATH = "logs";
    private static final int REFUSED = 400;

    /**
     * A request that was answered.
     *
     * @param body as it came; null when there was none to keep
     * @param bodyBytes how large it was
     * @param answer as it went; null when it was too large to keep
     * @param nanos when, by {@link System#nanoTime}
     */
    record Noted(
            UUID projectId,
            UUID keyId,
            String method,
            String path,
            String userAgent,
            Buffer body,
            int bodyBytes,
            int status,
            String answer,
            int answerChars,
            long nanos) {}

    private final boolean isOn;
    private final ArrayBlockingQueue<Noted> queue = new ArrayBlockingQueue<>(QUEUE_MAX);
    private final AtomicLong leftOut = new AtomicLong();

    private RequestLog(boolean isOn) {
        this.isOn = isOn;
    }

    /** One for all event loops, to be emptied by a {@link LogVerticle}. */
    public static RequestLog on() {
        return new RequestLog(true);
    }

    /** Notes nothing. */
    public static RequestLog off() {
        return new RequestLog(false);
    }

    public boolean isOn() {
        return isOn;
    }

    /** Whether a request of this path is to be noted; to look into the log is not. */
    boolean wants(Holder holder, List<String> path) {
        return isOn && holder != null && !(path.size() > 0 && path.get(0).equals(OWN_PATH));
    }

    void note(Noted request) {
        boolean isRefused = request.status() >= REFUSED;
        boolean hasRoom = isRefused || queue.remainingCapacity() > PLACES_FOR_REFUSALS;
        if (!hasRoom || !queue.offer(request)) {
            leftOut.incrementAndGet();
        }
    }

    /** Takes all that wait, the oldest first. */
    List<Noted> take() {
        var taken = new ArrayList<Noted>();
        queue.drainTo(taken);
        return taken;
    }

    /** That many could not be written. */
    void lost(int count) {
        leftOut.addAndGet(count);
    }

    /** How many were left out since this was asked last. */
    long takeLeftOut() {
        return leftOut.getAndSet(0);
    }
}
