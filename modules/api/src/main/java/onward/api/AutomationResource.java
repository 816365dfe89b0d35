package onward.api;

import io.vertx.core.Future;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import onward.flow.fact.Ids;
import onward.store.Store;
import onward.store.table.Automations;
import onward.store.table.StoredAutomation;
import onward.store.table.StoredAutomation.Draft;

/** {@code /automations}: made, shown, changed, stopped, copied and deleted (contract/resend.md 3). */
final class AutomationResource {
    private static final List<String> STATUSES = List.of("enabled", "disabled");
    private static final String COPY_SUFFIX = " (Copy)";

    private final Store store;
    private final Ids ids = Ids.from(new SecureRandom());

    AutomationResource(Store store) {
        this.store = store;
    }

    void register(Routes routes) {
        routes.post("/automations", this::create)
                .get("/automations", this::list)
                .get("/automations/:automationId", this::get)
                .patch("/automations/:automationId", this::update)
                .delete("/automations/:automationId", this::delete)
                .post("/automations/:automationId/duplicate", this::duplicate)
                .post("/automations/:automationId/stop", this::stop);
    }

    private Future<Answer> create(Call call) {
        Fields fields = call.fields();
        String name = fields.string("name", 1, Fields.NAME_CHARS_MAX);
        boolean enabled = "enabled".equals(fields.optionalOneOf("status", STATUSES));
        GraphBody.requireWhole(fields);
        fields.check();
        Draft draft = GraphBody.read(fields, name, enabled);
        fields.check();
        return made(call, draft);
    }

    private Future<Answer> made(Call call, Draft draft) {
        return store.transaction(
                        tx -> store.now(tx).compose(now -> Automations.create(tx, call.projectId(), draft, now, ids)))
                .map(id -> Answer.created(named(id)));
    }

    private Future<Answer> list(Call call) {
        String status = call.query().get("status").orElse(null);
        if (status != null && !STATUSES.contains(status)) {
            throw NativeErrors.validation("Expected `status` to be enabled or disabled, found another word.");
        }
        Boolean enabled = status == null ? null : (Boolean) status.equals("enabled");
        return Automations.list(store.client(), call.projectId(), enabled, Paging.of(call.query()))
                .map(page -> Answer.list(page, AutomationResource::item));
    }

    private static Map<String, Object> item(StoredAutomation.Head head) {
        return Answer.body(
                "id", head.id(),
                "name", head.name(),
                "status", StoredAutomation.word(head.enabled()),
                "created_at", PgText.of(head.createdAt()),
                "updated_at", PgText.of(head.updatedAt()));
    }

    private Future<Answer> get(Call call) {
        return Automations.find(store.client(), call.projectId(), call.uuid("automationId"))
                .map(found -> Answer.ok(whole(found.orElseThrow(AutomationResource::notFound))));
    }

    private static Map<String, Object> whole(StoredAutomation automation) {
        Map<String, Object> body = Answer.body(
                "object", "automation",
                "id", automation.id(),
                "name", automation.name(),
                "status", StoredAutomation.word(automation.enabled()),
                "created_at", PgText.of(automation.createdAt()),
                "updated_at", PgText.of(automation.updatedAt()));
        body.put("steps", ordered(automation.definition().get("steps"), "key", "type", "config"));
        body.put("connections", ordered(automation.definition().get("connections"), "from", "to", "type"));
        return body;
    }

    /** The database keeps keys in an order of its own; people read them in this one. */
    private static List<Map<String, Object>> ordered(Object items, String... keys) {
        return ((List<?>) items)
                .stream().map(item -> ordered((Map<?, ?>) item, keys)).toList();
    }

    private static Map<String, Object> ordered(Map<?, ?> item, String... keys) {
        Map<String, Object> body = new LinkedHashMap<>();
        for (String key : keys) {
            body.put(key, item.get(key));
        }
        return body;
    }

    private Future<Answer> update(Call call) {
        UUID id = call.uuid("automationId");
        AutomationPatch patch = AutomationPatch.read(call.fields());
        return changed(call, id, patch::applyTo).map(done -> Answer.ok(named(id)));
    }

    private Future<Answer> stop(Call call) {
        UUID id = call.uuid("automationId");
        return changed(call, id, AutomationPatch::stopped)
                .map(done -> Answer.ok(Answer.body("object", "automation", "id", id, "status", "disabled")));
    }

    /** What an automation that is locked becomes. */
    private interface Change {
        Draft of(StoredAutomation before);
    }

    private Future<Void> changed(Call call, UUID id, Change change) {
        return store.transaction(tx -> Automations.lock(tx, call.projectId(), id)
                .map(found -> found.orElseThrow(AutomationResource::notFound))
                .compose(before -> {
                    Draft after = change.of(before);
                    return store.now(tx)
                            .compose(now -> Automations.save(tx, call.projectId(), before, after, now, ids));
                }));
    }

    private Future<Answer> duplicate(Call call) {
        UUID id = call.uuid("automationId");
        return Automations.find(store.client(), call.projectId(), id)
                .map(found -> found.orElseThrow(AutomationResource::notFound))
                .compose(original -> made(call, copy(original)));
    }

    private static Draft copy(StoredAutomation original) {
        String name = original.name();
        int kept = Math.min(name.length(), Fields.NAME_CHARS_MAX - COPY_SUFFIX.length());
        boolean splitsPair = kept < name.length() && Character.isLowSurrogate(name.charAt(kept));
        String begin = name.substring(0, splitsPair ? kept - 1 : kept);
        return new Draft(begin + COPY_SUFFIX, false, original.triggerEvent(), original.definition());
    }

    private Future<Answer> delete(Call call) {
        UUID id = call.uuid("automationId");
        return store.transaction(tx -> Automations.lock(tx, call.projectId(), id)
                        .map(found -> found.orElseThrow(AutomationResource::notFound))
                        .compose(found -> store.now(tx))
                        .compose(now -> Automations.delete(tx, call.projectId(), id, now)))
                .map(done -> Answer.ok(Answer.body("object", "automation", "id", id, "deleted", true)));
    }

    private static Map<String, Object> named(UUID id) {
        return Answer.body("object", "automation", "id", id);
    }

    private static Refusal notFound() {
        return NativeErrors.notFound("Automation not found");
    }
}
