package onward.api;

import io.vertx.core.Future;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import onward.flow.fact.Event;
import onward.flow.run.Run;
import onward.flow.run.RunStatus;
import onward.store.Page;
import onward.store.Store;
import onward.store.table.Automations;
import onward.store.table.Events;
import onward.store.table.Interventions;
import onward.store.table.Runs;
import onward.store.table.Trail;
import onward.store.table.Waits;

/** Finds the runs that callers ask for; how they look is up to the resource. */
final class RunReader {
    private final Store store;
    private final Noun noun;

    RunReader(Store store, Noun noun) {
        this.store = store;
        this.noun = noun;
    }

    /** A page of the runs of the automation in the path. */
    Future<Page<Run>> list(Call call) {
        UUID automationId = noun.id(call);
        Set<RunStatus> statuses =
                call.query().get("status").map(RunReader::statuses).orElse(Set.of());
        var page = Paging.of(call.query());
        return known(call, automationId, noun.notFound())
                .compose(known -> Runs.list(store.client(), call.projectId(), automationId, statuses, page));
    }

    private static Set<RunStatus> statuses(String words) {
        try {
            Set<RunStatus> statuses = EnumSet.noneOf(RunStatus.class);
            Arrays.stream(words.split(",", -1)).map(RunReader::status).forEach(statuses::add);
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

    /** The events that started these runs, those that are kept, by their ids. */
    Future<Map<UUID, Event>> events(List<Run> runs) {
        return Events.byIds(
                store.client(),
                runs.stream().map(Run::projectId).toList(),
                runs.stream().map(Run::eventId).toList());
    }

    /** The run in the path. */
    Future<Run> find(Call call) {
        UUID automationId = noun.id(call);
        UUID runId = call.uuid("runId");
        Refusal notFound = noun.notFound(" run");
        return known(call, automationId, notFound)
                .compose(known -> Runs.find(store.client(), call.projectId(), automationId, runId))
                .map(run -> run.orElseThrow(() -> notFound));
    }

    /** The run in the path with all that is known of it. */
    Future<RunStory> story(Call call) {
        return find(call).compose(this::story);
    }

    /** All that is known of a run. */
    Future<RunStory> story(Run run) {
        var version = Automations.version(store.client(), run.projectId(), run.versionId());
        var trail = Trail.of(store.client(), run.projectId(), run.id());
        var waits = Waits.of(store.client(), run.projectId(), run.id());
        var events = events(List.of(run));
        var interventions = Interventions.of(store.client(), run.projectId(), run.id());
        return Future.all(version, trail, waits, events, interventions)
                .map(all -> new RunStory(
                        run,
                        version.result().orElseThrow(),
                        events.result().get(run.eventId()),
                        trail.result(),
                        waits.result(),
                        interventions.result()));
    }

    private Future<Void> known(Call call, UUID automationId, Refusal otherwise) {
        return Automations.exists(store.client(), call.projectId(), automationId)
                .compose(found -> found ? Future.succeededFuture() : Future.failedFuture(otherwise));
    }
}
