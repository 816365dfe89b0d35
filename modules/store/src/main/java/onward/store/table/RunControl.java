package onward.store.table;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import onward.flow.fact.Contact;
import onward.flow.fact.Dates;
import onward.flow.fact.Event;
import onward.flow.fact.Ids;
import onward.flow.fact.Problem;
import onward.flow.fact.Result;
import onward.flow.fact.Scope;
import onward.flow.graph.Automation;
import onward.flow.graph.Blueprint;
import onward.flow.policy.Entry;
import onward.flow.run.Actor;
import onward.flow.run.Cancellation;
import onward.flow.run.Decision;
import onward.flow.run.Machine;
import onward.flow.run.Move;
import onward.flow.run.Retry;
import onward.flow.run.Run;
import onward.flow.run.RunStatus;
import onward.flow.run.TrailEntry;
import onward.store.Store;
import onward.store.table.Interventions.Intervention;
import onward.store.table.Matching.Ref;
import onward.store.table.Metrics.Delta;

/**
 * What somebody does to one run: ends it, lets it go on, or moves it to another version. Each is a transaction of its own that holds the run's row,
 * as a pass does that moves it; so whichever of the two comes second sees what the first one did, and the answer is
 * exact. What becomes of the run the core decides. The caller rings the runner afterwards.
 *
 * <pre>
 *  hold the run ──▶ lock the person ──▶ now ──▶ decide ──▶ save     in the order in which a pass takes its locks
 * </pre>
 */
public final class RunControl {
    private static final double MILLIS_PER_SECOND = 1_000;

    private final Store store;
    private final Ids ids = Ids.from(new SecureRandom());

    public RunControl(Store store) {
        this.store = store;
    }

    /** Which run. @param automationId whose run it has to be; null for any */
    public record Target(UUID projectId, UUID automationId, UUID runId) {
        private boolean is(Run run) {
            return automationId == null || automationId.equals(run.automationId());
        }
    }

    /**
     * A run that is cancelled.
     *
     * @param isNew false when it had been cancelled before, and nothing was done
     */
    public record Cancelled(Run run, boolean isNew, Outbox.KeptBack mails) {}

    /**
     * That somebody lets a run go on.
     *
     * @param note why, in their words, or null
     * @param isByNewest true for the newest version of its automation, false for the one it had
     */
    public record Retrying(Actor by, String note, boolean isByNewest, Retry.Wish wish) {}

    /**
     * That somebody moves a run to another version.
     *
     * @param from the step it has to rest at, {@code to} the one it goes to
     */
    public record Moving(Actor by, String note, UUID versionId, String from, String to) {}

    /** What became of a run that was to leave its version. */
    public enum Landed {
        /** It rests at the same step, by the new version. */
        RESTS_ON,
        /** It goes on at a step of the new version. */
        ENTERS,
        CANCELLED,
        /** An event or its due instant had it first: it stays on its version, and may be asked again. */
        UNDER_WAY,
        /** It is not there any more: it ended, went to another step, or is on the new version already. */
        ELSEWHERE;

        /** As faces and pages call it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private interface Deed<T> {
        Future<Result<T>> to(SqlConnection tx, Run run);
    }

    /** Ends a live run; one that was cancelled before is told again, one that ended otherwise is a conflict. */
    public Future<Result<Cancelled>> cancel(Target target, Cancellation how) {
        return holding(target, (tx, run) -> cancel(tx, run, how));
    }

    /** The same in a transaction of the caller's. */
    Future<Result<Cancelled>> cancel(SqlConnection tx, Target target, Cancellation how) {
        return holding(tx, target, run -> cancel(tx, run, how));
    }

    /** Lets a failed or cancelled run go on; any other is a conflict. */
    public Future<Result<Run>> retry(Target target, Retrying how) {
        return holding(target, (tx, run) -> retry(tx, run, how));
    }

    /** The same in a transaction of the caller's. */
    Future<Result<Run>> retry(SqlConnection tx, Target target, Retrying how) {
        return holding(tx, target, run -> retry(tx, run, how));
    }

