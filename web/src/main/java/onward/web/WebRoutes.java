package onward.web;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import onward.store.Store;
import onward.web.runs.RunsPage;
import onward.web.ui.Asset;
import onward.web.ui.Pages;

/** Where the pages for people are mounted. */
public final class WebRoutes {
    private static final String HOME = "/dashboard";

    private WebRoutes() {}

    /**
     * Mounts {@code /dashboard} and sends browsers that ask for {@code /} there; whoever does not ask for
     * HTML is left to the routes that follow.
     */
    public static void mount(Router router, Vertx vertx, Store store) {
        router.get("/").handler(WebRoutes::welcome);
        Asset.ALL.forEach(asset -> router.get(asset.path()).handler(asset::send));
        var page = new RunsPage(store, new Pages(vertx));
        router.get(HOME).handler(page::show);
    }

    private static void welcome(RoutingContext context) {
        var accept = context.request().getHeader(HttpHeaders.ACCEPT);
        if (accept == null || !accept.contains("text/html")) {
            context.next();
            return;
        }
        context.response()
                .setStatusCode(302)
                .putHeader(HttpHeaders.LOCATION, HOME)
                .putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                .end();
    }
}
