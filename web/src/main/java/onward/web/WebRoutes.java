package onward.web;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import onward.bus.Bell;
import onward.bus.Entrance;
import onward.store.MailLinks;
import onward.store.Store;
import onward.web.audiences.SegmentsPage;
import onward.web.audiences.TopicsPage;
import onward.web.automations.AutomationForms;
import onward.web.automations.AutomationPage;
import onward.web.automations.AutomationsPage;
import onward.web.bulk.BulkPage;
import onward.web.contacts.ContactPage;
import onward.web.contacts.ContactsPage;
import onward.web.domains.DomainsPage;
import onward.web.editor.Drawings;
import onward.web.editor.EditorForms;
import onward.web.editor.EditorPage;
import onward.web.emails.EmailPage;
import onward.web.emails.EmailsPage;
import onward.web.events.EventPage;
import onward.web.events.EventsPage;
import onward.web.events.NewEventPage;
import onward.web.explain.ExplainPage;
import onward.web.flight.FlightPage;
import onward.web.graph.Pictures;
import onward.web.health.HealthPage;
import onward.web.keys.KeysPage;
import onward.web.leave.LeavePage;
import onward.web.login.Login;
import onward.web.metrics.MetricsPage;
import onward.web.names.NamePage;
import onward.web.names.NamesPage;
import onward.web.overview.OverviewPage;
import onward.web.run.RunForms;
import onward.web.run.RunPage;
import onward.web.runs.RunsPage;
import onward.web.search.SearchPage;
import onward.web.settings.SettingsPage;
import onward.web.templates.TemplateForms;
import onward.web.templates.TemplatePage;
import onward.web.templates.TemplatesPage;
import onward.web.track.TrackRoutes;
import onward.web.ui.Asset;
import onward.web.ui.Desk;
import onward.web.ui.Feed;
import onward.web.ui.House;
import onward.web.ui.Pages;
import onward.web.webhooks.DeliveryPage;
import onward.web.webhooks.WebhookForms;
import onward.web.webhooks.WebhookPage;
import onward.web.webhooks.WebhooksPage;

/** Where the pages for people are mounted. */
public final class WebRoutes {
    private static final int TOO_LARGE = 413;

    /** How large a form may be that people without login send. */
    private static final long FORM_BYTES_MAX = 64 * 1024;

    private WebRoutes() {}

    /**
     * Mounts {@code /dashboard} and sends browsers that ask for {@code /} there; whoever does not ask for
     * HTML is left to the routes that follow.
     *
     * @param login how people come in
     * @param house what pages ask of it
     */
    public static void mountDashboard(Router router, Vertx vertx, Store store, Login login, House house) {
        router.get("/").handler(WebRoutes::welcome);
        Asset.ALL.forEach(asset -> router.get(asset.path()).handler(asset::send));
        var pages = new Pages(vertx);
        var desk = new Desk(store, pages, login.gate(store));
        login.mount(router, store, pages, desk);
        desk.raw(router, "/feed", new Feed(vertx)::open);
        mountEvents(router, store, desk, new Entrance(vertx.eventBus()));
        mountPages(router, store, desk, new Pictures(vertx));
        mountRunForms(router, desk, new RunForms(store, new Bell(vertx.eventBus())));
        mountBulk(router, desk, new BulkPage(store, new Bell(vertx.eventBus())));
        mountFlight(router, desk, new FlightPage(store, new Bell(vertx.eventBus())));
        mountTemplates(router, store, desk);
        mountKeys(router, store, desk);
        mountWebhooks(router, store, desk, house);
        mountSettings(router, store, desk, house);
        desk.otherwise(router);
    }

    /** A new page is a line here. */
    private static void mountPages(Router router, Store store, Desk desk, Pictures pictures) {
        desk.page(router, "", new OverviewPage(store)::show);
        desk.page(router, "/runs", new RunsPage(store)::show);
        desk.page(router, "/runs/:id", new RunPage(store, pictures)::show);
        desk.page(router, "/automations", new AutomationsPage(store)::show);
        mountEditor(router, store, desk, pictures);
        desk.page(router, "/automations/:id", new AutomationPage(store, pictures)::show);
        desk.page(router, "/automations/:id/metrics", new MetricsPage(store)::show);
        var forms = new AutomationForms(store);
        desk.form(router, "/automations/:id/enable", forms::enable);
        desk.form(router, "/automations/:id/stop", forms::stop);
        desk.form(router, "/automations/:id/duplicate", forms::duplicate);
        desk.form(router, "/automations/:id/delete", forms::delete);
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
    }

    private static void mountRunForms(Router router, Desk desk, RunForms forms) {
        desk.form(router, "/runs/:id/cancel", forms::cancel);
        desk.form(router, "/runs/:id/retry", forms::retry);
    }