    /** Ends a live run that is at that step. */
    public Future<Result<Landed>> cancelAt(Target target, String stepKey, Cancellation how) {
        return holding(
                target,
                (tx, run) -> run.isLive() && stepKey.equals(run.stepKey())
                        ? cancelLive(tx, run, how).map(Result.of(Landed.CANCELLED))
                        : Future.succeededFuture(Result.of(Landed.ELSEWHERE)));
    }

    /** Moves a run that rests to another version of its automation; refused where that has no such step. */
    public Future<Result<Landed>> move(Target target, Moving how) {
        return holding(target, (tx, run) -> move(tx, run, how));
    }

    private <T> Future<Result<T>> holding(Target target, Deed<T> deed) {
        return store.transaction(tx -> holding(tx, target, run -> deed.to(tx, run)));
    }

    private static <T> Future<Result<T>> holding(
            SqlConnection tx, Target target, Function<Run, Future<Result<T>>> deed) {
        return Runs.hold(tx, new RunRef(target.projectId(), target.runId()))
                .compose(found ->
                        found.filter(target::is).map(deed).orElseGet(() -> refused(Problem.notFound("Run not found"))));
    }

    private static <T> Future<Result<T>> refused(Problem problem) {
        return Future.succeededFuture(Result.failed(problem));
    }

    private Future<Result<Cancelled>> cancel(SqlConnection tx, Run run, Cancellation how) {
        if (run.status() == RunStatus.CANCELLED) {
            return Future.succeededFuture(Result.of(new Cancelled(run, false, Outbox.KeptBack.NONE)));
        }
        return run.isLive()
                ? cancelLive(tx, run, how).map(Result::of)
                : refused(Problem.conflict(
                        "",
                        "Expected a running run, found one that is "
                                + run.status().word() + ". It cannot be cancelled."));
    }

    private Future<Cancelled> cancelLive(SqlConnection tx, Run run, Cancellation how) {
        return lockPerson(tx, run)
                .compose(now -> version(tx, run.projectId(), run.versionId())
                        .map(read -> ended(run, read, how, now))
                        .compose(decision -> save(tx, run, decision, now)
                                .compose(done -> Interventions.add(tx, RunRef.of(run), intervention(run, how, now)))
                                .compose(done -> mails(tx, run, how, now))
                                .map(mails -> new Cancelled(decision.run(), true, mails))));
    }

    /** Gives the instant after it: what others had in hand of the person is there to be seen. */
    private Future<Instant> lockPerson(SqlConnection tx, Run run) {
        Future<Void> locked = run.contactId() == null
                ? Future.succeededFuture()
                : Locks.contacts(tx, List.of(new Ref(run.projectId(), run.contactId())));
        return locked.compose(done -> store.now(tx));
    }

    private static Future<Result<Automation>> version(SqlConnection tx, UUID projectId, UUID versionId) {
        return Automations.version(tx, projectId, versionId)
                .map(found -> found.map(version -> Blueprint.read(version.definition()))
                        .orElseGet(() -> Result.failed(Problem.notFound("Version not found"))));
    }

    /** A run whose version cannot be read by now has nothing that the machine could leave. */
    private static Decision ended(Run run, Result<Automation> version, Cancellation how, Instant now) {
        return version.isOk()
                ? Machine.cancel(run, version.value(), how.reason(), now)
                : new Decision(run.cancelled(how.reason(), now), List.of(), List.of());
    }

    /** Requests are dropped before the mailbox is emptied, so that an answer which crosses this is seen there. */
    private static Future<Void> save(SqlConnection tx, Run before, Decision decision, Instant now) {
        var ref = RunRef.of(before);
        var lines = decision.trail().stream()
                .map(entry -> new Trail.Line(before.projectId(), before.id(), entry))
                .toList();
        return Runs.save(tx, List.of(decision.run()))
                .compose(done -> lines.isEmpty() ? Future.succeededFuture() : Trail.save(tx, lines))
                .compose(done -> Waits.closeAll(tx, List.of(ref)))
                .compose(done -> Calls.drop(tx, List.of(ref), now))
                .compose(done -> Signals.empty(tx, List.of(ref)))
                .compose(done -> Strikes.release(tx, before.id()))
                .compose(done -> Metrics.add(tx, counted(before, decision), now));
    }

