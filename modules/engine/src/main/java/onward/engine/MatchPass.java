package onward.engine;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import onward.bus.Bell;
import onward.flow.fact.Contact;
import onward.flow.fact.Event;
import onward.flow.fact.Ids;
import onward.flow.graph.Automation;
import onward.flow.run.Machine;
import onward.flow.run.Run;
import onward.store.Store;
import onward.store.table.Enablements;
import onward.store.table.Entries;
import onward.store.table.Events;
import onward.store.table.Matching.Ref;
import onward.store.table.Runs;
import onward.store.table.Strikes.Kind;

/**
 * Looks at new events: puts them into the mailboxes of the runs that listen for them, and starts their runs. Claim,
 * match, decide, save, all in one transaction. A run is advanced in memory until it rests, so it is written once, in
 * the state it reached.
 */
public final class MatchPass implements Pass {
    private final Store store;
    private final Bell bell;
    private final EngineSettings settings;
    private final Ids ids;
    private final Versions versions;
    private final Turning turning;
    private final Quarantine quarantine;

    MatchPass(Store store, Bell bell, EngineSettings settings, Ids ids, Versions versions) {
        this.store = store;
        this.bell = bell;
        this.settings = settings;
        this.ids = ids;
        this.versions = versions;
        this.turning = new Turning(settings, ids);
        this.quarantine = new Quarantine(store, Kind.EVENT);
    }

    /** What a transaction did: the events it looked at, and whether it left some of its claim. */
    private record Done(int events, boolean cut, List<Turned> turned) {}

    @Override
    public Future<Integer> once(int limit, Instant now) {
        var claimed = new ArrayList<Ref>();
        var halving = new Halving<Ref>(
                refs -> inTransaction(tx -> Events.claimThese(tx, ids(refs)), now, refs.size(), new ArrayList<>()),
                (ref, fault) -> quarantine.strike(ref.projectId(), ref.id(), fault, now));
        return inTransaction(tx -> Events.claimUnmatched(tx, now, limit), now, limit, claimed)
                .recover(fault -> halving.after(fault, claimed));
    }

    private static List<UUID> ids(List<Ref> refs) {
        return refs.stream().map(Ref::id).toList();
    }

    private Future<Integer> inTransaction(
            Function<SqlClient, Future<List<Event>>> claim, Instant now, int limit, List<Ref> claimed) {
        return store.transaction(tx -> claim.apply(tx).compose(events -> {
                    events.forEach(event -> claimed.add(new Ref(event.projectId(), event.id())));
                    return match(tx, events, now);
                }))
                .map(done -> {
                    Saving.ring(bell, done.turned());
                    return done.cut() ? Math.max(limit, done.events()) : done.events();
                });
    }

    private Future<Done> match(SqlClient tx, List<Event> events, Instant now) {
        if (events.isEmpty()) {
            return Future.succeededFuture(new Done(0, false, List.of()));
        }
        var spread = spread(tx, events);
        var listening = Listening.of(tx, events);
        return spread.compose(fan -> listening
                .compose(heard -> jobs(tx, fan, heard.among(fan.events()), now))
                .compose(jobs -> decided(tx, fan, jobs, now))
                .map(turned -> new Done(fan.events().size(), fan.events().size() < events.size(), turned)));
    }

    /** The events go from the queue while their runs are decided. */
    private Future<List<Turned>> decided(SqlClient tx, Fan fan, List<Job> jobs, Instant now) {
        var matched =
                Events.markMatched(tx, fan.events().stream().map(Event::id).toList());
        return rounds(tx, Admission.rounds(jobs), now).compose(turned -> matched.map(turned));
    }

    private Future<Fan> spread(SqlClient tx, List<Event> events) {
        var triggers = events.stream().map(Fan::trigger).distinct().toList();
        var received = events.stream().map(Event::receivedAt).sorted().toList();
        return Enablements.touching(tx, triggers, received.get(0), received.get(received.size() - 1))
                .map(enablements -> Fan.of(events, enablements, settings.runsPerPassMax()));
    }

    /** Tells those who listen, and makes the runs that begin; an automation that was deleted since starts nothing. */
    private Future<List<Job>> jobs(SqlClient tx, Fan fan, Listening listening, Instant now) {
        return versions.load(tx, versionsOf(fan)).compose(automations -> {
            Map<Boolean, List<Fan.Match>> starting = fan.matches().stream()
                    .filter(match -> automations.containsKey(match.enablement().versionId()))
                    .collect(Collectors.partitioningBy(match -> startsWith(match, automations, now)));
            return filtered(tx, starting.get(false), now)
                    .compose(done -> meet(tx, starting.get(true), automations, listening, now));
        });
    }

