package onward.web;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import onward.bus.Bell;
import onward.store.MailLinks;
import onward.store.Store;
import onward.web.leave.LeavePage;
import onward.web.runs.RunsPage;
import onward.web.track.TrackRoutes;
import onward.web.ui.Asset;
import onward.web.ui.Pages;

/** Where the pages for people are mounted. */
public final class WebRoutes {
    private static final String HOME = "/dashboard";

    /** How large a form may be. */
    private static final long FORM_BYTES_MAX = 64 * 1024;

    private WebRoutes() {}

    /**
     * Mounts {@code /dashboard} and sends browsers that ask for {@code /} there; whoever does not ask for
     * HTML is left to the routes that follow.
     */
    public static void mount(Router router, Vertx vertx, Store store) {
        mount(router, vertx, store, null);
    }

    /**
     * The same, and beside it what mails lead to.
     *
     * @param links those that mails carry; null for none
     */
    public static void mount(Router router, Vertx vertx, Store store, MailLinks links) {
        if (links != null) {
            mountLinks(router, vertx, store, links);
        }
        router.get("/").handler(WebRoutes::welcome);
        Asset.ALL.forEach(asset -> router.get(asset.path()).handler(asset::send));
        var page = new RunsPage(store, new Pages(vertx));
        router.get(HOME).handler(page::show);
    }

    private static void mountLinks(Router router, Vertx vertx, Store store, MailLinks links) {
        var leave = new LeavePage(store, links, new Pages(vertx));
        String unsubscribe = MailLinks.UNSUBSCRIBE + ":token";
        router.get(unsubscribe).handler(leave::show);
        router.head(unsubscribe).handler(leave::show);
        router.post(unsubscribe)
                .handler(BodyHandler.create(false).setBodyLimit(FORM_BYTES_MAX))
                .handler(leave::change);
        var track = new TrackRoutes(store, links, new Bell(vertx.eventBus()));
        router.get(MailLinks.OPEN + ":token").handler(track::open);
        router.head(MailLinks.OPEN + ":token").handler(track::open);
        router.get(MailLinks.CLICK + ":token").handler(track::click);
        router.head(MailLinks.CLICK + ":token").handler(track::click);
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
