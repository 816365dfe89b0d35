package onward.api;

import io.vertx.core.Future;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import onward.flow.fact.Ids;
import onward.flow.message.WebhookEvents;
import onward.store.Store;
import onward.store.table.WebhookSecrets;
import onward.store.table.Webhooks;
import onward.store.table.Webhooks.Webhook;

/** {@code /webhooks}: who is told of what (contract/resend.md 12). */
final class WebhookResource {
    /** How many types of events one may name. */
    static final int EVENTS_MAX = 100;
    /** How long the secret before a rotation signs beside the new one. */
    static final Duration OLD_SECRET_KEPT = Duration.ofHours(24);

    private static final List<String> STATUSES = List.of(Webhooks.ENABLED, Webhooks.DISABLED);

    private final Store store;
    private final WebhookSecrets secrets;
    private final Outside.Endpoints endpoints;
    private final Ids ids = Ids.from(new SecureRandom());

    WebhookResource(Store store, Outside outside) {
        this.store = store;
        this.secrets = new WebhookSecrets(outside.box());
        this.endpoints = outside.endpoints();
    }

    void register(Routes routes) {
        routes.post(Noun.WEBHOOK.all(), this::create)
                .get(Noun.WEBHOOK.all(), this::list)
                .get(Noun.WEBHOOK.one(), this::get)
                .patch(Noun.WEBHOOK.one(), this::update)
                .delete(Noun.WEBHOOK.one(), this::delete)
                .post(Noun.WEBHOOK.one() + "/signing-secret/rotate", this::rotate);
    }

    private Future<Answer> create(Call call) {
        Fields fields = call.fields();
        String endpoint = checked(fields, fields.string("endpoint", 1, Webhooks.ENDPOINT_CHARS_MAX));
        List<String> events = events(fields, fields.list("events", 1, EVENTS_MAX));
        fields.check();
        String secret = secrets.next();
        return call.now().compose(now -> {
            UUID id = ids.next(now);
            return Webhooks.insert(
                            store.client(),
                            call.projectId(),
                            id,
                            endpoint,
                            events,
                            secrets.sealed(secret),
                            now,
                            Webhooks.PER_PROJECT_MAX)
                    .map(added -> created(added, id, secret));
        });
    }

    private static Answer created(boolean added, UUID id, String secret) {
        if (!added) {
            throw NativeErrors.validation("Expected at most " + Webhooks.PER_PROJECT_MAX
                    + " webhooks, found as many. Delete one that is not needed.");
        }
        return Answer.created(withSecret(id, secret));
    }

    private static Map<String, Object> withSecret(UUID id, String secret) {
        Map<String, Object> body = Noun.WEBHOOK.body(id);
        body.put("signing_secret", secret);
        return body;
    }

    private Future<Answer> list(Call call) {
        return Webhooks.list(store.client(), call.projectId(), Paging.of(call.query()))
                .map(page -> Answer.list(page, WebhookResource::item));
    }

    private Future<Answer> get(Call call) {
        return Webhooks.find(store.client(), call.projectId(), Noun.WEBHOOK.id(call))
                .map(found -> {
                    Webhook webhook = Noun.WEBHOOK.existing(found);
                    Map<String, Object> body = Answer.body("object", "webhook");
                    body.putAll(item(webhook));
                    body.put("signing_secret", secrets.opened(webhook.secret()));
                    return Answer.ok(body);
                });
    }

    private Future<Answer> update(Call call) {
        UUID id = Noun.WEBHOOK.id(call);
        Fields fields = call.fields();
        String endpoint = checked(fields, fields.optionalString("endpoint", 1, Webhooks.ENDPOINT_CHARS_MAX));
        List<String> events = events(fields, fields.optionalList("events", 1, EVENTS_MAX));
        String status = fields.optionalOneOf("status", STATUSES);
        fields.check();
        var change = new Webhooks.Change(endpoint, events, status);
        return store.transaction(
                        tx -> store.now(tx).compose(now -> Webhooks.update(tx, call.projectId(), id, change, now)))
                .map(found -> {
                    Noun.WEBHOOK.requireExisting(found);
                    return Answer.ok(Noun.WEBHOOK.body(id));
                });
    }

    private Future<Answer> delete(Call call) {
        UUID id = Noun.WEBHOOK.id(call);
        return Webhooks.delete(store.client(), call.projectId(), id).map(found -> {
            Noun.WEBHOOK.requireExisting(found);
            Map<String, Object> body = Noun.WEBHOOK.body(id);
            body.put("deleted", true);
            return Answer.ok(body);
        });
    }

    private Future<Answer> rotate(Call call) {
        UUID id = Noun.WEBHOOK.id(call);
        String secret = secrets.next();
        return call.now()
                .compose(now -> Webhooks.rotate(
                        store.client(), call.projectId(), id, secrets.sealed(secret), now.plus(OLD_SECRET_KEPT), now))
                .map(found -> {
                    Noun.WEBHOOK.requireExisting(found);
                    return Answer.ok(withSecret(id, secret));
                });
    }

    private String checked(Fields fields, String endpoint) {
        if (endpoint != null) {
            endpoints.problem(endpoint).ifPresent(words -> fields.invalid("endpoint", words));
        }
        return endpoint;
    }

    /** Each once, in the order given. */
    private static List<String> events(Fields fields, List<Object> given) {
        if (given == null) {
            return null;
        }
        Set<String> events = new LinkedHashSet<>();
        for (int i = 0; i < given.size(); i++) {
            if (given.get(i) instanceof String type && WebhookEvents.isKnown(type)) {
                events.add(type);
            } else {
                fields.invalid(
                        "events[" + i + "]",
                        "Expected one of " + String.join(", ", WebhookEvents.TOLD) + ", found something else");
            }
        }
        return List.copyOf(events);
    }

    private static Map<String, Object> item(Webhook webhook) {
        return Answer.body(
                "id", webhook.id(),
                "created_at", PgText.of(webhook.createdAt()),
                "status", webhook.status(),
                "endpoint", webhook.endpoint(),
                "events", webhook.events());
    }
}
