package onward.api;

import io.vertx.core.Future;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import onward.flow.fact.Event;
import onward.flow.run.Run;
import onward.flow.run.RunStatus;
import onward.store.Store;
import onward.store.table.Automations;
import onward.store.table.Events;
import onward.store.table.Runs;
import onward.store.table.Trail;

/** {@code /automations/:automationId/runs}: what an automation did, run by run and step by step. */
final class RunResource {
    private final Store store;

    RunResource(Store store) {
        this.store = store;
    }

    void register(Routes routes) {
        routes.get("/automations/:automationId/runs", this::list)
                .get("/automations/:automationId/runs/:runId", this::get);
    }

    private Future<Answer> list(Call call) {
        UUID automationId = call.uuid("automationId");
        Set<RunStatus> statuses =
                call.query().get("status").map(RunResource::statuses).orElse(Set.of());
        var page = Paging.of(call.query());
        return known(call, automationId, "Automation not found")
                .compose(known -> Runs.list(store.client(), call.projectId(), automationId, statuses, page))
                .map(runs -> Answer.list(runs, RunView::item));
    }

    private static Set<RunStatus> statuses(String words) {
        try {
            Set<RunStatus> statuses = EnumSet.noneOf(RunStatus.class);
            Arrays.stream(words.split(",", -1)).map(RunResource::status).forEach(statuses::add);
            return statuses;
        } catch (IllegalArgumentException e) {
            throw NativeErrors.validation(
                    "Expected `status` to be one or several of running, completed, failed and cancelled,"
                            + " separated by commas; found another word.");
        }
    }

    private static RunStatus status(String word) {
        RunStatus status = RunStatus.of(word.strip());
        if (!status.word().equals(word.strip())) {
            throw new IllegalArgumentException(word);
        }
        return status;
    }

    private Future<Answer> get(Call call) {
        UUID automationId = call.uuid("automationId");
        UUID runId = call.uuid("runId");
        return known(call, automationId, "Automation run not found")
                .compose(known -> Runs.find(store.client(), call.projectId(), automationId, runId))
                .map(run -> run.orElseThrow(() -> NativeErrors.notFound("Automation run not found")))
                .compose(this::view)
                .map(view -> Answer.ok(view.whole()));
    }

    private Future<RunView> view(Run run) {
        var version = Automations.version(store.client(), run.projectId(), run.versionId());
        var trail = Trail.of(store.client(), run.projectId(), run.id());
        var events = Events.byIds(store.client(), List.of(run.projectId()), List.of(run.eventId()));
        return Future.all(version, trail, events)
                .map(all -> new RunView(
                        run,
                        version.result().orElseThrow(),
                        name(events.result().get(run.eventId())),
                        trail.result()));
    }

    private static String name(Event event) {
        return event == null ? null : event.name();
    }

    private Future<Void> known(Call call, UUID automationId, String otherwise) {
        return Automations.exists(store.client(), call.projectId(), automationId)
                .compose(found ->
                        found ? Future.succeededFuture() : Future.failedFuture(NativeErrors.notFound(otherwise)));
    }
}
