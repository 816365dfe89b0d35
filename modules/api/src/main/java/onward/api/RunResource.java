package onward.api;

import io.vertx.core.Future;
import onward.store.Store;

/** {@code /automations/:automationId/runs}: what an automation did, run by run and step by step. */
final class RunResource {
    private final RunReader reader;

    RunResource(Store store) {
        this.reader = new RunReader(store, Noun.AUTOMATION);
    }

    void register(Routes routes) {
        routes.get("/automations/:automationId/runs", this::list)
                .get("/automations/:automationId/runs/:runId", this::get);
    }

    private Future<Answer> list(Call call) {
        return reader.list(call).map(runs -> Answer.list(runs, RunView::item));
    }

    private Future<Answer> get(Call call) {
        return reader.story(call).map(story -> Answer.ok(RunView.whole(story)));
    }
}
