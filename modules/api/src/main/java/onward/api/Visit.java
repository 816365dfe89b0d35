package onward.api;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import onward.store.table.ApiKeys.Holder;

/** A request on its way through the desk, with what is known of it so far. Belongs to one event loop. */
final class Visit {
    private final HttpServerRequest request;
    private Holder holder;
    private List<String> path = List.of();
    private Buffer body = Buffer.buffer();
    private RateLimiter.Standing standing;

    /** @param standing how somebody stands who is not known */
    Visit(HttpServerRequest request, RateLimiter.Standing standing) {
        this.request = request;
        this.standing = standing;
    }

    HttpServerRequest request() {
        return request;
    }

    /** Null until it is known whose it is. */
    Holder holder() {
        return holder;
    }

    List<String> path() {
        return path;
    }

    void known(Holder holder, List<String> path) {
        this.holder = holder;
        this.path = path;
    }

    void counted(RateLimiter.Standing standing) {
        this.standing = standing;
    }

    /** What is to be said of the limit, see {@link RateLimiter}. */
    RateLimiter.Standing standing() {
        return standing;
    }

    void brought(Buffer body) {
        this.body = body;
    }

    /** What the log is to know of it, now that it is answered. */
    RequestLog.Noted noted(int status, String answer) {
        return new RequestLog.Noted(
                holder.projectId(),
                holder.keyId(),
                request.method().name(),
                request.path(),
                request.getHeader("user-agent"),
                body.length() > RequestLog.BODY_MAX ? null : body,
                body.length(),
                status,
                answer.length() > RequestLog.BODY_MAX ? null : answer,
                answer.length(),
                System.nanoTime());
    }
}
