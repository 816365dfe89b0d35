package onward.engine;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import onward.bus.Bell;
import onward.flow.fact.Event;
import onward.flow.fact.Ids;
import onward.flow.graph.Automation;
import onward.flow.run.Decision;
import onward.flow.run.Machine;
import onward.store.Store;
import onward.store.table.Enablements;
import onward.store.table.Events;
import onward.store.table.Matching.Ref;
import onward.store.table.Runs;

/**
 * Looks at new events and starts their runs: claim, match, decide, save, all in one transaction. A run is
 * advanced in memory until it rests, so it is written once, in the state it reached.
 */
public final class MatchPass implements Pass {
    private final Store store;
    private final Bell bell;
    private final EngineSettings settings;
    private final Ids ids;
    private final Versions versions;
    private final Turning turning;
    private final SetAside setAside = new SetAside("event");

    MatchPass(Store store, Bell bell, EngineSettings settings, Ids ids, Versions versions) {
        this.store = store;
        this.bell = bell;
        this.settings = settings;
        this.ids = ids;
        this.versions = versions;
        this.turning = new Turning(settings, ids);
    }

    /** What a transaction did: the events it looked at, and whether it left some of its claim. */
    private record Done(int events, boolean cut, List<Decision> decisions) {}

    @Override
    public Future<Integer> once(int limit, Instant now) {
        var claimed = new ArrayList<UUID>();
        var halving = new Halving<UUID>(
                ids -> inTransaction(tx -> Events.claimThese(tx, ids), now, ids.size(), new ArrayList<>()),
                (id, fault) -> setAside.add(id, fault, now));
        return inTransaction(tx -> Events.claimUnmatched(tx, setAside.at(now), limit), now, limit, claimed)
                .recover(fault -> halving.after(fault, claimed));
    }

    private Future<Integer> inTransaction(
            Function<SqlClient, Future<List<Event>>> claim, Instant now, int limit, List<UUID> claimed) {
        return store.transaction(tx -> claim.apply(tx).compose(events -> {
                    events.forEach(event -> claimed.add(event.id()));
                    return match(tx, events, now);
                }))
                .map(done -> {
                    Saving.ring(bell, done.decisions());
                    return done.cut() ? Math.max(limit, done.events()) : done.events();
                });
    }

    private Future<Done> match(SqlClient tx, List<Event> events, Instant now) {
        if (events.isEmpty()) {
            return Future.succeededFuture(new Done(0, false, List.of()));
        }
        return spread(tx, events)
                .compose(fan -> start(tx, fan, now)
                        .compose(jobs -> turning.turn(tx, jobs, now))
                        .compose(decisions -> save(tx, fan, decisions, now))
                        .map(decisions ->
                                new Done(fan.events().size(), fan.events().size() < events.size(), decisions)));
    }

    private Future<Fan> spread(SqlClient tx, List<Event> events) {
        var triggers = events.stream().map(Fan::trigger).distinct().toList();
        var received = events.stream().map(Event::receivedAt).sorted().toList();
        return Enablements.touching(tx, triggers, received.get(0), received.get(received.size() - 1))
                .map(enablements -> Fan.of(events, enablements, settings.runsPerPassMax()));
    }

    private Future<List<Job>> start(SqlClient tx, Fan fan, Instant now) {
        if (fan.matches().isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        var events = fan.matches().stream().map(Fan.Match::event).distinct().toList();
        var refs = fan.matches().stream()
                .map(m -> new Ref(m.enablement().projectId(), m.enablement().versionId()))
                .distinct()
                .toList();
        return versions.load(tx, refs)
                .compose(automations ->
                        People.of(tx, events, now, ids).map(people -> jobs(fan, automations, people, now)));
    }

    /** An automation that was deleted since starts nothing. */
    private List<Job> jobs(Fan fan, Map<UUID, Automation> automations, People people, Instant now) {
        return fan.matches().stream()
                .filter(match -> automations.get(match.enablement().versionId()) != null)
                .map(match -> job(match, automations.get(match.enablement().versionId()), people, now))
                .sorted(Comparator.comparing(job -> job.run().id()))
                .toList();
    }

    private Job job(Fan.Match match, Automation automation, People people, Instant now) {
        var event = match.event();
        var contact = people.of(event);
        var enablement = match.enablement();
        var run = Machine.start(
                ids.next(now), enablement.automationId(), enablement.versionId(), event, contact, automation, now);
        return new Job(run, automation, event, contact);
    }

    private Future<List<Decision>> save(SqlClient tx, Fan fan, List<Decision> decisions, Instant now) {
        var runs = Saving.runs(decisions);
        return (runs.isEmpty() ? Future.<Void>succeededFuture() : Runs.insert(tx, runs))
                .compose(done -> Saving.trailAndEnvelopes(tx, decisions, now))
                .compose(done -> Events.markMatched(
                        tx, fan.events().stream().map(Event::id).toList()))
                .map(done -> decisions);
    }
}
