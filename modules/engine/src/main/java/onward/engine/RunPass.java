package onward.engine;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import onward.bus.Bell;
import onward.flow.fact.Contact;
import onward.flow.fact.Event;
import onward.flow.fact.Ids;
import onward.flow.graph.Automation;
import onward.flow.run.Run;
import onward.flow.step.Signal.EventReceived;
import onward.store.Store;
import onward.store.table.Events;
import onward.store.table.Locks;
import onward.store.table.Matching;
import onward.store.table.Matching.Ref;
import onward.store.table.RunRef;
import onward.store.table.Runs;
import onward.store.table.Signals;
import onward.store.table.Strikes.Kind;

/**
 * Resumes runs whose instant has come and runs that have mail: claim, lock their persons, read the mail, decide, save,
 * all in one transaction.
 */
public final class RunPass implements Pass {
    private static final Map<String, Object> NO_VERSION =
            Map.of("name", "automation_deleted", "message", "The automation was deleted.");

    private final Store store;
    private final Bell bell;
    private final Versions versions;
    private final Turning turning;
    private final Quarantine quarantine;

    RunPass(Store store, Bell bell, EngineSettings settings, Ids ids, Versions versions) {
        this.store = store;
        this.bell = bell;
        this.versions = versions;
        this.turning = new Turning(settings, ids);
        this.quarantine = new Quarantine(store, Kind.RUN);
    }

    @Override
    public Future<Integer> once(int limit, Instant now) {
        var claimed = new ArrayList<RunRef>();
        var halving = new Halving<RunRef>(
                refs -> inTransaction(tx -> Runs.claimMoving(tx, now, refs), now, new ArrayList<>()),
                (ref, fault) -> quarantine.strike(ref.projectId(), ref.id(), fault, now));
        return inTransaction(tx -> claim(tx, limit, now), now, claimed).recover(fault -> halving.after(fault, claimed));
    }

    /** Due runs first, then those with mail. */
    private Future<List<Run>> claim(SqlClient tx, int limit, Instant now) {
        return Runs.claimDue(tx, now, limit)
                .compose(due -> Signals.addressees(tx, now, limit)
                        .compose(addressees -> claimAddressees(tx, due, addressees, now)));
    }

    private static Future<List<Run>> claimAddressees(SqlClient tx, List<Run> due, Set<RunRef> addressees, Instant now) {
        var refs = new HashSet<>(addressees);
        due.forEach(run -> refs.remove(RunRef.of(run)));
        if (refs.isEmpty()) {
            return Future.succeededFuture(due);
        }
        return Runs.claimLive(tx, now, refs).compose(woken -> {
            var all = Stream.concat(due.stream(), woken.stream()).toList();
            // Others have the rest in hand, or it ended; mail of the latter would be found for ever.
            return woken.size() < refs.size() ? Signals.dropDead(tx, refs).map(all) : Future.succeededFuture(all);
        });
    }

    private Future<Integer> inTransaction(
            Function<SqlClient, Future<List<Run>>> claim, Instant now, List<RunRef> claimed) {
        return store.transaction(tx -> claim.apply(tx).compose(runs -> {
                    runs.forEach(run -> claimed.add(RunRef.of(run)));
                    return runs.isEmpty() ? Future.succeededFuture(List.<Turned>of()) : resume(tx, runs, now);
                }))
                .map(turned -> {
                    Saving.ring(bell, turned);
                    return claimed.size();
                });
    }

    private Future<List<Turned>> resume(SqlClient tx, List<Run> runs, Instant now) {
        return versions.load(tx, refs(runs, Run::versionId))
                .compose(automations -> Locks.contacts(tx, contactsAlone(runs, automations))
                        .compose(done -> load(tx, runs, automations, now))
                        .compose(loaded -> turning.turn(tx, jobs(runs, automations, loaded), now)
                                .compose(turned -> Future.all(
                                                save(tx, turned, orphans(runs, automations, now), now),
                                                Signals.take(tx, loaded.letters(), projects(runs)))
                                        .map(turned))));
    }

    private static List<Ref> contactsAlone(List<Run> runs, Map<UUID, Automation> automations) {
        return refs(
                runs.stream()
                        .filter(run -> automations.containsKey(run.versionId())
                                && automations.get(run.versionId()).needsContactAlone())
                        .toList(),
                Run::contactId);
    }

    private static List<Ref> refs(List<Run> runs, Function<Run, UUID> id) {
        return runs.stream()
                .filter(run -> id.apply(run) != null)
                .map(run -> new Ref(run.projectId(), id.apply(run)))
                .distinct()
                .toList();
    }

