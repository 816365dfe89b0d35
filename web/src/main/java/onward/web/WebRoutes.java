package onward.web;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import onward.bus.Bell;
import onward.store.MailLinks;
import onward.store.Store;
import onward.web.automations.AutomationForms;
import onward.web.automations.AutomationPage;
import onward.web.automations.AutomationsPage;
import onward.web.contacts.ContactPage;
import onward.web.contacts.ContactsPage;
import onward.web.editor.Drawings;
import onward.web.editor.EditorForms;
import onward.web.editor.EditorPage;
import onward.web.emails.EmailPage;
import onward.web.emails.EmailsPage;
import onward.web.events.EventPage;
import onward.web.events.EventsPage;
import onward.web.explain.ExplainPage;
import onward.web.graph.Pictures;
import onward.web.health.HealthPage;
import onward.web.leave.LeavePage;
import onward.web.login.Login;
import onward.web.overview.OverviewPage;
import onward.web.run.RunPage;
import onward.web.runs.RunsPage;
import onward.web.search.SearchPage;
import onward.web.track.TrackRoutes;
import onward.web.ui.Asset;
import onward.web.ui.Desk;
import onward.web.ui.Pages;

/** Where the pages for people are mounted. */
public final class WebRoutes {
    private static final int TOO_LARGE = 413;

    /** How large a form may be that people without login send. */
    private static final long LINK_FORM_BYTES_MAX = 64 * 1024;

    /** How large a field of a form gets at most; the server that these routes are mounted on has to let it through. */
    public static final int FORM_BYTES_MAX = Desk.LARGE_FORM_BYTES_MAX;

    private WebRoutes() {}

    /**
     * Mounts {@code /dashboard} and sends browsers that ask for {@code /} there; whoever does not ask for
     * HTML is left to the routes that follow.
     *
     * @param login how people come in
     */
    public static void mountDashboard(Router router, Vertx vertx, Store store, Login login) {
        router.get("/").handler(WebRoutes::welcome);
        Asset.ALL.forEach(asset -> router.get(asset.path()).handler(asset::send));
        var pages = new Pages(vertx);
        var desk = new Desk(store, pages, login.gate(store));
        login.mount(router, store, pages, desk);
        mountPages(router, store, desk, new Pictures(vertx));
    }

    /** A new page is a line here. */
    private static void mountPages(Router router, Store store, Desk desk, Pictures pictures) {
        desk.page(router, "", new OverviewPage(store)::show);
        desk.page(router, "/runs", new RunsPage(store)::show);
        desk.page(router, "/runs/:id", new RunPage(store, pictures)::show);
        desk.page(router, "/automations", new AutomationsPage(store)::show);
        mountEditor(router, store, desk, pictures);
        desk.page(router, "/automations/:id", new AutomationPage(store, pictures)::show);
        var forms = new AutomationForms(store);
        desk.form(router, "/automations/:id/enable", forms::enable);
        desk.form(router, "/automations/:id/stop", forms::stop);
        desk.form(router, "/automations/:id/duplicate", forms::duplicate);
        desk.page(router, "/contacts", new ContactsPage(store)::show);
        desk.page(router, "/contacts/:id", new ContactPage(store)::show);
        desk.page(router, "/events", new EventsPage(store)::show);
        desk.page(router, "/events/:id", new EventPage(store)::show);
        desk.page(router, "/emails", new EmailsPage(store)::show);
        var email = new EmailPage(store);
        desk.page(router, "/emails/:id", email::show);
        desk.raw(router, "/emails/:id/body", email::body);
        desk.page(router, "/explain", new ExplainPage(store)::show);
        desk.page(router, "/health", new HealthPage(store)::show);
        desk.raw(router, "/search", new SearchPage(store)::lead);
        desk.otherwise(router);
    }

    /** Before the pages of one automation, for {@code new} is no id. */
    private static void mountEditor(Router router, Store store, Desk desk, Pictures pictures) {
        var editor = new EditorPage(store);
        desk.page(router, "/automations/new", editor::blank);
        desk.page(router, "/automations/:id/edit", editor::show);
        desk.question(router, "/automations/drawings", new Drawings(pictures)::draw);
        var forms = new EditorForms(store, editor);
        desk.largeForm(router, "/automations", forms::create);
        desk.largeForm(router, "/automations/:id/edit", forms::update);
    }

    /** Mounts what mails lead to. @param links those that mails carry */
    public static void mountLinks(Router router, Vertx vertx, Store store, MailLinks links) {
        var leave = new LeavePage(store, links, new Pages(vertx));
        String unsubscribe = MailLinks.UNSUBSCRIBE + ":token";
        router.get(unsubscribe).handler(leave::show);
        router.head(unsubscribe).handler(leave::show);
        router.post(unsubscribe)
                .handler(BodyHandler.create(false).setBodyLimit(LINK_FORM_BYTES_MAX))
                .handler(leave::change)
                .failureHandler(failed -> tooLargeOr(failed, leave));
        var track = new TrackRoutes(store, links, new Bell(vertx.eventBus()));
        router.get(MailLinks.OPEN + ":token").handler(track::open);
        router.head(MailLinks.OPEN + ":token").handler(track::open);
        router.get(MailLinks.CLICK + ":token").handler(track::click);
        router.head(MailLinks.CLICK + ":token").handler(track::click);
    }

    /** What is not answered here goes on to whoever answers faults. */
    private static void tooLargeOr(RoutingContext failed, LeavePage leave) {
        if (failed.statusCode() == TOO_LARGE) {
            leave.tooLarge(failed);
        } else {
            failed.next();
        }
    }

    private static void welcome(RoutingContext context) {
        var accept = context.request().getHeader(HttpHeaders.ACCEPT);
        if (accept == null || !accept.contains("text/html")) {
            context.next();
            return;
        }
        context.response()
                .setStatusCode(302)
                .putHeader(HttpHeaders.LOCATION, Desk.HOME)
                .putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                .end();
    }
}