    /** As a pass counts it: the run that ended, and the step that it rested at until then. */
    private static List<Delta> counted(Run before, Decision decision) {
        var deltas = new ArrayList<Delta>();
        deltas.add(delta(before, Metrics.WHOLE_RUN, decision.run().status().word(), 0));
        deltas.addAll(steps(before, decision));
        return deltas;
    }

    private static List<Delta> steps(Run before, Decision decision) {
        return decision.trail().stream()
                .map(entry -> delta(
                        before,
                        entry.stepKey(),
                        entry.status().word(),
                        Duration.between(before.since(), entry.completedAt()).toMillis() / MILLIS_PER_SECOND))
                .toList();
    }

    private static Delta delta(Run run, String stepKey, String metric, double seconds) {
        return new Delta(run.projectId(), run.automationId(), stepKey, metric, 1, seconds);
    }

    private Future<Outbox.KeptBack> mails(SqlConnection tx, Run run, Cancellation how, Instant now) {
        return how.keepsMails()
                ? Future.succeededFuture(Outbox.KeptBack.NONE)
                : Outbox.keepBack(tx, RunRef.of(run), now, ids);
    }

    private Intervention intervention(Run before, Cancellation how, Instant now) {
        return new Intervention(
                ids.next(now),
                Interventions.CANCEL,
                how.note(),
                how.by().toMap(),
                standing(before),
                Map.of("emails", how.keepsMails() ? Cancellation.KEEP : Cancellation.CANCEL),
                now);
    }

    private static Map<String, Object> standing(Run run) {
        Map<String, Object> standing = new LinkedHashMap<>();
        standing.put("status", run.status().word());
        standing.put("version_id", run.versionId().toString());
        standing.put("step_key", run.stepKey());
        standing.put("reason", run.reason());
        standing.put("completed_at", run.completedAt() == null ? null : Dates.text(run.completedAt()));
        return standing;
    }

    private Future<Result<Run>> retry(SqlConnection tx, Run run, Retrying how) {
        Optional<Problem> conflict = Retry.conflict(run);
        if (conflict.isPresent()) {
            return refused(conflict.get());
        }
        return Interventions.retries(tx, RunRef.of(run)).compose(retries -> {
            if (retries >= Retry.RETRIES_MAX) {
                return refused(Problem.conflict(
                        "",
                        "Expected a run that was retried fewer than " + Retry.RETRIES_MAX
                                + " times, found one that was " + retries + " times. Send its event again."));
            }
            return Automations.find(tx, run.projectId(), run.automationId())
                    .compose(found -> found.map(automation -> retry(tx, run, automation, how))
                            .orElseGet(() -> refused(Problem.conflict(
                                    "",
                                    "Expected a run of an automation that is there, found one whose automation was"
                                            + " deleted. It cannot be retried."))));
        });
    }

    private Future<Result<Run>> retry(SqlConnection tx, Run run, StoredAutomation automation, Retrying how) {
        UUID versionId = how.isByNewest() ? automation.versionId() : run.versionId();
        return version(tx, run.projectId(), versionId)
                .compose(read -> read.isOk()
                        ? Trail.of(tx, run.projectId(), run.id())
                                .compose(trail -> goOn(tx, run, trail, versionId, read.value(), how))
                        : refused(Problem.invalid(
                                "version",
                                "Expected a version that could be enabled, found one with problems: "
                                        + read.problems().get(0).message())));
    }

    private Future<Result<Run>> goOn(
            SqlConnection tx, Run run, List<TrailEntry> trail, UUID versionId, Automation automation, Retrying how) {
        return lockPerson(tx, run).compose(now -> {
            Result<Run> after = Retry.of(run, trail, versionId, automation, how.wish(), now);
            return after.isOk()
                    ? place(tx, after.value(), automation, now)
                            .compose(rival -> rival.<Future<Result<Run>>>map(RunControl::refused)
                                    .orElseGet(() -> goOn(tx, run, after.value(), how, now)
                                            .map(after)))
                    : Future.succeededFuture(after);
        });
    }

