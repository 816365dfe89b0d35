package onward.web.webhooks;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import onward.flow.fact.Uuids;
import onward.flow.message.WebhookEvents;
import onward.store.PageRequest;
import onward.store.Store;
import onward.store.json.JsonReader;
import onward.store.table.HookDeliveries;
import onward.store.table.HookDeliveries.Attempt;
import onward.store.table.HookDeliveries.Entry;
import onward.store.table.Webhooks;
import onward.store.table.Webhooks.Webhook;
import onward.web.ui.Json;
import onward.web.ui.Moment;
import onward.web.ui.PageProblem;
import onward.web.ui.Pill;
import onward.web.ui.Shown;
import onward.web.ui.Visit;

/** {@code GET /dashboard/webhooks/<id>/deliveries/<event>}: what was sent, and every answer; told again by {@code /replay}. */
public final class DeliveryPage {
    private static final int ATTEMPTS_MAX = 50;

    private final Store store;
    private final WebhookPage webhooks;

    public DeliveryPage(Store store, WebhookPage webhooks) {
        this.store = store;
        this.webhooks = webhooks;
    }

    public Future<Shown> show(Visit visit) {
        return webhooks.find(visit)
                .compose(webhook -> find(visit)
                        .compose(entry -> HookDeliveries.attempts(
                                        store.client(),
                                        visit.projectId(),
                                        webhook.id(),
                                        entry.id(),
                                        PageRequest.first(ATTEMPTS_MAX))
                                .map(attempts -> new Shown(
                                        "delivery", "webhooks", view(webhook, entry, attempts.items(), visit.now())))));
    }

    private Future<Entry> find(Visit visit) {
        return HookDeliveries.find(store.client(), visit.projectId(), visit.pathId("webhook"), eventId(visit))
                .map(found -> found.orElseThrow(() -> PageProblem.absent("delivery")));
    }

    private static UUID eventId(Visit visit) {
        return Uuids.read(visit.context().pathParam("event")).orElseThrow(() -> PageProblem.absent("delivery"));
    }

    private static DeliveryView view(Webhook webhook, Entry entry, List<Attempt> attempts, Instant now) {
        return new DeliveryView(
                entry.id().toString(),
                webhook.id().toString(),
                entry.type(),
                WebhookEvents.wireId(entry.id()),
                Pill.of(entry.state()),
                Moment.of(entry.occurredAt(), now),
                entry.state().equals("pending") ? Moment.of(entry.dueAt(), now) : null,
                entry.payload() == null ? null : Json.pretty(JsonReader.read(entry.payload())),
                webhook.status().equals(Webhooks.ENABLED) && !entry.state().equals("sending"),
                attempts.stream().map(attempt -> attempt(attempt, now)).toList());
    }

    private static DeliveryView.Attempt attempt(Attempt attempt, Instant now) {
        boolean isGood = attempt.statusCode() / 100 == 2;
        return new DeliveryView.Attempt(
                WebhookPage.answer(attempt.statusCode()), isGood, attempt.response(), Moment.of(attempt.sentAt(), now));
    }

    /** {@code POST /dashboard/webhooks/<id>/deliveries/<event>/replay}: told again, at once, with all attempts before it. */
    public Future<String> replay(Visit visit) {
        return webhooks.find(visit).compose(webhook -> {
            if (!webhook.status().equals(Webhooks.ENABLED)) {
                throw PageProblem.refused(
                        "A webhook that is disabled is told of nothing. Enable it, then tell it again.");
            }
            return find(visit)
                    .compose(entry -> HookDeliveries.replay(
                            store.client(), visit.projectId(), webhook.id(), entry.id(), visit.now()))
                    .map(done -> WebhookForms.PATH + "/" + webhook.id() + "/deliveries/" + eventId(visit));
        });
    }
}
