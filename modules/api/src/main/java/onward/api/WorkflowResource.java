package onward.api;

import io.vertx.core.Future;
import java.util.Map;
import onward.store.Store;
import onward.store.table.StoredAutomation;

/**
 * {@code /workflows}: what automations were called in their preview, in the shapes of those days
 * (contract/resend.md 15.2). The things themselves are the same.
 */
final class WorkflowResource {
    private final AutomationKeeper keeper;

    WorkflowResource(Store store) {
        this.keeper = new AutomationKeeper(store, Noun.WORKFLOW);
    }

    void register(Routes routes) {
        routes.post("/workflows", this::create)
                .get("/workflows", this::list)
                .get("/workflows/:workflowId", this::get)
                .patch("/workflows/:workflowId", this::update)
                .delete("/workflows/:workflowId", this::delete);
    }

    private Future<Answer> create(Call call) {
        return keeper.create(call).map(id -> Answer.created(Noun.WORKFLOW.body(id)));
    }

    private Future<Answer> list(Call call) {
        return keeper.list(call).map(page -> Answer.list(page, WorkflowView::item));
    }

    private Future<Answer> get(Call call) {
        return keeper.find(call).map(found -> Answer.ok(WorkflowView.whole(found)));
    }

    private Future<Answer> update(Call call) {
        return keeper.update(call).map(now -> {
            Map<String, Object> body = Noun.WORKFLOW.body(Noun.WORKFLOW.id(call));
            body.put("status", StoredAutomation.word(now.enabled()));
            return Answer.ok(body);
        });
    }

    private Future<Answer> delete(Call call) {
        return keeper.delete(call)
                .map(done ->
                        Answer.ok(Answer.body("object", "workflow", "id", Noun.WORKFLOW.id(call), "deleted", true)));
    }
}
