package onward.web.editor;

import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import onward.flow.fact.Problem;
import onward.flow.graph.Place;
import onward.flow.step.Trigger;
import onward.store.Store;
import onward.store.table.Automations;
import onward.store.table.StoredAutomation;
import onward.web.editor.EditorView.ProblemRow;
import onward.web.ui.Asset;
import onward.web.ui.FormAgain;
import onward.web.ui.Json;
import onward.web.ui.PageProblem;
import onward.web.ui.Shown;
import onward.web.ui.Visit;

/** {@code GET /dashboard/automations/new} and {@code GET /dashboard/automations/<id>/edit}. */
public final class EditorPage {
    /** How many problems one page tells. */
    private static final int PROBLEMS_TOLD_MAX = 50;

    private final Store store;

    public EditorPage(Store store) {
        this.store = store;
    }

    /** An automation that is not there yet: its trigger, and nothing else. */
    public Future<Shown> blank(Visit visit) {
        return page(visit, Opened.BLANK, new Written("", Json.whole(blank())), null, List.of());
    }

    private static Map<String, Object> blank() {
        Map<String, Object> trigger = new LinkedHashMap<>();
        trigger.put("key", "start");
        trigger.put("type", Trigger.TYPE.name());
        trigger.put("config", Trigger.TYPE.blank());
        Map<String, Object> definition = new LinkedHashMap<>();
        definition.put("steps", List.of(trigger));
        definition.put("connections", List.of());
        return definition;
    }

    /** One that there is. */
    public Future<Shown> show(Visit visit) {
        return find(visit)
                .compose(found -> page(
                        visit,
                        Opened.of(found),
                        new Written(found.name(), Json.whole(found.definition())),
                        visit.text("saved").map(saved -> saved(found)).orElse(null),
                        List.of()));
    }

    private static String saved(StoredAutomation found) {
        return "Saved as v" + found.number()
                + (found.enabled() ? "; it is enabled." : ". It is disabled: no event starts a run of it.");
    }

    Future<StoredAutomation> find(Visit visit) {
        return Automations.find(store.client(), visit.projectId(), visit.pathId("automation"))
                .map(found -> found.orElseThrow(() -> PageProblem.absent("automation")));
    }

    /** What is being edited. @param stored null while it is new */
    record Opened(StoredAutomation stored) {
        static final Opened BLANK = new Opened(null);

        static Opened of(StoredAutomation stored) {
            return new Opened(stored);
        }
    }

    /** The same page with what was typed and what is wrong with it. */
    <T> Future<T> refused(Visit visit, Opened opened, Written written, List<Problem> problems) {
        var definition = written.definition();
        Map<String, Object> read = definition.isOk() ? definition.value() : Map.of();
        List<ProblemRow> rows = problems.stream()
                .limit(PROBLEMS_TOLD_MAX)
                .map(problem -> row(problem, read))
                .toList();
        return page(visit, opened, written, null, rows).compose(shown -> Future.failedFuture(new FormAgain(shown)));
    }

    private static ProblemRow row(Problem problem, Map<String, Object> definition) {
        Place place = Place.of(problem.path());
        String field = place.field().isEmpty() || place.field().equals("name") ? "" : place.field() + ": ";
        return new ProblemRow(place.stepKey(definition).orElse(null), field + problem.message());
    }

    private Future<Shown> page(Visit visit, Opened opened, Written written, String notice, List<ProblemRow> problems) {
        var stored = opened.stored();
        return Offer.find(store.client(), visit.projectId())
                .map(offer -> new Shown(
                        "editor",
                        "automations",
                        new EditorView(
                                stored == null ? null : stored.id().toString(),
                                stored == null ? "New automation" : "Edit " + stored.name(),
                                stored == null
                                        ? "/dashboard/automations"
                                        : "/dashboard/automations/" + stored.id() + "/edit",
                                written.name(),
                                written.text(),
                                stored == null ? 0 : stored.number(),
                                stored != null && stored.enabled(),
                                notice,
                                problems,
                                offer.json(),
                                Asset.EDITOR_STYLE.link(),
                                Asset.EDITOR_SCRIPT.link())));
    }
}
