package onward.api;

import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
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

/**
 * {@code /webhooks/:id/events}: what a webhook was told, how often that was tried, and telling it again
 * (contract/resend.md 12). An event has the id of its message, {@code msg_…}.
 */
final class WebhookEventResource {
    private static final String ALL = Noun.WEBHOOK.one() + "/events";
    private static final String ONE = ALL + "/:eventId";

    private final Store store;

    WebhookEventResource(Store store) {
        this.store = store;
    }

    void register(Routes routes) {
        routes.get(ALL, this::list)
                .get(ONE, this::get)
                .post(ONE + "/replay", this::replay)
                .get(ONE + "/attempts", this::attempts);
    }

    private Future<Answer> list(Call call) {
        UUID webhook = Noun.WEBHOOK.id(call);
        PageRequest request = Paging.of(call.query(), WebhookEventResource::id);
        return known(call, webhook)
                .compose(there -> HookDeliveries.list(store.client(), call.projectId(), webhook, request))
                .map(page -> Answer.list(page, WebhookEventResource::item));
    }

    private static Optional<UUID> id(String text) {
        return WebhookEvents.readId(text).or(() -> Uuids.read(text));
    }

    private static UUID eventId(Call call) {
        return id(call.path("eventId"))
                .orElseThrow(
                        () -> NativeErrors.invalidParameter("The `eventId` must be the id of a webhook event, msg_…."));
    }

    private Future<Answer> get(Call call) {
        return found(call).map(entry -> Answer.ok(whole(entry)));
    }

    private Future<Answer> replay(Call call) {
        UUID webhookId = Noun.WEBHOOK.id(call);
        return Webhooks.find(store.client(), call.projectId(), webhookId)
                .map(Noun.WEBHOOK::existing)
                .compose(webhook -> found(call).map(entry -> enabled(webhook, entry)))
                .compose(entry -> call.now()
                        .compose(now ->
                                HookDeliveries.replay(store.client(), call.projectId(), webhookId, entry.id(), now))
                        .map(done -> Answer.ok(
                                Answer.body("object", "webhook_event", "id", WebhookEvents.wireId(entry.id())))));
    }

    private static Entry enabled(Webhooks.Webhook webhook, Entry entry) {
        if (!webhook.status().equals(Webhooks.ENABLED)) {
            throw NativeErrors.validation(
                    "Expected an enabled webhook, found a disabled one. Enable it, then replay the event.");
        }
        return entry;
    }

    private Future<Answer> attempts(Call call) {
        PageRequest request = Paging.of(call.query());
        return found(call)
                .compose(entry -> HookDeliveries.attempts(
                        store.client(), call.projectId(), Noun.WEBHOOK.id(call), entry.id(), request))
                .map(page -> Answer.list(page, WebhookEventResource::attempt));
    }

    private Future<Entry> found(Call call) {
        UUID webhook = Noun.WEBHOOK.id(call);
        UUID event = eventId(call);
        return known(call, webhook)
                .compose(there -> HookDeliveries.find(store.client(), call.projectId(), webhook, event))
                .map(found -> found.orElseThrow(() -> NativeErrors.notFound("Webhook event not found")));
    }

    private Future<Void> known(Call call, UUID webhook) {
        return Webhooks.find(store.client(), call.projectId(), webhook)
                .map(Noun.WEBHOOK::existing)
                .mapEmpty();
    }

    private static Map<String, Object> item(Entry entry) {
        return Answer.body(
                "id", WebhookEvents.wireId(entry.id()),
                "type", entry.type(),
                "created_at", PgText.of(entry.occurredAt()),
                "status", status(entry));
    }

    private static Map<String, Object> whole(Entry entry) {
        Map<String, Object> body = Answer.body("object", "webhook_event");
        body.putAll(item(entry));
        boolean isWaiting = entry.state().equals("pending");
        body.put("next_attempt_at", isWaiting ? PgText.of(entry.dueAt()) : null);
        body.put("payload", JsonReader.read(entry.payload()));
        return body;
    }

    private static String status(Entry entry) {
        return entry.state().equals("sending") ? "attempting" : entry.state();
    }

    private static Map<String, Object> attempt(Attempt attempt) {
        return Answer.body(
                "id", attempt.id(),
                "http_status_code", attempt.statusCode(),
                "response", attempt.response(),
                "sent_at", PgText.of(attempt.sentAt()));
    }
}
