package onward.api;

import io.vertx.core.Future;
import java.security.SecureRandom;
import java.util.Map;
import java.util.UUID;
import onward.flow.fact.Ids;
import onward.store.Store;
import onward.store.table.ApiKeys;
import onward.store.table.ApiKeys.ApiKey;
import onward.store.table.NewKey;

/**
 * {@code /api-keys}: keys are made, listed, renamed and deleted; a token is shown once. One that may only send may be
 * kept to one domain.
 */
final class KeyResource {
    private final Store store;
    private final Ids ids = Ids.from(new SecureRandom());

    KeyResource(Store store) {
        this.store = store;
    }

    void register(Routes routes) {
        routes.post("/api-keys", this::create)
                .get("/api-keys", this::list)
                .patch("/api-keys/:apiKeyId", this::rename)
                .delete("/api-keys/:apiKeyId", this::delete);
    }

    private Future<Answer> create(Call call) {
        Fields fields = call.fields();
        String name = fields.string("name", 0, NewKey.NAME_CHARS_MAX);
        String permission = fields.optionalOneOf("permission", NewKey.PERMISSIONS);
        UUID domainId = fields.optionalUuid("domain_id");
        fields.check();
        var wanted = new NewKey(name, permission == null ? ApiKeys.FULL_ACCESS : permission, domainId);
        fields.add(wanted.problems());
        fields.check();
        return store.transaction(
                        tx -> store.now(tx).compose(now -> ApiKeys.create(tx, call.projectId(), wanted, now, ids)))
                .map(made -> made.orElseThrow(() -> NativeErrors.notFound("Domain not found")))
                .map(key -> Answer.created(Answer.body("id", key.id(), "token", key.token())));
    }

    private Future<Answer> list(Call call) {
        return Paging.pageOrWhole(
                        call.query(), page -> ApiKeys.list(store.client(), call.projectId(), page), ApiKey::id)
                .map(page -> Answer.list(page, KeyResource::item));
    }

    private static Map<String, Object> item(ApiKey key) {
        return Answer.body(
                "id", key.id(),
                "name", key.name(),
                "permission", key.permission(),
                "domain", key.sendingDomain(),
                "created_at", PgText.of(key.createdAt()),
                "last_used_at", PgText.of(key.lastUsedAt()));
    }

    private Future<Answer> rename(Call call) {
        var id = call.uuid("apiKeyId");
        Fields fields = call.fields();
        String name = fields.string("name", 0, NewKey.NAME_CHARS_MAX);
        fields.check();
        return ApiKeys.rename(store.client(), call.projectId(), id, name)
                .map(found -> answer(found, Answer.body("object", "api_key", "id", id)));
    }

    private Future<Answer> delete(Call call) {
        var id = call.uuid("apiKeyId");
        return ApiKeys.delete(store.client(), call.projectId(), id)
                .map(found -> answer(found, Answer.body("object", "api_key", "id", id, "deleted", true)));
    }

    private static Answer answer(boolean found, Object body) {
        if (!found) {
            throw NativeErrors.notFound("API key not found");
        }
        return Answer.ok(body);
    }
}
