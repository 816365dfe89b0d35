package onward.web.runs;

import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import onward.store.Store;
import onward.store.page.NewestRuns;
import onward.store.page.NewestRuns.Lines;
import onward.web.ui.Pages;

/** {@code GET /dashboard[?after=<run id>]}: a page of runs, newest first. */
public final class RunsPage {
    private static final Pattern UUID_FORM = Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

    private final Store store;
    private final Pages pages;

    public RunsPage(Store store, Pages pages) {
        this.store = store;
        this.pages = pages;
    }

    public void show(RoutingContext context) {
        var after = context.queryParam("after");
        if (after.isEmpty()) {
            show(context, Optional.empty());
        } else if (isOneId(after)) {
            show(context, Optional.of(UUID.fromString(after.get(0))));
        } else {
            pages.send(context, 400, "problem", badAfter());
        }
    }

    private static boolean isOneId(List<String> after) {
        return after.size() == 1 && UUID_FORM.matcher(after.get(0)).matches();
    }

    /** What was sent is not repeated: it is long, odd, or somebody's trick. */
    private static ProblemView badAfter() {
        return new ProblemView(
                "This page does not exist",
                "Expected after to be the id of one run, as the links on the dashboard have it, found something else.");
    }

    private void show(RoutingContext context, Optional<UUID> after) {
        store.now()
                .compose(now -> NewestRuns.page(store.client(), after.orElse(null))
                        .map(lines -> view(context, lines, now, after.isEmpty())))
                .onSuccess(view -> pages.send(context, 200, "runs", view))
                .onFailure(context::fail);
    }

    private static RunsView view(RoutingContext context, Lines lines, Instant now, boolean isFirst) {
        var rows = lines.runs().stream().map(line -> RunRow.of(line, now)).toList();
        var older = lines.older().map(id -> "/dashboard?after=" + id).orElse(null);
        return new RunsView(rows, older, isFirst, FirstEvent.curl(context.request()));
    }
}
