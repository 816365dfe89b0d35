package onward.api;

import io.vertx.core.Future;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import onward.flow.fact.Ids;
import onward.flow.fact.Uuids;
import onward.flow.message.Address;
import onward.store.Store;
import onward.store.table.ContactRef;
import onward.store.table.Suppressions;
import onward.store.table.Suppressions.Suppression;

/** {@code /suppressions}: addresses that get no mail (contract/resend.md 13). One goes by its id or by its address. */
final class SuppressionResource {
    /** How many addresses one request may add or remove. */
    static final int BATCH_MAX = 100;

    private static final Set<String> ORIGINS = Set.of(Suppressions.BOUNCE, Suppressions.COMPLAINT, Suppressions.MANUAL);

    private final Store store;
    private final Ids ids = Ids.from(new SecureRandom());

    SuppressionResource(Store store) {
        this.store = store;
    }

    void register(Routes routes) {
        routes.post("/suppressions", this::add)
                .get("/suppressions", this::list)
                .get("/suppressions/:suppressionId", this::get)
                .delete("/suppressions/:suppressionId", this::remove)
                .post("/suppressions/batch/add", this::addAll)
                .post("/suppressions/batch/remove", this::removeAll);
    }

    private Future<Answer> add(Call call) {
        Fields fields = call.fields();
        String email = fields.email("email");
        fields.check();
        return added(call, List.of(email)).map(found -> Answer.created(Noun.SUPPRESSION.body(found.get(email))));
    }

    private Future<Answer> addAll(Call call) {
        Fields fields = call.fields();
        List<String> emails = emails(fields);
        fields.check();
        return added(call, emails)
                .map(found -> Answer.created(Answer.body(
                        "data",
                        emails.stream()
                                .map(email -> Noun.SUPPRESSION.body(found.get(email)))
                                .toList())));
    }

    private Future<Map<String, UUID>> added(Call call, List<String> emails) {
        return call.now().compose(now -> Suppressions.add(store.client(), call.projectId(), emails, now, ids));
    }

    private static List<String> emails(Fields fields) {
        List<Object> items = fields.list("emails", 1, BATCH_MAX);
        List<String> emails = new ArrayList<>();
        for (int i = 0; items != null && i < items.size(); i++) {
            var address = items.get(i) instanceof String text ? Address.readBare(text) : null;
            if (address == null || !address.isOk()) {
                fields.invalid(
                        "emails[" + i + "]", "Expected an email address like ada@example.com, found another value");
            } else {
                emails.add(address.value().email());
            }
        }
        return emails;
    }

    private Future<Answer> list(Call call) {
        String origin = call.query().get("origin").orElse(null);
        if (origin != null && !ORIGINS.contains(origin)) {
            throw NativeErrors.validation("Expected bounce, complaint or manual in `origin`, found another word.");
        }
        return Suppressions.list(store.client(), call.projectId(), origin, Paging.of(call.query()))
                .map(page -> Answer.list(page, SuppressionResource::item));
    }

    private Future<Answer> get(Call call) {
        return Suppressions.find(store.client(), call.projectId(), ref(call)).map(found -> {
            Map<String, Object> body = Answer.body("object", "suppression");
            body.putAll(item(Noun.SUPPRESSION.existing(found)));
            return Answer.ok(body);
        });
    }

    private static Map<String, Object> item(Suppression suppression) {
        return Answer.body(
                "id", suppression.id(),
                "email", suppression.email(),
                "origin", suppression.origin(),
                "source_id", suppression.sourceId(),
                "created_at", PgText.of(suppression.createdAt()));
    }

    private Future<Answer> remove(Call call) {
        return Suppressions.remove(store.client(), call.projectId(), List.of(ref(call)))
                .map(removed -> {
                    Noun.SUPPRESSION.requireExisting(!removed.isEmpty());
                    return Answer.ok(gone(removed.values().iterator().next(), true));
                });
    }

    private static Map<String, Object> gone(UUID id, boolean isDeleted) {
        Map<String, Object> body = Noun.SUPPRESSION.body(id);
        body.put("deleted", isDeleted);
        return body;
    }

    /** By {@code ids} or by {@code emails}; one that was not suppressed is left out of the answer. */
    private Future<Answer> removeAll(Call call) {
        Fields fields = call.fields();
        if (fields.has("ids") == fields.has("emails")) {
            throw NativeErrors.validation("Expected exactly one of `ids` and `emails`, found both or neither.");
        }
        List<ContactRef> refs = fields.has("ids")
                ? ids(fields)
                : emails(fields).stream().map(ContactRef::email).toList();
        fields.check();
        return Suppressions.remove(store.client(), call.projectId(), refs)
                .map(removed -> Answer.ok(Answer.body(
                        "data",
                        removed.values().stream().map(id -> gone(id, true)).toList())));
    }

    private static List<ContactRef> ids(Fields fields) {
        List<Object> items = fields.list("ids", 1, BATCH_MAX);
        List<ContactRef> refs = new ArrayList<>();
        for (int i = 0; items != null && i < items.size(); i++) {
            var id = Uuids.read(items.get(i) instanceof String text ? text : null);
            if (id.isEmpty()) {
                fields.invalid("ids[" + i + "]", "Expected a UUID, found another value");
            } else {
                refs.add(ContactRef.id(id.get()));
            }
        }
        return refs;
    }

    private static ContactRef ref(Call call) {
        String text = call.path("suppressionId");
        var id = Uuids.read(text);
        if (id.isEmpty() && !text.contains("@")) {
            throw NativeErrors.invalidUuid("suppressionId");
        }
        return id.map(ContactRef::id).orElseGet(() -> ContactRef.email(text));
    }
}
