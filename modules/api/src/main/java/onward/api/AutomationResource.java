package onward.api;

import io.vertx.core.Future;
import onward.store.Store;

/** {@code /automations}: made, shown, changed, stopped, copied and deleted (contract/resend.md 3). */
final class AutomationResource {
    private final AutomationKeeper keeper;

    AutomationResource(Store store) {
        this.keeper = new AutomationKeeper(store, Noun.AUTOMATION);
    }

    void register(Routes routes) {
        routes.post("/automations", this::create)
                .post("/automations/validate", call -> Future.succeededFuture(validated(keeper.check(call))))
                .post("/automations/:automationId/validate", this::validate)
                .get("/automations", this::list)
                .get("/automations/:automationId", this::get)
                .patch("/automations/:automationId", this::update)
                .delete("/automations/:automationId", this::delete)
                .post("/automations/:automationId/duplicate", this::duplicate)
                .post("/automations/:automationId/stop", this::stop);
    }

    private Future<Answer> create(Call call) {
        return keeper.create(call).map(id -> Answer.created(Noun.AUTOMATION.body(id)));
    }

    private Future<Answer> validate(Call call) {
        return keeper.checkStored(call).map(AutomationResource::validated);
    }

    private static Answer validated(AutomationCheck check) {
        return Answer.ok(check.toBody());
    }

    private Future<Answer> list(Call call) {
        return keeper.list(call).map(page -> Answer.list(page, AutomationView::item));
    }

    private Future<Answer> get(Call call) {
        return keeper.find(call).map(found -> Answer.ok(AutomationView.whole(found)));
    }

    private Future<Answer> update(Call call) {
        return keeper.update(call).map(now -> Answer.ok(Noun.AUTOMATION.body(Noun.AUTOMATION.id(call))));
    }

    private Future<Answer> stop(Call call) {
        return keeper.stop(call)
                .map(now -> Answer.ok(
                        Answer.body("object", "automation", "id", Noun.AUTOMATION.id(call), "status", "disabled")));
    }

    private Future<Answer> duplicate(Call call) {
        return keeper.duplicate(call).map(id -> Answer.created(Noun.AUTOMATION.body(id)));
    }

    private Future<Answer> delete(Call call) {
        return keeper.delete(call)
                .map(done -> Answer.ok(
                        Answer.body("object", "automation", "id", Noun.AUTOMATION.id(call), "deleted", true)));
    }
}
