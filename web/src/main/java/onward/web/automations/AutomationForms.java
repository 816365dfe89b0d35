package onward.web.automations;

import io.vertx.core.Future;
import java.util.stream.Collectors;
import onward.flow.fact.Problem;
import onward.store.Store;
import onward.store.table.Drafts;
import onward.store.table.StoredAutomation;
import onward.store.table.StoredAutomation.Draft;
import onward.web.ui.PageProblem;
import onward.web.ui.Visit;

/** What can be done to an automation by a button: enabled, stopped, copied, deleted. */
public final class AutomationForms {
    private final Drafts drafts;

    public AutomationForms(Store store) {
        this.drafts = new Drafts(store);
    }

    /** {@code POST /dashboard/automations/<id>/enable}: events start runs of it from now on. */
    public Future<String> enable(Visit visit) {
        return changed(visit, AutomationForms::enabled);
    }

    private static Draft enabled(StoredAutomation before) {
        if (before.isArchived()) {
            throw PageProblem.refused(StoredAutomation.ARCHIVED);
        }
        var read = Draft.read(before.name(), true, before.definition());
        if (!read.isOk()) {
            throw PageProblem.refused(
                    read.problems().stream().map(Problem::message).collect(Collectors.joining(" ")));
        }
        return read.value();
    }

    /** {@code POST /dashboard/automations/<id>/stop}: no further runs; those that live go on to their end. */
    public Future<String> stop(Visit visit) {
        return changed(visit, before -> before.draft().stopped());
    }

    private Future<String> changed(Visit visit, Drafts.Change change) {
        var id = visit.pathId("automation");
        return drafts.change(visit.projectId(), id, change)
                .map(found -> found.orElseThrow(() -> PageProblem.absent("automation")))
                .map(done -> "/dashboard/automations/" + id);
    }

    /** {@code POST /dashboard/automations/<id>/duplicate}: a copy, disabled. */
    public Future<String> duplicate(Visit visit) {
        return drafts.copy(visit.projectId(), visit.pathId("automation"))
                .map(found -> found.orElseThrow(() -> PageProblem.absent("automation")))
                .map(id -> "/dashboard/automations/" + id);
    }

    /** {@code POST /dashboard/automations/<id>/delete}: it is removed, and its live runs are cancelled with it. */
    public Future<String> delete(Visit visit) {
        return drafts.delete(visit.projectId(), visit.pathId("automation")).map(found -> {
            if (!found) {
                throw PageProblem.absent("automation");
            }
            return "/dashboard/automations";
        });
    }
}
