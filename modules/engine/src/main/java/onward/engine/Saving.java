package onward.engine;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import onward.bus.Address;
import onward.bus.Bell;
import onward.flow.fact.ContactPatch;
import onward.flow.message.Envelope;
import onward.flow.run.LateNote;
import onward.flow.run.Run;
import onward.flow.step.Effect;
import onward.store.table.Calls;
import onward.store.table.Contacts;
import onward.store.table.Envelopes;
import onward.store.table.Matching;
import onward.store.table.Matching.Choice;
import onward.store.table.Matching.Chosen;
import onward.store.table.Matching.Joining;
import onward.store.table.Matching.Ref;
import onward.store.table.Metrics;
import onward.store.table.RunRef;
import onward.store.table.SendPolicies;
import onward.store.table.Signals;
import onward.store.table.Trail;
import onward.store.table.Waits;

/**
 * What decisions become in the tables: one statement a table, none for a table that no decision of the batch concerns;
 * and whom that concerns. The runs themselves are sent to the database before, for what is told to others is not told
 * to those that ended.
 */
final class Saving {
    private final SqlClient tx;
    private final List<Turned> turned;
    private final Instant now;

    private Saving(SqlClient tx, List<Turned> turned, Instant now) {
        this.tx = tx;
        this.turned = turned;
        this.now = now;
    }

    static List<Run> runs(List<Turned> turned) {
        return turned.stream().map(one -> one.decision().run()).toList();
    }

    /** Saves all but the runs themselves, which are new; their statement has to be on its way. */
    static Future<Void> besideNewRuns(SqlClient tx, List<Turned> turned, Instant now) {
        return new Saving(tx, turned, now).save(lines -> Trail.insert(tx, lines));
    }

    /** The same of runs that were there before. */
    static Future<Void> besideRuns(SqlClient tx, List<Turned> turned, Instant now) {
        return new Saving(tx, turned, now).save(lines -> Trail.save(tx, lines));
    }

    /** All of it is sent at once: a connection works off what it got in that order, and nobody waits in between. */
    private Future<Void> save(Function<List<Trail.Line>, Future<Void>> trail) {
        return Future.all(List.of(
                        unlessEmpty(lines(), trail),
                        unlessEmpty(notes(), notes -> Trail.note(tx, notes)),
                        unlessEmpty(mails(), mails -> Envelopes.insert(tx, mails, now)),
                        unlessEmpty(closings(), closings -> Waits.close(tx, closings)),
                        unlessEmpty(waits(), waits -> Waits.open(tx, waits)),
                        unlessEmpty(calls(), calls -> Calls.insert(tx, calls, now)),
                        unlessEmpty(given(), runs -> Calls.drop(tx, runs, now)),
                        unlessEmpty(patches(), patches -> Contacts.patch(tx, patches, now)),
                        unlessEmpty(joinings(), joinings -> Matching.joinSegments(tx, joinings, now)),
                        unlessEmpty(leavings(), leavings -> Matching.leaveSegments(tx, leavings)),
                        unlessEmpty(choices(), choices -> Matching.chooseTopics(tx, choices, now)),
                        unlessEmpty(sends(), sends -> SendPolicies.count(tx, sends, now)),
                        unlessEmpty(Counting.of(turned), deltas -> Metrics.add(tx, deltas, now)),
                        unlessEmpty(deletions(), this::delete)))
                .mapEmpty();
    }

    private static <T> Future<Void> unlessEmpty(List<T> rows, Function<List<T>, Future<Void>> write) {
        return rows.isEmpty() ? Future.succeededFuture() : write.apply(rows);
    }

    private List<Trail.Line> lines() {
        return turned.stream()
                .flatMap(one -> one.decision().trail().stream()
                        .map(entry -> new Trail.Line(
                                one.decision().run().projectId(),
                                one.decision().run().id(),
                                entry)))
                .toList();
    }

    /** All notes of one turn are of the step that the run rested at. */
    private List<Trail.Notes> notes() {
        return turned.stream()
                .filter(one -> !one.decision().late().isEmpty())
                .map(one -> notes(one.job().run(), one.decision().late()))
                .toList();
    }

    private static Trail.Notes notes(Run run, List<LateNote> late) {
        var notes = late.stream().limit(Trail.NOTES_MAX).map(LateNote::toMap).toList();
        return new Trail.Notes(run.projectId(), run.id(), run.stepKey(), run.visit(), notes);
    }

    private List<Envelope> mails() {
        return effects(Effect.Seal.class, (job, seal) -> seal.envelope());
    }

    private List<Waits.Closing> closings() {
        return turned.stream()
                .filter(one -> one.decision().leftWait()
                        && !one.job().automation().interests().isEmpty())
                .map(Saving::closing)
                .toList();
    }