    private Future<Void> goOn(SqlConnection tx, Run before, Run after, Retrying how, Instant now) {
        var ref = RunRef.of(before);
        return Runs.goOn(tx, after)
                .compose(done -> Signals.empty(tx, List.of(ref)))
                .compose(done -> Strikes.release(tx, before.id()))
                .compose(done -> Metrics.add(tx, List.of(delta(before, Metrics.WHOLE_RUN, "retried", 0)), now))
                .compose(done -> Interventions.add(tx, ref, intervention(before, after, how, now)));
    }

    private Intervention intervention(Run before, Run after, Retrying how, Instant now) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("step_key", after.stepKey());
        details.put("visit", after.visit());
        details.put("version_id", after.versionId().toString());
        details.put("resend", how.wish().resend().stream().sorted().toList());
        details.put("input", how.wish().input());
        return new Intervention(
                ids.next(now), Interventions.RETRY, how.note(), how.by().toMap(), standing(before), details, now);
    }

    private Future<Result<Landed>> move(SqlConnection tx, Run run, Moving how) {
        boolean isThere = run.isLive()
                && how.from().equals(run.stepKey())
                && !how.versionId().equals(run.versionId());
        return isThere
                ? lockPerson(tx, run)
                        .compose(now -> Future.all(
                                        version(tx, run.projectId(), run.versionId()),
                                        version(tx, run.projectId(), how.versionId()))
                                .compose(both -> move(tx, run, both.resultAt(0), both.resultAt(1), how, now)))
                : Future.succeededFuture(Result.of(Landed.ELSEWHERE));
    }

    private Future<Result<Landed>> move(
            SqlConnection tx, Run run, Result<Automation> before, Result<Automation> after, Moving how, Instant now) {
        if (!before.isOk() || !after.isOk()) {
            return refused((before.isOk() ? after : before).problems().get(0));
        }
        return hasMail(tx, run, before.value()).compose(hasMail -> {
            if (Move.isUnderWay(run, hasMail, now)) {
                return Future.succeededFuture(Result.of(Landed.UNDER_WAY));
            }
            return Trail.of(tx, run.projectId(), run.id())
                    .compose(trail -> moved(tx, run, trail, before.value(), after.value(), how, now));
        });
    }

    /** A signal in its mailbox, or an event of its person that came since and that nobody has looked at yet. */
    private static Future<Boolean> hasMail(SqlConnection tx, Run run, Automation automation) {
        return Signals.of(tx, List.of(RunRef.of(run)))
                .compose(mailboxes -> !mailboxes.isEmpty()
                                || run.contactId() == null
                                || automation.listenedNames().isEmpty()
                        ? Future.succeededFuture(!mailboxes.isEmpty())
                        : hasUnmatched(tx, run, automation));
    }

    private static Future<Boolean> hasUnmatched(SqlConnection tx, Run run, Automation automation) {
        var ref = new Ref(run.projectId(), run.contactId());
        return Matching.contacts(tx, List.of(ref))
                .compose(contacts -> contacts.containsKey(ref)
                        ? Events.recent(
                                        tx,
                                        List.of(new Events.Since(contacts.get(ref), run.since())),
                                        automation.listenedNames(),
                                        true)
                                .map(found -> !found.isEmpty())
                        : Future.succeededFuture(false));
    }

    private Future<Result<Landed>> moved(
            SqlConnection tx,
            Run run,
            List<TrailEntry> trail,
            Automation before,
            Automation after,
            Moving how,
            Instant now) {
        Result<Decision> decided = Move.of(run, trail, before, how.versionId(), after, how.to(), now);
        if (!decided.isOk()) {
            return refused(decided.problems().get(0));
        }
        Run moved = decided.value().run();
        Landed landed = moved.resting() ? Landed.RESTS_ON : Landed.ENTERS;
        Future<Void> written = moved.resting() ? Runs.restOn(tx, moved) : enters(tx, run, decided.value(), now);
        return written.compose(done -> Interventions.add(tx, RunRef.of(run), intervention(run, moved, how, now)))
                .map(Result.of(landed));
    }

