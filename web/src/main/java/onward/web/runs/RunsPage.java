package onward.web.runs;

import io.vertx.core.Future;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import onward.flow.run.RunStatus;
import onward.store.Store;
import onward.store.page.RunList;
import onward.store.page.RunList.Filter;
import onward.store.page.RunList.Line;
import onward.store.page.Slice;
import onward.store.table.Automations;
import onward.web.ui.Commands;
import onward.web.ui.PageProblem;
import onward.web.ui.Query;
import onward.web.ui.Shown;
import onward.web.ui.Visit;

/** {@code GET /dashboard/runs[?status=…][&automation=<id>][&after=<run id>]}: runs, newest first. */
public final class RunsPage {
    static final String PATH = "/dashboard/runs";

    private static final List<String> STATUSES =
            Arrays.stream(RunStatus.values()).map(RunStatus::word).toList();

    private final Store store;

    public RunsPage(Store store) {
        this.store = store;
    }

    public Future<Shown> show(Visit visit) {
        UUID automationId = visit.id("automation", "an automation", "links").orElse(null);
        var filter = new Filter(
                automationId, visit.text("status").map(RunsPage::status).orElse(null));
        UUID after = visit.after().orElse(null);
        return RunList.page(store.client(), visit.projectId(), filter, after)
                .compose(lines -> name(visit, automationId)
                        .map(name -> new Shown("runs", "runs", view(visit, filter, name, lines, after == null))));
    }

    private static RunStatus status(String word) {
        if (!STATUSES.contains(word)) {
            throw PageProblem.badQuestion(
                    "Expected status to be one of " + String.join(", ", STATUSES) + ", found something else.");
        }
        return RunStatus.of(word);
    }

    private Future<String> name(Visit visit, UUID automationId) {
        return automationId == null
                ? Future.succeededFuture()
                : Automations.find(store.client(), visit.projectId(), automationId)
                        .map(found -> found.orElseThrow(() -> PageProblem.absent("automation"))
                                .name());
    }

    private static RunsView view(Visit visit, Filter filter, String name, Slice<Line> lines, boolean isFirst) {
        String status = filter.status() == null ? null : filter.status().word();
        String automation =
                filter.automationId() == null ? null : filter.automationId().toString();
        var query = Query.of(PATH).with("status", status).with("automation", automation);
        boolean isCut = status != null && lines.older().isEmpty();
        return new RunsView(
                lines.items().stream().map(line -> RunRow.of(line, visit.now())).toList(),
                status,
                STATUSES,
                automation,
                name,
                lines.older()
                        .map(id -> query.with("after", id.toString()).text())
                        .orElse(null),
                isFirst ? null : query.text(),
                isCut ? RunList.BUDGET_ROWS_MAX : 0,
                Commands.firstEvent(visit.context().request()));
    }
}
