package onward.flow.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import onward.flow.fact.Contact;
import onward.flow.fact.Ids;
import onward.flow.graph.Automation;
import onward.flow.graph.Node;
import onward.flow.step.Await;
import onward.flow.step.Context;
import onward.flow.step.Effect;
import onward.flow.step.Facts;
import onward.flow.step.Outcome;
import onward.flow.step.Past;
import onward.flow.step.Signal;

/** One turn of one run: the state while the machine works on it. Used once. */
final class Turn {

    /** No step names a branch so. */
    private static final String NO_BRANCH = "";

    private static final String LOOP = "Expected an event from outside at most " + Machine.HOPS_MAX
            + " runs back, found none: the mails of this automation start it again and again. Change its trigger.";

    private final Automation automation;
    private final Ids ids;
    private final Run before;
    private final List<TrailEntry> trail = new ArrayList<>();
    private final List<Effect> effects = new ArrayList<>();
    private final List<LateNote> late = new ArrayList<>();
    private final List<Decision.Passage> passages = new ArrayList<>();
    private List<Await> awaits = List.of();
    private Facts facts;
    private Run run;
    private Instant now;
    private Instant arrivedAt;

    Turn(Run run, Automation automation, Facts facts, Instant now, Ids ids) {
        this.before = run;
        this.run = run;
        this.automation = automation;
        this.facts = facts;
        this.now = later(now, run.since());
        this.arrivedAt = this.now;
        this.ids = ids;
    }

    Decision take(List<Signal> mailbox, int hopsMax) {
        if (run.isLive() && run.resting()) {
            wake(mailbox);
        } else if (run.position() == 0) {
            // An event that ends the run may have come before the server began with it.
            facts.recent().forEach(this::endIf);
        } else {
            // And another run may have taken its place before it goes on.
            mailbox.forEach(this::endIf);
        }
        for (int hops = 0; run.isLive() && !run.resting() && hops < hopsMax; hops++) {
            enter();
        }
        if (run.isLive() && !run.resting()) {
            run = state(RunStatus.RUNNING, run.stepKey(), run.position(), false, now, null);
        }
        return decision();
    }

    /** The run ends here, whatever it is at, for somebody says so. */
    Decision cancelled(Map<String, Object> reason) {
        cancel(reason);
        return decision();
    }

    /** The step that the run rests at is left as skipped, and nothing follows: it goes on elsewhere. */
    Decision left(Map<String, Object> output) {
        leave(automation.step(run.stepKey()), StepStatus.SKIPPED, output, null);
        return decision();
    }

    private Decision decision() {
        return new Decision(
                run, List.copyOf(trail), List.copyOf(effects), waits(), leftWait(), late(), List.copyOf(passages));
    }

    /** What ends the run is heard first: once that is known, nothing more is done for the person. */
    private void wake(List<Signal> mailbox) {
        mailbox.forEach(this::endIf);
        if (!run.isLive()) {
            return;
        }
        Node node = automation.step(run.stepKey());
        Instant dueAt = run.dueAt();
        mailbox.forEach(signal -> hear(node, signal, dueAt));
        boolean isDue = dueAt != null && !dueAt.isAfter(now);
        if (isDue && isWhereItWas() && dueAt.equals(run.dueAt())) {
            apply(node, ask(() -> node.step().resume(context())), dueAt);
        }
    }

    private void endIf(Signal signal) {
        if (!run.isLive()) {
            return;
        }
        if (signal instanceof Signal.ContactDeleted && facts.contact() == null) {
            Node node = automation.step(run.stepKey());
            leave(node, StepStatus.SKIPPED, Map.of("reason", "contact_deleted"), null);
            end(RunStatus.COMPLETED, null);
        } else if (signal instanceof Signal.Replaced replaced) {
            cancel(replacedBy(replaced));
        } else if (signal instanceof Signal.EventReceived event && mayEnd(event)) {
            automation.exit().reason(event, context().scope(), facts.past()).ifPresent(this::cancel);
        }
    }

    /**
     * Not the event that started the run, nor one from before it: a step that looks back is told of those too, and
     * whether by mail or at once is up to how busy the server was.
     */
    private boolean mayEnd(Signal.EventReceived event) {
        boolean isStart = event.eventId().equals(run.eventId());
        return !isStart && !event.receivedAt().isBefore(facts.event().receivedAt());
    }

    /** The step that the run rested at is left too: nothing of a run that ended still waits. */
    private void cancel(Map<String, Object> reason) {
        if (run.resting()) {
            Node node = automation.step(run.stepKey());
            leave(node, StepStatus.SKIPPED, Map.of("reason", reason.get("name")), null);
        }
        end(RunStatus.CANCELLED, reason);
    }

