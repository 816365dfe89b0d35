package onward.app;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import onward.store.SchemaVersion;
import onward.store.Store;
import onward.store.json.JsonWriter;

/**
 * Two questions a supervisor asks. {@code /health}: does the process answer? {@code /ready}: would it do
 * work now, that is, is the database reached, its schema ours, and is nobody stopping us? Not ready is 503
 * with the reason.
 */
final class Health {
    private static final long DATABASE_SECONDS_MAX = 2;

    private final Store store;
    private final String schema;
    private volatile boolean draining;

    Health(Store store, String schema) {
        this.store = store;
        this.schema = schema;
    }

    void mount(Router router) {
        router.get("/health").handler(context -> answer(context.response(), 200, Map.of("status", "ok")));
        router.get("/ready")
                .handler(context -> reason().onSuccess(
                                reason -> answer(context.response(), reason.isEmpty() ? 200 : 503, ready(reason))));
    }

    /** From now on not ready, so that a balancer sends new work elsewhere. */
    void drain() {
        draining = true;
    }

    private Future<String> reason() {
        if (draining) {
            return Future.succeededFuture("the server is stopping");
        }
        return SchemaVersion.installed(store.client())
                .timeout(DATABASE_SECONDS_MAX, TimeUnit.SECONDS)
                .map(found -> found.equals(schema) ? "" : "expected schema " + schema + ", found " + found)
                .otherwise(e -> "the database does not answer");
    }

    private static Map<String, Object> ready(String reason) {
        return reason.isEmpty() ? Map.of("status", "ready") : Map.of("status", "not ready: " + reason);
    }

    private static void answer(HttpServerResponse response, int status, Map<String, Object> body) {
        response.setStatusCode(status)
                .putHeader("content-type", "application/json; charset=utf-8")
                .putHeader("cache-control", "no-store")
                .end(JsonWriter.write(body));
    }
}