    private static boolean startsWith(Fan.Match match, Map<UUID, Automation> automations, Instant now) {
        return automations.get(match.enablement().versionId()).startsWith(match.event(), now);
    }

    /** What a trigger's filter kept out makes no contact either; it is kept why. */
    private static Future<Void> filtered(SqlClient tx, List<Fan.Match> out, Instant now) {
        var refusals =
                out.stream().map(match -> refusal(match, "trigger_filter")).toList();
        return refusals.isEmpty() ? Future.succeededFuture() : Entries.refuse(tx, refusals, now);
    }

    private static List<Ref> versionsOf(Fan fan) {
        return fan.matches().stream()
                .map(m -> new Ref(m.enablement().projectId(), m.enablement().versionId()))
                .distinct()
                .toList();
    }

    private Future<List<Job>> meet(
            SqlClient tx,
            List<Fan.Match> matches,
            Map<UUID, Automation> automations,
            Listening listening,
            Instant now) {
        var starting = matches.stream().map(Fan.Match::event).distinct().toList();
        var alone = matches.stream()
                .filter(match -> automations.get(match.enablement().versionId()).needsContactAlone())
                .map(Fan.Match::event)
                .distinct()
                .toList();
        return People.of(tx, starting, listening.events(), alone, now, ids)
                .compose(people -> people.lock(tx, toLock(people, alone, listening))
                        .compose(done -> listening.put(tx, people, now, ids))
                        .compose(done -> begun(tx, matches, automations, people, now)));
    }

    private static Set<Ref> toLock(People people, List<Event> alone, Listening listening) {
        var refs = new HashSet<>(listening.contacts(people));
        alone.stream()
                .map(people::of)
                .filter(contact -> contact != null)
                .forEach(contact -> refs.add(new Ref(contact.projectId(), contact.id())));
        return refs;
    }

    /**
     * A person who was deleted since the event was received gets no run, nor does an external id that no contact has,
     * and it is kept why.
     */
    private Future<List<Job>> begun(
            SqlClient tx, List<Fan.Match> matches, Map<UUID, Automation> automations, People people, Instant now) {
        var jobs = new ArrayList<Job>();
        var refusals = new ArrayList<Entries.Refusal>();
        for (Fan.Match match : matches) {
            Contact contact = people.of(match.event());
            if (contact == null) {
                refusals.add(refusal(match, isNobody(match.event()) ? "contact_unknown" : "contact_deleted"));
            } else {
                jobs.add(job(match, automations.get(match.enablement().versionId()), contact, now));
            }
        }
        return refusals.isEmpty()
                ? Future.succeededFuture(jobs)
                : Entries.refuse(tx, refusals, now).map(jobs);
    }

    private static boolean isNobody(Event event) {
        return event.contactId() == null && event.email() == null;
    }

    private static Entries.Refusal refusal(Fan.Match match, String reason) {
        return new Entries.Refusal(
                match.event().projectId(),
                match.enablement().automationId(),
                match.event().id(),
                match.event().contactId(),
                reason,
                null);
    }

    private Job job(Fan.Match match, Automation automation, Contact contact, Instant now) {
        var event = match.event();
        var enablement = match.enablement();
        var run = Machine.start(
                ids.next(now), enablement.automationId(), enablement.versionId(), event, contact, automation, now);
        return new Job(run, automation, event, contact);
    }

    /** One round after the other, each saved before the next is looked at. */
    private Future<List<Turned>> rounds(SqlClient tx, List<List<Job>> rounds, Instant now) {
        var all = new ArrayList<Turned>();
        Future<Void> done = Future.succeededFuture();
        for (List<Job> round : rounds) {
            done = done.compose(before -> Admission.admit(tx, round, now, ids))
                    .compose(jobs -> turning.turn(tx, jobs, now))
                    .compose(turned -> {
                        all.addAll(turned);
                        return save(tx, turned, now);
                    });
        }
        return done.map(all);
    }

    /** Runs are written in the order of their ids. */
    private static Future<Void> save(SqlClient tx, List<Turned> turned, Instant now) {
        var runs = Saving.runs(turned).stream()
                .sorted(Comparator.comparing(Run::id))
                .toList();
        return runs.isEmpty()
                ? Future.succeededFuture()
                : Future.all(Runs.insert(tx, runs), Saving.besideNewRuns(tx, turned, now))
                        .mapEmpty();
    }
}