    private static Map<String, Object> replacedBy(Signal.Replaced replaced) {
        Map<String, Object> reason = new LinkedHashMap<>();
        reason.put("name", "replaced");
        reason.put("message", "Another run took its place, by the entry rule of the automation.");
        reason.put("run_id", replaced.byRunId().toString());
        return reason;
    }

    /** A signal received before the due instant beats it; one received later leaves a note. */
    private void hear(Node node, Signal signal, Instant dueAt) {
        boolean isInTime = dueAt == null || signal.receivedAt().isBefore(dueAt);
        if (isInTime && node != null && isWhereItWas()) {
            apply(node, ask(() -> node.step().hear(context(), signal)), signal.receivedAt());
        } else if (signal instanceof Signal.EventReceived event && node != null && listens(node, event)) {
            late.add(new LateNote(before.stepKey(), before.visit(), event.eventId(), event.name(), event.receivedAt()));
        }
    }

    private static boolean listens(Node node, Signal.EventReceived event) {
        return node.step().interests().stream()
                .anyMatch(interest -> interest.eventName().equals(event.name()));
    }

    private boolean isWhereItWas() {
        return run.isLive() && run.resting() && run.stepKey().equals(before.stepKey());
    }

    private void enter() {
        arrivedAt = now;
        Node node = automation.step(run.stepKey());
        if (facts.contact() == null) {
            leave(node, StepStatus.SKIPPED, Map.of("reason", "contact_deleted"), null);
            end(RunStatus.COMPLETED, null);
            return;
        }
        Optional<Map<String, Object>> exit = run.position() == 0
                ? Optional.empty()
                : automation.exit().reason(context().scope());
        Integer done = run.retry() == null ? null : run.retry().done().get(run.stepKey());
        if (exit.isPresent()) {
            cancel(at(run.stepKey(), exit.get()));
        } else if (done != null) {
            leave(node, StepStatus.SKIPPED, Retry.passedBy(done), null);
            follow(Outcome.DEFAULT, run.since());
        } else if (run.position() == 0 && run.hops() > Machine.HOPS_MAX) {
            apply(node, Outcome.stop("loop_guard", LOOP), run.since());
        } else {
            apply(node, ask(() -> node.step().enter(context())), run.since());
        }
    }

    /** Where the run would have gone on: nothing else tells of a step that was not entered. */
    private static Map<String, Object> at(String stepKey, Map<String, Object> reason) {
        Map<String, Object> placed = new LinkedHashMap<>(reason);
        placed.put(Retry.BEFORE_STEP, stepKey);
        return placed;
    }

    private Context context() {
        return new Context(
                run.projectId(),
                run.automationId(),
                run.id(),
                run.stepKey(),
                run.visit(),
                facts,
                run.since(),
                now,
                ids);
    }

    /** A fault inside a step, ours or of its data, fails the step and keeps the others of the batch out of it. */
    private static Outcome ask(Supplier<Outcome> question) {
        try {
            return question.get();
        } catch (RuntimeException | StackOverflowError fault) {
            return Outcome.stop("application_error", "The step failed unexpectedly: " + fault);
        }
    }

    /**
     * The table of what an outcome does to a run.
     *
     * @param movedAt the instant of what the step answered to
     */
    private void apply(Node node, Outcome outcome, Instant movedAt) {
        if (outcome instanceof Outcome.Go go) {
            Instant at = go.movedAt() == null ? movedAt : go.movedAt();
            now = later(now, at);
            done(go.effects());
            leave(node, StepStatus.COMPLETED, go.output(), null);
            follow(go.branch(), at);
        } else if (outcome instanceof Outcome.Skip skip) {
            leave(node, StepStatus.SKIPPED, skip.output(), null);
            follow(Outcome.DEFAULT, movedAt);
        } else if (outcome instanceof Outcome.Rest rest) {
            done(rest.effects());
            rest(node, rest);
        } else if (outcome instanceof Outcome.Fail fail) {
            fail(node, fail, movedAt);
        } else if (outcome instanceof Outcome.Stop stop) {
            fail(node, new Outcome.Fail(NO_BRANCH, null, stop.name(), stop.message()), movedAt);
        }
    }

    /**
     * The clock is read before events are, so an event may be newer than the reading. What follows from it is never
     * counted from an earlier instant: a delay after it would end early.
     */
    private static Instant later(Instant reading, Instant movedAt) {
        return reading.isBefore(movedAt) ? movedAt : reading;
    }

