package onward.api;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import onward.store.Store;
import onward.store.UnknownCursor;
import onward.store.json.JsonWriter;
import onward.store.table.ApiKeys.Holder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a request through the checks of the contract, in their order, to its handler, and answers. Each face has one of
 * its own on each event loop.
 */
public final class Desk {
    private static final Logger LOG = LoggerFactory.getLogger(Desk.class);
    private static final String RETRY_AFTER_SECONDS = "1";

    private final Store store;
    private final Routes routes;
    private final Doorman doorman;
    private final BodyReader bodies;
    private final RateLimiter limiter;
    private final RequestLog log;
    private final Refusing refusing;

    /** @param refusing how the face says no */
    public Desk(Vertx vertx, Store store, Routes routes, RateLimiter limiter, RequestLog log, Refusing refusing) {
        this.store = store;
        this.log = log;
        this.refusing = refusing;
        this.routes = routes;
        this.limiter = limiter;
        this.doorman = new Doorman(store);
        this.bodies = new BodyReader(vertx);
    }

    void serve(RoutingContext context) {
        serve(context, "");
    }

    /** Serves a request below a path that belongs to the face. @param mount that path; empty for the whole origin */
    public void serve(RoutingContext context, String mount) {
        HttpServerRequest request = context.request();
        request.pause();
        var visit = new Visit(request, limiter.unused());
        guarded(() -> answer(visit, mount))
                .onSuccess(answer -> write(visit, answer.status(), answer.body()))
                .onFailure(e -> refuse(visit, e))
                .onComplete(done -> bodies.discard(request));
    }

    /** What came before the table of routes went wrong, for example a path that is no path. */
    void refuse(HttpServerRequest request, Throwable cause) {
        refuse(new Visit(request, limiter.unused()), cause);
    }

    private void refuse(Visit visit, Throwable cause) {
        HttpServerRequest request = visit.request();
        if (request.response().ended() || request.response().closed()) {
            return;
        }
        Refusal refusal = refusal(request, cause);
        if (refusal.status() == 413 || refusal.status() == 408) {
            request.response().putHeader("connection", "close");
        }
        if (refusal.status() == 429 && !visit.standing().isExceeded()) {
            request.response().putHeader("retry-after", String.valueOf(WrongKeys.WINDOW_SECONDS));
        }
        if (refusal.status() == 503) {
            request.response().putHeader("retry-after", RETRY_AFTER_SECONDS);
        }
        Answer answer = refusing.of(refusal);
        if (answer.status() == 401) {
            request.response().putHeader("www-authenticate", "Bearer");
        }
        write(visit, answer.status(), answer.body());
    }

    private Future<Answer> answer(Visit visit, String mount) {
        HttpServerRequest request = visit.request();
        List<String> path = Route.split(request.path().substring(mount.length()));
        List<Route> fitting = routes.fitting(path);
        if (fitting.isEmpty()) {
            throw NativeErrors.unknownRoute();
        }
        Route route = ofMethod(request, fitting);
        return doorman.holder(request).compose(holder -> {
            visit.known(holder, path);
            visit.counted(limiter.take(holder.keyId()));
            limit(visit);
            Doorman.permit(holder, route);
            return body(request, route).compose(body -> {
                visit.brought(body);
                return handled(request, route, path, holder, body);
            });
        });
    }

    private void limit(Visit visit) {
        if (visit.standing().isExceeded()) {
            throw NativeErrors.rateLimited(limiter.perSecond());
        }
    }

    private static Route ofMethod(HttpServerRequest request, List<Route> fitting) {
        return fitting.stream()
                .filter(route -> route.method().equals(request.method()))
                .findFirst()
                .orElseThrow(() -> {
                    request.response().putHeader("allow", Routes.allow(fitting));
                    return NativeErrors.wrongMethod();
                });
    }

    private Future<Buffer> body(HttpServerRequest request, Route route) {
        boolean ignored = route.upload()
                || request.method().equals(HttpMethod.GET)
                || request.method().equals(HttpMethod.DELETE);
        return ignored ? Future.succeededFuture(Buffer.buffer()) : bodies.read(request, route);
    }

    private Future<Answer> handled(
            HttpServerRequest request, Route route, List<String> path, Holder holder, Buffer body) {
        var query = new Query(request.query());
        var call = new Call(store, holder, route.parameters(path), query, request.headers(), body, request);
        return guarded(() -> route.handler().handle(call));
    }

    private static Future<Answer> guarded(Supplier<Future<Answer>> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private static Refusal refusal(HttpServerRequest request, Throwable cause) {
        if (cause instanceof Refusal refusal) {
            return refusal;
        }
        if (cause instanceof UnknownCursor cursor) {
            return NativeErrors.unknownCursor(cursor);
        }
        String requestId = UUID.randomUUID().toString();
        LOG.error("Request {} ({} {}) failed", requestId, request.method(), request.path(), cause);
        return NativeErrors.internal(requestId);
    }

    private void write(Visit visit, int status, Object body) {
        String text = JsonWriter.write(body);
        if (log.wants(visit.holder(), visit.path())) {
            log.note(visit.noted(status, text));
        }
        HttpServerResponse response = visit.request().response();
        if (!response.closed()) {
            visit.standing().write(response);
            response.setStatusCode(status)
                    .putHeader("content-type", "application/json; charset=utf-8")
                    .putHeader("x-content-type-options", "nosniff")
                    .end(text);
        }
    }
}
