package onward.web.ui;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import onward.bus.Address;

/**
 * Tells open pages that something changed, as server-sent events: {@code event: look}. What changed they see when they
 * look, so a message that is lost, or one too many, does no harm. Belongs to one event loop.
 */
public final class Feed {
    /** How many pages an event loop tells; the next is told 503 and comes again by itself. */
    static final int PAGES_MAX = 200;
    /** How often at most; a busy server changes something all the time. */
    static final Duration PACE = Duration.ofSeconds(1);
    /** How often at least: another server on the same database may have changed something, and a line must not seem dead. */
    static final Duration BEAT = Duration.ofSeconds(15);
    /** How long a page is told before it has to come in anew, and is asked again who it is. */
    static final Duration TIME_MAX = Duration.ofMinutes(5);

    private static final String LOOK = "event: look\ndata: \n\n";

    private final Vertx vertx;
    private final Set<HttpServerResponse> open = new LinkedHashSet<>();
    private boolean isPaced;
    private boolean isDue;

    /** To be made on the event loop that serves the pages. */
    public Feed(Vertx vertx) {
        this.vertx = vertx;
        vertx.eventBus().consumer(Address.FEED_RUNS.text(), ring -> changed());
        vertx.eventBus().consumer(Address.DRAIN.text(), ring -> endAll());
        vertx.setPeriodic(BEAT.toMillis(), tick -> tell());
    }

    /** Answers for as long as the page is open. */
    public Future<Void> open(Visit visit) {
        HttpServerResponse response = visit.context().response();
        if (open.size() >= PAGES_MAX) {
            return response.setStatusCode(503)
                    .putHeader(HttpHeaders.RETRY_AFTER, String.valueOf(BEAT.toSeconds()))
                    .end();
        }
        response.setChunked(true)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream; charset=utf-8")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("X-Accel-Buffering", "no");
        open.add(response);
        long end = vertx.setTimer(TIME_MAX.toMillis(), over -> end(response));
        response.closeHandler(closed -> gone(response, end));
        response.exceptionHandler(fault -> gone(response, end));
        return response.write("retry: " + PACE.multipliedBy(3).toMillis() + "\n\n");
    }

    private void gone(HttpServerResponse response, long end) {
        vertx.cancelTimer(end);
        open.remove(response);
    }

    private void end(HttpServerResponse response) {
        open.remove(response);
        if (!response.ended() && !response.closed()) {
            response.end();
        }
    }

    /** The server stops: who holds a line would hold it up. */
    private void endAll() {
        Set.copyOf(open).forEach(this::end);
    }

    private void changed() {
        if (isPaced) {
            isDue = true;
            return;
        }
        isPaced = true;
        tell();
        vertx.setTimer(PACE.toMillis(), over -> {
            isPaced = false;
            if (isDue) {
                isDue = false;
                changed();
            }
        });
    }

    /** A page that does not keep up is left out; it will look for the next one. */
    private void tell() {
        open.stream().filter(response -> !response.writeQueueFull()).forEach(response -> response.write(LOOK));
    }
}
