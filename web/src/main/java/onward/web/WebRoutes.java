package onward.web;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import onward.store.Store;

/** Where the pages for people are mounted. */
public final class WebRoutes {
    private WebRoutes() {}

    /** Mounts {@code /dashboard} and sends browsers that ask for {@code /} there. */
    public static void mount(Router router, Vertx vertx, Store store) {
        DashboardPage.mount(router, vertx, store);
    }
}
