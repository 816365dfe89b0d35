package onward.api.sendrealm;

import io.vertx.core.Future;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import onward.api.Answer;
import onward.api.Call;
import onward.api.NativeErrors;
import onward.api.Paging;
import onward.api.Routes;
import onward.api.RunDetailResource;
import onward.store.PageRequest;
import onward.store.Store;
import onward.store.table.Automations;
import onward.store.table.StartedRuns;
import onward.store.table.StartedRuns.Filter;

/** {@code GET /automations/:automationId/runs}: who runs through an automation (contract/sendrealm.md 5.1). */
final class RunListResource {
    private static final int WORD_CHARS_MAX = 320;
    /** A run that was just matched is under way already, so this finds none. */
    private static final String QUEUED = "queued";

    private final Store store;

    RunListResource(Store store) {
        this.store = store;
    }

    void register(Routes routes) {
        routes.get("/automations/:automationId/runs", this::list);
    }

    private Future<Answer> list(Call call) {
        UUID automationId = call.uuid("automationId");
        Set<String> statuses =
                call.query().get("status").map(RunListResource::statuses).orElse(Set.of());
        var filter = new Filter(
                statuses,
                text(call, "step_key"),
                call.query().instant("started_after").orElse(null),
                call.query().instant("started_before").orElse(null),
                text(call, "search"));
        PageRequest request = Paging.of(call.query());
        return Automations.exists(store.client(), call.projectId(), automationId)
                .compose(found -> found
                        ? StartedRuns.list(store.client(), call.projectId(), automationId, filter, request)
                        : Future.failedFuture(NativeErrors.notFound("Automation not found")))
                .map(page -> Pages.list(
                        request,
                        page,
                        RunListResource::row,
                        started -> started.run().id()));
    }

    private static Map<String, Object> row(StartedRuns.Started started) {
        return RunDetailResource.row(started);
    }

    private static Set<String> statuses(String words) {
        Set<String> statuses = new LinkedHashSet<>();
        for (String word : words.split(",", -1)) {
            if (!StartedRuns.STATUSES.contains(word.strip()) && !word.strip().equals(QUEUED)) {
                throw NativeErrors.validation("Expected `status` to be one or several of queued, "
                        + String.join(", ", StartedRuns.STATUSES) + ", separated by commas; found another word.");
            }
            statuses.add(word.strip());
        }
        return statuses;
    }

    private static String text(Call call, String name) {
        String text = call.query().get(name).filter(given -> !given.isBlank()).orElse(null);
        if (text != null && text.length() > WORD_CHARS_MAX) {
            throw NativeErrors.validation("Expected at most " + WORD_CHARS_MAX + " characters in `" + name + "`.");
        }
        return text == null ? null : text.strip();
    }
}