    private record Loaded(
            Map<UUID, Event> events,
            Map<Ref, Contact> contacts,
            Map<UUID, List<Signals.Letter>> mailboxes,
            Map<UUID, List<EventReceived>> unmatched) {

        List<Signals.Letter> letters() {
            return mailboxes.values().stream().flatMap(List::stream).toList();
        }
    }

    private static Future<Loaded> load(SqlClient tx, List<Run> runs, Map<UUID, Automation> automations, Instant now) {
        var projects = runs.stream().map(Run::projectId).toList();
        var eventIds = runs.stream().map(Run::eventId).toList();
        var events = Events.byIds(tx, projects, eventIds);
        var contacts = Matching.contacts(tx, refs(runs, Run::contactId));
        var mailboxes = Signals.of(tx, runs.stream().map(RunRef::of).toList());
        return Future.all(events, contacts, mailboxes)
                .compose(all -> unmatched(tx, hurried(runs, mailboxes.result(), now), automations, contacts.result()))
                .map(unmatched -> new Loaded(events.result(), contacts.result(), mailboxes.result(), unmatched));
    }

    /** Those whose time is over, and those that an event came for: what came before that counts first. */
    private static List<Run> hurried(List<Run> runs, Map<UUID, List<Signals.Letter>> mailboxes, Instant now) {
        return runs.stream()
                .filter(run -> isDue(run, now)
                        || mailboxes.getOrDefault(run.id(), List.of()).stream()
                                .anyMatch(letter -> letter.signal() instanceof EventReceived))
                .toList();
    }

    private static boolean isDue(Run run, Instant now) {
        return run.dueAt() != null && !run.dueAt().isAfter(now);
    }

    /**
     * Events in time for these runs that nobody has looked at yet, or that another node has in hand: they count though
     * the run is being resumed for something that came later.
     */
    private static Future<Map<UUID, List<EventReceived>>> unmatched(
            SqlClient tx, List<Run> runs, Map<UUID, Automation> automations, Map<Ref, Contact> contacts) {
        var listening = runs.stream()
                .filter(run -> automations.containsKey(run.versionId())
                        && !automations.get(run.versionId()).interests().isEmpty())
                .filter(run -> contacts.containsKey(new Ref(run.projectId(), run.contactId())))
                .toList();
        var names = listening.stream()
                .flatMap(run -> automations.get(run.versionId()).listenedNames().stream())
                .collect(Collectors.toSet());
        return listening.isEmpty()
                ? Future.succeededFuture(Map.of())
                : Events.recent(tx, since(listening, contacts), names, true);
    }

    private static List<Events.Since> since(List<Run> runs, Map<Ref, Contact> contacts) {
        Map<Ref, Instant> earliest = runs.stream()
                .collect(Collectors.toMap(
                        run -> new Ref(run.projectId(), run.contactId()),
                        Run::since,
                        (one, other) -> one.isBefore(other) ? one : other));
        return earliest.entrySet().stream()
                .map(entry -> new Events.Since(contacts.get(entry.getKey()), entry.getValue()))
                .toList();
    }

    private static List<Job> jobs(List<Run> runs, Map<UUID, Automation> automations, Loaded loaded) {
        return runs.stream()
                .filter(run -> automations.containsKey(run.versionId()))
                .map(run -> job(run, automations.get(run.versionId()), loaded))
                .toList();
    }

    private static Job job(Run run, Automation automation, Loaded loaded) {
        var event = loaded.events().get(run.eventId());
        if (event == null) {
            throw new IllegalStateException(
                    "Expected event " + run.eventId() + " of run " + run.id() + " to be there, found nothing");
        }
        var contact = loaded.contacts().get(new Ref(run.projectId(), run.contactId()));
        var input = run.retry() == null ? null : run.retry().input();
        return new Job(
                run,
                automation,
                input == null ? event : event.with(input),
                contact,
                Mailbox.of(run, automation, loaded.mailboxes(), loaded.unmatched()));
    }

    /** A run whose automation was deleted cannot go on; it ends as cancelled and is not stuck. */
    private static List<Run> orphans(List<Run> runs, Map<UUID, Automation> automations, Instant now) {
        return runs.stream()
                .filter(run -> !automations.containsKey(run.versionId()))
                .map(run -> run.cancelled(NO_VERSION, now))
                .toList();
    }

    private static Map<UUID, UUID> projects(List<Run> runs) {
        return runs.stream().collect(Collectors.toMap(Run::id, Run::projectId));
    }

    private static Future<Void> save(SqlClient tx, List<Turned> turned, List<Run> orphans, Instant now) {
        Collection<Run> runs = new ArrayList<>(Saving.runs(turned));
        runs.addAll(orphans);
        return Future.all(Runs.save(tx, List.copyOf(runs)), Saving.besideRuns(tx, turned, now))
                .mapEmpty();
    }
}
