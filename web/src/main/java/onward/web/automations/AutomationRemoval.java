package onward.web.automations;

import io.vertx.core.Future;
import onward.store.Store;
import onward.store.table.Automations;
import onward.web.ui.PageProblem;
import onward.web.ui.Visit;

/** {@code POST /dashboard/automations/<id>/delete}: it is removed, and its live runs are cancelled with it. */
public final class AutomationRemoval {
    private final Store store;

    public AutomationRemoval(Store store) {
        this.store = store;
    }

    public Future<String> delete(Visit visit) {
        var id = visit.pathId("automation");
        return store.transaction(tx -> Automations.lock(tx, visit.projectId(), id)
                        .map(found -> found.orElseThrow(() -> PageProblem.absent("automation")))
                        .compose(found -> store.now(tx))
                        .compose(now -> Automations.delete(tx, visit.projectId(), id, now)))
                .map(done -> "/dashboard/automations");
    }
}