    /** What it waited for is over; its pass opens what it waits for from then on. */
    private Future<Void> enters(SqlConnection tx, Run before, Decision decision, Instant now) {
        var ref = RunRef.of(before);
        var lines = decision.trail().stream()
                .map(entry -> new Trail.Line(before.projectId(), before.id(), entry))
                .toList();
        return Runs.goOn(tx, decision.run())
                .compose(done -> Trail.save(tx, lines))
                .compose(done -> Waits.closeAll(tx, List.of(ref)))
                .compose(done -> Calls.drop(tx, List.of(ref), now))
                .compose(done -> Strikes.release(tx, before.id()))
                .compose(done -> Metrics.add(tx, steps(before, decision), now));
    }

    private Intervention intervention(Run before, Run after, Moving how, Instant now) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("from", how.from());
        details.put("step_key", after.stepKey());
        details.put("visit", after.visit());
        details.put("version_id", after.versionId().toString());
        details.put("rests_on", after.resting());
        return new Intervention(
                ids.next(now), Interventions.MOVE, how.note(), how.by().toMap(), standing(before), details, now);
    }

    /**
     * Where an entry rule lets one run live at a time, the one that goes on becomes the newest of its key, so that the
     * next event meets it; unless another one lives.
     */
    private static Future<Optional<Problem>> place(SqlConnection tx, Run run, Automation automation, Instant now) {
        Entry.Mode mode = automation.entry().mode();
        if (mode != Entry.Mode.SKIP_IF_RUNNING && mode != Entry.Mode.REPLACE_RUNNING) {
            return Future.succeededFuture(Optional.empty());
        }
        return entryKey(tx, run, automation.entry())
                .compose(key ->
                        key.map(found -> place(tx, run, found, now)).orElse(Future.succeededFuture(Optional.empty())));
    }

    private static Future<Optional<Entries.EntryKey>> entryKey(SqlConnection tx, Run run, Entry rule) {
        var events = Events.byIds(tx, List.of(run.projectId()), List.of(run.eventId()));
        var ref = new Ref(run.projectId(), run.contactId());
        return events.compose(found -> Matching.contacts(tx, List.of(ref))
                .map(contacts -> key(run, rule, found.get(run.eventId()), contacts.get(ref))));
    }

    private static Optional<Entries.EntryKey> key(Run run, Entry rule, Event event, Contact contact) {
        if (event == null || contact == null) {
            return Optional.empty();
        }
        Map<String, Object> input = run.retry().input();
        var scope = new Scope(input == null ? event.payload() : input, contact, Map.of(), run.since());
        return rule.keyOf(scope).map(key -> new Entries.EntryKey(run.projectId(), run.automationId(), key));
    }

    private static Future<Optional<Problem>> place(SqlConnection tx, Run run, Entries.EntryKey key, Instant now) {
        return Entries.hold(tx, List.of(new Entries.Entry(key, run.id(), now))).compose(held -> {
            Entries.Entry newest = held.get(key);
            if (newest.runId().equals(run.id())) {
                return Future.succeededFuture(Optional.empty());
            }
            return Entries.running(tx, List.of(new RunRef(run.projectId(), newest.runId())))
                    .compose(running -> running.isEmpty()
                            ? Entries.replace(tx, List.of(new Entries.Entry(key, run.id(), newest.enteredAt())))
                                    .map(Optional.<Problem>empty())
                            : Future.succeededFuture(Optional.of(rival(newest.runId()))));
        });
    }

    private static Problem rival(UUID runId) {
        return Problem.conflict(
                "",
                "Expected no other run in its place, by the entry rule of the automation; found the run " + runId
                        + ", which still lives. Cancel that one first.");
    }
}
