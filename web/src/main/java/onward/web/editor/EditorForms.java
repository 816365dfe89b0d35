package onward.web.editor;

import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;
import onward.flow.fact.Problem;
import onward.flow.fact.Result;
import onward.store.Store;
import onward.store.table.Automations;
import onward.store.table.Drafts;
import onward.store.table.Flights;
import onward.store.table.StoredAutomation;
import onward.store.table.StoredAutomation.Draft;
import onward.web.editor.EditorPage.Opened;
import onward.web.flight.FlightPage;
import onward.web.ui.PageProblem;
import onward.web.ui.Visit;

/** Saves what the editor sends: as a draft, which is a disabled automation, or enabled. */
public final class EditorForms {
    /** How large a form may be that carries a whole automation. */
    public static final int FORM_BYTES_MAX = 1024 * 1024;

    private static final String PATH = "/dashboard/automations/";

    private final Store store;
    private final Drafts drafts;
    private final EditorPage page;

    public EditorForms(Store store, EditorPage page) {
        this.store = store;
        this.drafts = new Drafts(store);
        this.page = page;
    }

    /** {@code POST /dashboard/automations}. */
    public Future<String> create(Visit visit) {
        Written written = Written.of(visit);
        Result<Draft> draft = written.draft(isEnabling(visit));
        return draft.isOk()
                ? drafts.create(visit.projectId(), draft.value())
                        .map(id -> next(id.toString(), draft.value().enabled()))
                : page.refused(visit, Opened.BLANK, written, draft.problems());
    }

    /** {@code POST /dashboard/automations/<id>/edit}. Runs that live stay on the version they began with. */
    public Future<String> update(Visit visit) {
        var id = visit.pathId("automation");
        Written written = Written.of(visit);
        Result<Draft> draft = written.draft(isEnabling(visit));
        if (!draft.isOk()) {
            return page.find(visit).compose(now -> page.refused(visit, Opened.of(now), written, draft.problems()));
        }
        return drafts.change(visit.projectId(), id, before -> replaced(before, draft.value(), visit))
                .map(found -> found.orElseThrow(() -> PageProblem.absent("automation")))
                .compose(done -> draft.value().enabled() ? afterPublishing(visit, id) : afterSaving(id))
                .recover(fault -> fault instanceof ChangedSince since
                        ? page.refused(visit, Opened.of(since.now), written, List.of(since.problem()))
                        : Future.failedFuture(fault));
    }

    private static Future<String> afterSaving(UUID id) {
        return Future.succeededFuture(next(id.toString(), false));
    }

    /** Where runs live on older versions, the next thing to look at is what becomes of them. */
    private Future<String> afterPublishing(Visit visit, UUID id) {
        return Automations.find(store.client(), visit.projectId(), id)
                .compose(found -> Flights.live(store.client(), visit.projectId(), id)
                        .map(live -> found.isPresent()
                                        && live.places().stream()
                                                .anyMatch(place -> !place.versionId()
                                                        .equals(found.get().versionId()))
                                ? FlightPage.path(id, true)
                                : next(id.toString(), true)));
    }

    private static boolean isEnabling(Visit visit) {
        return visit.field("then").equals("enable");
    }

    private static String next(String id, boolean enabled) {
        return enabled ? PATH + id : PATH + id + "/edit?saved=yes";
    }

    /** Two who edit at once: the second is told, and not simply the last to win. */
    private static Draft replaced(StoredAutomation before, Draft draft, Visit visit) {
        if (!visit.field("version").equals(String.valueOf(before.number()))) {
            throw new ChangedSince(before);
        }
        if (draft.enabled() && before.isArchived()) {
            throw PageProblem.refused(StoredAutomation.ARCHIVED);
        }
        return draft;
    }

    /** The automation has a version that who edits it has not seen. */
    private static final class ChangedSince extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient StoredAutomation now;

        ChangedSince(StoredAutomation now) {
            super("The automation was changed since.", null, false, false);
            this.now = now;
        }

        Problem problem() {
            return Problem.conflict(
                    "",
                    "It was changed since you opened it, and is v" + now.number() + " now. Look at that one on the page"
                            + " of the automation; what is below is yours, and takes its place when you save it again.");
        }
    }
}
