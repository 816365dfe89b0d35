package onward.api;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import onward.flow.fact.Event;
import onward.flow.fact.Uuids;
import onward.flow.message.Push;
import onward.flow.run.Run;
import onward.flow.run.TrailEntry;
import onward.store.Store;
import onward.store.table.Envelopes;
import onward.store.table.Events;
import onward.store.table.RunMails;
import onward.store.table.Runs;
import onward.store.table.StartedRuns;

/**
 * {@code GET /automation-runs/:runId}: one run with all that is known of it, in the shape of the Sendrealm dialect
 * (contract/sendrealm.md 5.2). Its path collides with nothing, so both faces have it.
 */
public final class RunDetailResource {
    private final Store store;
    private final RunReader reader;

    public RunDetailResource(Store store) {
        this.store = store;
        this.reader = new RunReader(store, Noun.AUTOMATION);
    }

    public void register(Routes routes) {
        routes.get("/automation-runs/:runId", this::get);
    }

    /** The run of the path. */
    public Future<Answer> get(Call call) {
        return detail(call.projectId(), call.uuid("runId"))
                .map(found -> Answer.ok(Answer.body("data", existing(found))));
    }

    /** What lists show of a run. */
    public static Map<String, Object> row(StartedRuns.Started started) {
        Run run = started.run();
        Event event = started.eventName() == null
                ? null
                : new Event(
                        run.projectId(),
                        run.eventId(),
                        started.eventName(),
                        started.contactId(),
                        started.email(),
                        null,
                        started.occurredAt(),
                        null,
                        run.hops(),
                        started.externalId());
        return RunDetail.row(run, started.versionNumber(), event);
    }

    private static Map<String, Object> existing(Optional<Map<String, Object>> found) {
        return found.orElseThrow(() -> Noun.AUTOMATION.notFound(" run"));
    }

    /** The detail of a run, if there is one of that id. */
    private Future<Optional<Map<String, Object>>> detail(UUID projectId, UUID runId) {
        return Runs.find(store.client(), projectId, runId)
                .compose(run -> run.isEmpty()
                        ? Future.succeededFuture(Optional.empty())
                        : detail(run.get()).map(Optional::of));
    }

    private Future<Map<String, Object>> detail(Run run) {
        var mails = RunMails.of(store.client(), run.projectId(), run.id(), Envelopes.EMAIL);
        var pushes = RunMails.of(store.client(), run.projectId(), run.id(), Push.CHANNEL);
        return Future.all(reader.story(run), mails, pushes).compose(all -> {
            RunStory story = all.resultAt(0);
            return resumers(story)
                    .map(resumers -> new RunDetail(story, mails.result(), pushes.result(), resumers).toMap());
        });
    }

    /** The events that ended waits of the run, those that are kept. */
    private Future<Map<UUID, Event>> resumers(RunStory story) {
        List<UUID> ids = new ArrayList<>();
        for (TrailEntry entry : story.trail()) {
            Object id = entry.output() == null ? null : entry.output().get("event_id");
            Uuids.read(id instanceof String text ? text : null).ifPresent(ids::add);
        }
        List<UUID> projects = ids.stream().map(any -> story.run().projectId()).toList();
        return ids.isEmpty() ? Future.succeededFuture(Map.of()) : Events.byIds(store.client(), projects, ids);
    }
}
