package onward.web.automations;

import io.vertx.core.Future;
import java.security.SecureRandom;
import java.util.stream.Collectors;
import onward.flow.fact.Ids;
import onward.flow.fact.Problem;
import onward.flow.graph.Blueprint;
import onward.store.Store;
import onward.store.table.Automations;
import onward.store.table.StoredAutomation;
import onward.store.table.StoredAutomation.Draft;
import onward.web.ui.PageProblem;
import onward.web.ui.Visit;

/** What can be done to an automation by a button: enabled, stopped, copied. */
public final class AutomationForms {
    private static final String COPY_SUFFIX = " (Copy)";
    private static final int NAME_CHARS_MAX = 255;

    private final Store store;
    private final Ids ids = Ids.from(new SecureRandom());

    public AutomationForms(Store store) {
        this.store = store;
    }

    /** {@code POST /dashboard/automations/<id>/enable}: events start runs of it from now on. */
    public Future<String> enable(Visit visit) {
        return changed(visit, AutomationForms::enabled);
    }

    private static Draft enabled(StoredAutomation before) {
        var read = Blueprint.read(before.definition());
        if (!read.isOk()) {
            throw PageProblem.refused(
                    read.problems().stream().map(Problem::message).collect(Collectors.joining(" ")));
        }
        return new Draft(
                before.name(), true, read.value().triggerEvent(), read.value().toDefinition());
    }

    /** {@code POST /dashboard/automations/<id>/stop}: no further runs; those that live go on to their end. */
    public Future<String> stop(Visit visit) {
        return changed(visit, before -> new Draft(before.name(), false, before.triggerEvent(), before.definition()));
    }

    /** What a locked automation becomes. */
    private interface Change {
        Draft of(StoredAutomation before);
    }

    private Future<String> changed(Visit visit, Change change) {
        var id = visit.pathId("automation");
        return store.transaction(tx -> Automations.lock(tx, visit.projectId(), id)
                        .map(found -> found.orElseThrow(() -> PageProblem.absent("automation")))
                        .compose(before -> store.now(tx)
                                .compose(now ->
                                        Automations.save(tx, visit.projectId(), before, change.of(before), now, ids))))
                .map(done -> "/dashboard/automations/" + id);
    }

    /** {@code POST /dashboard/automations/<id>/duplicate}: a copy, disabled. */
    public Future<String> duplicate(Visit visit) {
        return Automations.find(store.client(), visit.projectId(), visit.pathId("automation"))
                .map(found -> found.orElseThrow(() -> PageProblem.absent("automation")))
                .compose(original -> store.transaction(tx -> store.now(tx)
                        .compose(now -> Automations.create(tx, visit.projectId(), copy(original), now, ids))))
                .map(id -> "/dashboard/automations/" + id);
    }

    private static Draft copy(StoredAutomation original) {
        String name = original.name();
        int kept = Math.min(name.length(), NAME_CHARS_MAX - COPY_SUFFIX.length());
        boolean splitsPair = kept < name.length() && Character.isLowSurrogate(name.charAt(kept));
        return new Draft(
                name.substring(0, splitsPair ? kept - 1 : kept) + COPY_SUFFIX,
                false,
                original.triggerEvent(),
                original.definition());
    }
}
