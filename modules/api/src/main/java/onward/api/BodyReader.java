package onward.api;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads a request's body with a bound, and gets rid of bodies nobody reads. The request has to be paused;
 * nothing of a body is read before somebody may give us one.
 */
final class BodyReader {
    /** How large a request body may be where a route says nothing else. */
    static final int BODY_BYTES_MAX = 1024 * 1024;

    /** How long a refused caller may go on sending before the connection is closed. */
    static final long DISCARD_MILLIS_MAX = 2_000;

    /** How long a body may take to come. */
    static final Duration BODY_TIME_MAX = Duration.ofSeconds(30);

    /** How many bodies of more than {@link #BODY_BYTES_MAX} one event loop has in hand; the next is told 503. */
    static final int LARGE_BODIES_MAX = 4;

    private static final String JSON = "application/json";
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

    private final Vertx vertx;
    private final Duration timeMax;
    private final Set<HttpServerRequest> large = new HashSet<>();

    BodyReader(Vertx vertx) {
        this(vertx, BODY_TIME_MAX);
    }

    /** With another patience, for tests. */
    BodyReader(Vertx vertx, Duration timeMax) {
        this.vertx = vertx;
        this.timeMax = timeMax;
    }

    /** The whole body; fails with a Refusal as soon as it is known to be too large or of a wrong type. */
    Future<Buffer> read(HttpServerRequest request, Route route) {
        if (announced(request) > route.bodyBytesMax()) {
            return Future.failedFuture(tooLarge(route.bodyBytesMax()));
        }
        if ("100-continue".equalsIgnoreCase(request.getHeader("expect"))) {
            request.response().writeContinue();
        }
        return gathered(request, route.bodyBytesMax()).map(body -> typed(request, route, body));
    }

    /**
     * To be called when a request was answered: its body is let go, and what is left of it flows by unread; a caller
     * that sends on for too long loses the connection.
     */
    void discard(HttpServerRequest request) {
        large.remove(request);
        if (request.isEnded()) {
            return;
        }
        long timer =
                vertx.setTimer(DISCARD_MILLIS_MAX, id -> request.connection().close());
        request.handler(chunk -> {});
        request.endHandler(end -> vertx.cancelTimer(timer));
        request.exceptionHandler(gone -> vertx.cancelTimer(timer));
        request.resume();
    }

    private Future<Buffer> gathered(HttpServerRequest request, int bytesMax) {
        Promise<Buffer> whole = Promise.promise();
        Buffer body = Buffer.buffer();
        request.handler(chunk -> {
            if (body.length() + chunk.length() > bytesMax) {
                request.pause();
                whole.tryFail(tooLarge(bytesMax));
            } else if (body.length() + chunk.length() > BODY_BYTES_MAX && !isAdmitted(request)) {
                request.pause();
                whole.tryFail(NativeErrors.unavailable());
            } else {
                body.appendBuffer(chunk);
            }
        });
        request.endHandler(end -> whole.tryComplete(body));
        request.exceptionHandler(whole::tryFail);
        request.resume();
        if (!whole.future().isComplete()) {
            inTime(whole);
        }
        return whole.future();
    }

    /** Who sends a byte now and then holds up nobody, but not for ever either. */
    private void inTime(Promise<Buffer> whole) {
        long timer = vertx.setTimer(timeMax.toMillis(), id -> whole.tryFail(NativeErrors.tooSlow(timeMax)));
        whole.future().onComplete(done -> vertx.cancelTimer(timer));
    }

    /** Whoever began to send a large body may end it. */
    private boolean isAdmitted(HttpServerRequest request) {
        return large.contains(request) || (large.size() < LARGE_BODIES_MAX && large.add(request));
    }

    private static Buffer typed(HttpServerRequest request, Route route, Buffer body) {
        String type = request.getHeader("content-type");
        String encoding = request.getHeader("content-encoding");
        if (body.length() > 0 && type != null && !isJson(type) && !isOther(route, type)) {
            throw NativeErrors.wrongContentType(type);
        }
        if (body.length() > 0 && encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw NativeErrors.wrongContentType("the encoding " + encoding);
        }
        return body;
    }

    private static boolean isOther(Route route, String type) {
        return route.otherType() != null && type.toLowerCase(Locale.ROOT).startsWith(route.otherType());
    }

    private static boolean isJson(String type) {
        if (type.equals(JSON)) {
            return true;
        }
        String[] parts =
                type.toLowerCase(Locale.ROOT).replace(" ", "").replace("\"", "").split(";");
        return parts.length > 0 && parts[0].equals(JSON) && (parts.length == 1 || parts[1].equals("charset=utf-8"));
    }

    private static long announced(HttpServerRequest request) {
        String length = request.getHeader("content-length");
        return length != null && LENGTH.matcher(length).matches() ? Long.parseLong(length) : 0;
    }

    private static Refusal tooLarge(int bytesMax) {
        return NativeErrors.tooLarge("Expected a request body of at most " + bytesMax
                + " bytes, found a larger one. Send less in one request.");
    }
}
