package onward.api;

import io.vertx.core.Future;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import onward.flow.fact.Ids;
import onward.flow.fact.Uuids;
import onward.store.Store;
import onward.store.Taken;
import onward.store.table.StoredTemplate;
import onward.store.table.TemplateDraft;
import onward.store.table.TemplateRef;
import onward.store.table.Templates;

/**
 * {@code /templates} (contract/resend.md 8). A template is named by its id or its alias. What is edited is
 * its newest version; what is sent is the one that was published last.
 */
final class TemplateResource {
    private final Store store;
    private final Ids ids = Ids.from(new SecureRandom());

    TemplateResource(Store store) {
        this.store = store;
    }

    void register(Routes routes) {
        routes.post("/templates", this::create)
                .get("/templates", this::list)
                .get("/templates/:templateId", this::get)
                .patch("/templates/:templateId", this::update)
                .delete("/templates/:templateId", this::delete)
                .post("/templates/:templateId/publish", this::publish)
                .post("/templates/:templateId/duplicate", this::duplicate);
    }

    private Future<Answer> create(Call call) {
        Fields fields = call.fields();
        return call.now()
                .compose(now -> insert(call, TemplateBody.ofNew(fields, now, ids), now))
                .map(id -> Answer.created(Answer.body("object", "template", "id", id)));
    }

    private Future<UUID> insert(Call call, TemplateDraft draft, Instant now) {
        return refusingTaken(Templates.create(store.client(), call.projectId(), draft, now, ids));
    }

    private Future<Answer> list(Call call) {
        return Templates.list(store.client(), call.projectId(), Paging.of(call.query()))
                .map(page -> Answer.list(page, TemplateView::item));
    }

    private Future<Answer> get(Call call) {
        return found(call).map(template -> Answer.ok(TemplateView.whole(template)));
    }

    private Future<Answer> update(Call call) {
        Fields fields = call.fields();
        UUID project = call.projectId();
        var updated = store.transaction(tx -> store.now(tx)
                .compose(now -> Templates.lock(tx, project, ref(call)).compose(locked -> {
                    StoredTemplate template = existing(locked);
                    TemplateDraft draft = TemplateBody.ofEdit(fields, template, now, ids);
                    return Templates.save(tx, project, template, draft, now, ids)
                            .map(template.head().id());
                })));
        return refusingTaken(updated).map(TemplateResource::named);
    }

    private Future<Answer> publish(Call call) {
        return found(call)
                .compose(template -> call.now()
                        .compose(now -> Templates.publish(
                                store.client(),
                                call.projectId(),
                                template.head().id(),
                                now))
                        .map(template.head().id()))
                .map(TemplateResource::named);
    }

    private Future<Answer> duplicate(Call call) {
        return found(call)
                .compose(template -> call.now()
                        .compose(now -> insert(call, TemplateDraft.of(template).copy(now, ids), now)))
                .map(TemplateResource::named);
    }

    private Future<Answer> delete(Call call) {
        return found(call)
                .compose(template -> Templates.delete(
                                store.client(),
                                call.projectId(),
                                template.head().id())
                        .map(template.head().id()))
                .map(id -> Answer.ok(Answer.body("object", "template", "id", id, "deleted", true)));
    }

    private Future<StoredTemplate> found(Call call) {
        return Templates.find(store.client(), call.projectId(), ref(call)).map(TemplateResource::existing);
    }

    private static TemplateRef ref(Call call) {
        String text = call.path("templateId");
        return new TemplateRef(Uuids.read(text).orElse(null), text);
    }

    private static StoredTemplate existing(Optional<StoredTemplate> found) {
        return found.orElseThrow(() -> NativeErrors.notFound("Template not found"));
    }

    private static Answer named(UUID id) {
        return Answer.ok(Answer.body("id", id, "object", "template"));
    }

    private static <T> Future<T> refusingTaken(Future<T> written) {
        return written.recover(failure -> Future.failedFuture(
                failure instanceof Taken
                        ? NativeErrors.validation(
                                "Expected an `alias` that no other template has, found one that is taken.")
                        : failure));
    }
}