    private static void mountBulk(Router router, Desk desk, BulkPage bulk) {
        desk.page(router, "/bulk-actions", bulk::list);
        desk.form(router, "/bulk-actions", bulk::create);
        desk.page(router, "/bulk-actions/:id", bulk::show);
        desk.form(router, "/bulk-actions/:id/start", bulk::start);
        desk.form(router, "/bulk-actions/:id/abort", bulk::abort);
    }

    private static void mountFlight(Router router, Desk desk, FlightPage flight) {
        desk.page(router, "/automations/:id/flight", flight::show);
        desk.form(router, "/automations/:id/flight", flight::land);
    }

    private static void mountTemplates(Router router, Store store, Desk desk) {
        var page = new TemplatePage(store);
        var forms = new TemplateForms(store, page);
        int bytesMax = TemplateForms.FORM_BYTES_MAX;
        desk.page(router, "/templates", new TemplatesPage(store)::show);
        desk.page(router, "/templates/new", page::showNew);
        desk.page(router, "/templates/:id", page::show);
        desk.raw(router, "/templates/:id/preview", forms::preview);
        desk.rawForm(router, "/templates/preview", bytesMax, forms::previewDraft);
        desk.form(router, "/templates", bytesMax, forms::create);
        desk.form(router, "/templates/:id", bytesMax, forms::save);
        desk.form(router, "/templates/:id/publish", bytesMax, forms::publish);
        desk.form(router, "/templates/:id/duplicate", forms::duplicate);
        desk.form(router, "/templates/:id/delete", forms::delete);
    }

    private static void mountEvents(Router router, Store store, Desk desk, Entrance entrance) {
        var sending = new NewEventPage(store, entrance);
        desk.page(router, "/events/new", sending::show);
        desk.form(router, "/events", NewEventPage.FORM_BYTES_MAX, sending::send);
        var name = new NamePage(store);
        desk.page(router, "/event-names", new NamesPage(store)::show);
        desk.page(router, "/event-name", name::show);
        desk.form(router, "/event-names", NamePage.FORM_BYTES_MAX, name::declare);
        desk.form(router, "/event-names/delete", name::delete);
    }

    private static void mountKeys(Router router, Store store, Desk desk) {
        var keys = new KeysPage(store);
        desk.page(router, "/api-keys", keys::show);
        desk.answer(router, "/api-keys", keys::create);
        desk.form(router, "/api-keys/:id/delete", keys::revoke);
    }

    private static void mountWebhooks(Router router, Store store, Desk desk, House house) {
        var page = new WebhookPage(store);
        var forms = new WebhookForms(store, page, house);
        var deliveries = new DeliveryPage(store, page);
        desk.page(router, "/webhooks", new WebhooksPage(store)::show);
        desk.page(router, "/webhooks/new", page::showNew);
        desk.page(router, "/webhooks/:id", page::show);
        desk.form(router, "/webhooks", forms::create);
        desk.form(router, "/webhooks/:id", forms::save);
        desk.form(router, "/webhooks/:id/enable", forms::enable);
        desk.form(router, "/webhooks/:id/disable", forms::disable);
        desk.form(router, "/webhooks/:id/delete", forms::delete);
        desk.answer(router, "/webhooks/:id/signing-secret", forms::reveal);
        desk.page(router, "/webhooks/:id/deliveries/:event", deliveries::show);
        desk.form(router, "/webhooks/:id/deliveries/:event/replay", deliveries::replay);
    }

    private static void mountSettings(Router router, Store store, Desk desk, House house) {
        var domains = new DomainsPage(store, house);
        desk.page(router, "/domains", domains::list);
        desk.page(router, "/domains/:id", domains::show);
        desk.form(router, "/domains/:id/verify", domains::verify);
        desk.page(router, "/segments", new SegmentsPage(store)::show);
        desk.page(router, "/topics", new TopicsPage(store)::show);
        desk.page(router, "/settings", new SettingsPage(house)::show);
    }

    /** Before the pages of one automation, for {@code new} is no id. */
    private static void mountEditor(Router router, Store store, Desk desk, Pictures pictures) {
        var editor = new EditorPage(store);
        int bytesMax = EditorForms.FORM_BYTES_MAX;
        desk.page(router, "/automations/new", editor::blank);
        desk.page(router, "/automations/:id/edit", editor::show);
        desk.rawForm(router, "/automations/drawings", bytesMax, new Drawings(pictures)::draw);
        var forms = new EditorForms(store, editor);
        desk.form(router, "/automations", bytesMax, forms::create);
        desk.form(router, "/automations/:id/edit", bytesMax, forms::update);
    }

    /** Mounts what mails lead to. @param links those that mails carry */
    public static void mountLinks(Router router, Vertx vertx, Store store, MailLinks links) {
        var leave = new LeavePage(store, links, new Pages(vertx));
        String unsubscribe = MailLinks.UNSUBSCRIBE + ":token";
        router.get(unsubscribe).handler(leave::show);
        router.head(unsubscribe).handler(leave::show);
        router.post(unsubscribe)
                .handler(BodyHandler.create(false).setBodyLimit(FORM_BYTES_MAX))
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
