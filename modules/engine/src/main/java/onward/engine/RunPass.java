package onward.engine;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import onward.bus.Bell;
import onward.flow.fact.Contact;
import onward.flow.fact.Event;
import onward.flow.fact.Ids;
import onward.flow.graph.Automation;
import onward.flow.run.Decision;
import onward.flow.run.Run;
import onward.flow.run.RunStatus;
import onward.store.Store;
import onward.store.table.Events;
import onward.store.table.Matching;
import onward.store.table.Matching.Ref;
import onward.store.table.Runs;

/** Resumes runs whose instant has come: claim, decide, save, all in one transaction. */
public final class RunPass implements Pass {
    private final Store store;
    private final Bell bell;
    private final Versions versions;
    private final Turning turning;
    private final SetAside setAside = new SetAside("run");

    RunPass(Store store, Bell bell, EngineSettings settings, Ids ids, Versions versions) {
        this.store = store;
        this.bell = bell;
        this.versions = versions;
        this.turning = new Turning(settings, ids);
    }

    @Override
    public Future<Integer> once(int limit, Instant now) {
        var claimed = new ArrayList<UUID>();
        var halving = new Halving<UUID>(
                ids -> inTransaction(tx -> Runs.claimThese(tx, now, ids), now, new ArrayList<>()),
                (id, fault) -> setAside.add(id, fault, now));
        return inTransaction(tx -> Runs.claimDue(tx, now, setAside.at(now), limit), now, claimed)
                .recover(fault -> halving.after(fault, claimed));
    }

    private Future<Integer> inTransaction(
            Function<SqlClient, Future<List<Run>>> claim, Instant now, List<UUID> claimed) {
        return store.transaction(tx -> claim.apply(tx).compose(runs -> {
                    runs.forEach(run -> claimed.add(run.id()));
                    return runs.isEmpty() ? Future.succeededFuture(List.<Decision>of()) : resume(tx, runs, now);
                }))
                .map(decisions -> {
                    Saving.ring(bell, decisions);
                    return decisions.size();
                });
    }

    private Future<List<Decision>> resume(SqlClient tx, List<Run> runs, Instant now) {
        return load(tx, runs)
                .compose(loaded -> turning.turn(tx, jobs(runs, loaded), now)
                        .map(decisions -> withOrphans(decisions, runs, loaded, now)))
                .compose(decisions -> save(tx, decisions, now));
    }

    private record Loaded(Map<UUID, Automation> automations, Map<UUID, Event> events, Map<Ref, Contact> contacts) {}

    private Future<Loaded> load(SqlClient tx, List<Run> runs) {
        var projects = runs.stream().map(Run::projectId).toList();
        return versions.load(tx, refs(runs, Run::versionId))
                .compose(automations -> Events.byIds(
                                tx, projects, runs.stream().map(Run::eventId).toList())
                        .compose(events -> Matching.contacts(tx, refs(runs, Run::contactId))
                                .map(contacts -> new Loaded(automations, events, contacts))));
    }

    private static List<Ref> refs(List<Run> runs, Function<Run, UUID> id) {
        return runs.stream()
                .filter(run -> id.apply(run) != null)
                .map(run -> new Ref(run.projectId(), id.apply(run)))
                .distinct()
                .toList();
    }

    private static List<Job> jobs(List<Run> runs, Loaded loaded) {
        return runs.stream()
                .filter(run -> loaded.automations().containsKey(run.versionId()))
                .map(run -> job(run, loaded))
                .toList();
    }

    private static Job job(Run run, Loaded loaded) {
        var event = loaded.events().get(run.eventId());
        if (event == null) {
            throw new IllegalStateException(
                    "Expected event " + run.eventId() + " of run " + run.id() + " to be there, found nothing");
        }
        var contact = loaded.contacts().get(new Ref(run.projectId(), run.contactId()));
        return new Job(run, loaded.automations().get(run.versionId()), event, contact);
    }

    /** A run whose automation was deleted cannot go on; it ends as cancelled and is not stuck. */
    private static List<Decision> withOrphans(List<Decision> decisions, List<Run> runs, Loaded loaded, Instant now) {
        var all = new ArrayList<>(decisions);
        runs.stream()
                .filter(run -> !loaded.automations().containsKey(run.versionId()))
                .forEach(run -> all.add(new Decision(cancelled(run, now), List.of(), List.of())));
        return all;
    }

    private static Run cancelled(Run run, Instant now) {
        return new Run(
                run.projectId(),
                run.id(),
                run.automationId(),
                run.versionId(),
                run.eventId(),
                run.contactId(),
                RunStatus.CANCELLED,
                null,
                run.visit(),
                run.position(),
                false,
                null,
                run.createdAt(),
                run.startedAt(),
                now);
    }

    private static Future<List<Decision>> save(SqlClient tx, List<Decision> decisions, Instant now) {
        return Runs.save(tx, Saving.runs(decisions))
                .compose(done -> Saving.trailAndEnvelopes(tx, decisions, now))
                .map(done -> decisions);
    }
}
