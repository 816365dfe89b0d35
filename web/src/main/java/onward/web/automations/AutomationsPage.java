package onward.web.automations;

import io.vertx.core.Future;
import onward.store.Store;
import onward.store.page.AutomationFacts;
import onward.web.ui.Shown;
import onward.web.ui.Visit;

/** {@code GET /dashboard/automations[?after=<id>]}. */
public final class AutomationsPage {
    private static final String PATH = "/dashboard/automations";

    private final Store store;

    public AutomationsPage(Store store) {
        this.store = store;
    }

    public Future<Shown> show(Visit visit) {
        var after = visit.after().orElse(null);
        return AutomationFacts.page(store.client(), visit.projectId(), after)
                .map(lines -> new Shown(
                        "automations",
                        "automations",
                        new AutomationsView(
                                lines.items().stream()
                                        .map(line -> AutomationRow.of(line, visit.now()))
                                        .toList(),
                                lines.older().map(id -> PATH + "?after=" + id).orElse(null),
                                after == null ? null : PATH,
                                AutomationFacts.RUNS_COUNTED_MAX)));
    }
}
