package onward.web.webhooks;

import io.vertx.core.Future;
import java.time.Instant;
import onward.store.Store;
import onward.store.table.Webhooks;
import onward.store.table.Webhooks.Webhook;
import onward.web.ui.Moment;
import onward.web.ui.Paged;
import onward.web.ui.Pill;
import onward.web.ui.Shown;
import onward.web.ui.Visit;

/** {@code GET /dashboard/webhooks[?after=<id>]}. */
public final class WebhooksPage {
    /** How many types of events a line names. */
    private static final int EVENTS_NAMED_MAX = 3;

    private final Store store;

    public WebhooksPage(Store store) {
        this.store = store;
    }

    public record Row(String id, Pill status, String endpoint, String events, Moment made) {}

    public Future<Shown> show(Visit visit) {
        return Paged.of(
                        visit,
                        WebhookForms.PATH,
                        "webhook",
                        request -> Webhooks.list(store.client(), visit.projectId(), request),
                        Webhook::id,
                        webhook -> row(webhook, visit.now()))
                .map(page -> new Shown("webhooks", "webhooks", page));
    }

    private static Row row(Webhook webhook, Instant now) {
        return new Row(
                webhook.id().toString(),
                Pill.of(webhook.status()),
                webhook.endpoint(),
                words(webhook),
                Moment.of(webhook.createdAt(), now));
    }

    private static String words(Webhook webhook) {
        var events = webhook.events();
        int more = events.size() - EVENTS_NAMED_MAX;
        return more <= 0
                ? String.join(", ", events)
                : String.join(", ", events.subList(0, EVENTS_NAMED_MAX)) + " and " + more + " more";
    }
}