    private static Waits.Closing closing(Turned one) {
        Run before = one.job().run();
        String stepKey = one.decision().run().isLive() ? before.stepKey() : null;
        return new Waits.Closing(before.projectId(), before.id(), stepKey);
    }

    private List<Waits.Entry> waits() {
        return turned.stream()
                .flatMap(one -> one.decision().waits().stream()
                        .distinct()
                        .map(wait -> new Waits.Entry(
                                one.decision().run().projectId(),
                                one.decision().run().id(),
                                one.decision().run().contactId(),
                                wait)))
                .toList();
    }

    private List<Calls.Entry> calls() {
        return effects(
                Effect.Call.class,
                (job, call) -> new Calls.Entry(job.run().projectId(), job.run().id(), call));
    }

    /** Runs that ended while they rested at a step that may have called out: nobody waits for the answer any more. */
    private List<RunRef> given() {
        return turned.stream()
                .filter(one ->
                        one.decision().leftWait() && !one.decision().run().isLive())
                .filter(one -> callsOut(one.job()))
                .map(one -> RunRef.of(one.decision().run()))
                .toList();
    }

    private static boolean callsOut(Job job) {
        var node = job.automation().step(job.run().stepKey());
        return node != null && node.type().equals("http_request");
    }

    /** All changes of one contact as one, in the order of the jobs. */
    private List<Contacts.Patched> patches() {
        Map<Ref, ContactPatch> patches = new LinkedHashMap<>();
        effects(Effect.UpdateContact.class, (job, update) -> {
            patches.merge(new Ref(job.run().projectId(), update.contactId()), update.patch(), ContactPatch::then);
            return update;
        });
        var patched = new ArrayList<Contacts.Patched>();
        patches.forEach((ref, patch) -> patched.add(new Contacts.Patched(ref.projectId(), ref.id(), patch)));
        return patched;
    }

    private List<Joining> joinings() {
        return effects(
                        Effect.JoinSegment.class,
                        (job, join) -> new Joining(job.run().projectId(), join.segmentId(), join.contactId()))
                .stream()
                .distinct()
                .toList();
    }

    private List<Joining> leavings() {
        return effects(
                        Effect.LeaveSegment.class,
                        (job, leave) -> new Joining(job.run().projectId(), leave.segmentId(), leave.contactId()))
                .stream()
                .distinct()
                .toList();
    }

    /** Of several choices for one topic the last counts. */
    private List<Chosen> choices() {
        Map<Choice, Chosen> chosen = new LinkedHashMap<>();
        effects(Effect.ChooseTopic.class, (job, choose) -> {
                    var choice = new Choice(job.run().projectId(), choose.contactId(), choose.topicId());
                    return new Chosen(choice, choose.isTaken());
                })
                .forEach(one -> chosen.put(one.choice(), one));
        return List.copyOf(chosen.values());
    }

    private List<SendPolicies.Send> sends() {
        return effects(
                Effect.CountSend.class,
                (job, send) ->
                        new SendPolicies.Send(job.run().projectId(), send.contactId(), send.at(), UUID.randomUUID()));
    }

    private List<Ref> deletions() {
        return effects(
                        Effect.DeleteContact.class,
                        (job, delete) -> new Ref(job.run().projectId(), delete.contactId()))
                .stream()
                .distinct()
                .toList();
    }

    private Future<Void> delete(List<Ref> contacts) {
        return Contacts.delete(tx, contacts).compose(done -> Signals.contactsDeleted(tx, contacts, List.of(), now));
    }

    private interface Row<E, T> {
        T of(Job job, E effect);
    }

    private <E, T> List<T> effects(Class<E> sort, Row<E, T> row) {
        return turned.stream()
                .flatMap(one -> one.decision().effects().stream()
                        .filter(sort::isInstance)
                        .map(effect -> row.of(one.job(), sort.cast(effect))))
                .collect(Collectors.toList());
    }

    /** Counts what was done and wakes those who have work now; to be called after the commit. */
    static void ring(Bell bell, List<Turned> turned) {
        if (turned.isEmpty()) {
            return;
        }
        Meters.turned(turned);
        if (has(turned, Effect.Seal.class)) {
            bell.ring(Address.WAKE_COURIER);
        }
        if (has(turned, Effect.Call.class)) {
            bell.ring(Address.WAKE_CALLER);
        }
        if (has(turned, Effect.DeleteContact.class)) {
            bell.ring(Address.WAKE_RUNNER);
        }
        if (turned.stream().anyMatch(one -> one.decision().run().dueAt() != null)) {
            bell.ring(Address.WAKE_TIMER);
        }
        bell.ring(Address.FEED_RUNS);
        bell.tell(Telling.of(turned));
    }

    private static boolean has(List<Turned> turned, Class<? extends Effect> sort) {
        Stream<Effect> effects = turned.stream().flatMap(one -> one.decision().effects().stream());
        return effects.anyMatch(sort::isInstance);
    }
}
