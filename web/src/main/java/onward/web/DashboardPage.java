package onward.web;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import onward.store.Store;

/** The newest runs, as a page. */
final class DashboardPage {
    private DashboardPage() {}

    static void mount(Router router, Vertx vertx, Store store) {
        router.get("/dashboard").handler(context -> context.response().end());
    }
}