    private void fail(Node node, Outcome.Fail fail, Instant movedAt) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("message", fail.message());
        error.put("name", fail.name());
        String stepKey = run.stepKey();
        leave(node, StepStatus.FAILED, fail.output(), error);
        if (automation.next(stepKey, fail.branch()).isPresent()) {
            follow(fail.branch(), movedAt);
            return;
        }
        Map<String, Object> reason = new LinkedHashMap<>();
        reason.put("step_key", stepKey);
        reason.putAll(error);
        end(RunStatus.FAILED, reason);
    }

    /** What steps that follow in this turn have to see, they see. */
    private void done(List<Effect> done) {
        effects.addAll(done);
        for (Effect effect : done) {
            if (effect instanceof Effect.UpdateContact update) {
                facts = facts.with(update.patch().applyTo(facts.contact(), now));
            } else if (effect instanceof Effect.DeleteContact) {
                facts = facts.with((Contact) null);
            } else if (effect instanceof Effect.ChooseTopic choice) {
                facts = facts.with(choice);
            } else if (effect instanceof Effect.CountSend count) {
                facts = facts.with(count);
            }
        }
    }

    private void follow(String branch, Instant movedAt) {
        passages.add(new Decision.Passage(run.stepKey(), branch));
        Optional<String> next = automation.next(run.stepKey(), branch);
        if (next.isPresent()) {
            run = state(RunStatus.RUNNING, next.get(), run.position(), false, null, movedAt, null);
        } else {
            end(RunStatus.COMPLETED, null);
        }
    }

    private void end(RunStatus status, Map<String, Object> reason) {
        run = state(status, null, run.position(), false, null, reason);
    }

    private void rest(Node node, Outcome.Rest rest) {
        write(node, StepStatus.WAITING, rest.output(), null, null);
        int position = run.resting() ? run.position() : run.position() + 1;
        awaits = rest.awaits();
        run = state(RunStatus.RUNNING, run.stepKey(), position, true, rest.dueAt(), null);
    }

    private void leave(Node node, StepStatus status, Map<String, Object> output, Map<String, Object> error) {
        write(node, status, output, error, now);
        if (output != null && node != null && status != StepStatus.SKIPPED) {
            facts = facts.after(new Past.Visit(run.stepKey(), node.type(), output));
        }
        int position = run.resting() ? run.position() : run.position() + 1;
        run = state(run.status(), run.stepKey(), position, false, null, null);
    }

    /** A run that rests has its entry already: the newest, which is written again. */
    private void write(
            Node node, StepStatus status, Map<String, Object> output, Map<String, Object> error, Instant completedAt) {
        trail.add(new TrailEntry(
                run.stepKey(),
                node == null ? "unknown" : node.type(),
                run.visit(),
                run.resting() ? run.position() - 1 : run.position(),
                status,
                output,
                error,
                arrivedAt,
                arrivedAt,
                completedAt));
    }

    private List<Wait> waits() {
        if (!run.isLive()) {
            return List.of();
        }
        List<Wait> waits = new ArrayList<>();
        if (before.isAtBegin()) {
            automation.exit().awaits(context().scope(), before.since()).stream()
                    .map(await -> new Wait(Wait.WHOLE_RUN, 1, await, null))
                    .forEach(waits::add);
        }
        awaits.forEach(await -> waits.add(new Wait(run.stepKey(), run.visit(), await, run.dueAt())));
        return waits;
    }

    /** What came too late for one step may have been in time for the next; then it is no note. */
    private List<LateNote> late() {
        if (late.isEmpty()) {
            return List.of();
        }
        Set<String> received = facts.past().receivedEvents();
        return late.stream()
                .filter(note -> !received.contains(note.eventId().toString()))
                .toList();
    }

    private boolean leftWait() {
        return before.resting() && !(run.resting() && run.stepKey().equals(before.stepKey()));
    }

    private Run state(
            RunStatus status,
            String stepKey,
            int position,
            boolean resting,
            Instant dueAt,
            Map<String, Object> reason) {
        return state(status, stepKey, position, resting, dueAt, run.since(), reason);
    }

    private Run state(
            RunStatus status,
            String stepKey,
            int position,
            boolean resting,
            Instant dueAt,
            Instant since,
            Map<String, Object> reason) {
        return new Run(
                run.projectId(),
                run.id(),
                run.automationId(),
                run.versionId(),
                run.eventId(),
                run.contactId(),
                status,
                stepKey,
                run.visitOf(stepKey),
                position,
                resting,
                dueAt,
                since,
                run.hops(),
                reason,
                run.createdAt(),
                run.startedAt(),
                status == RunStatus.RUNNING ? null : now,
                run.retry());
    }
}
