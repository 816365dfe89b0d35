package onward.flow.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import onward.flow.fact.Ids;
import onward.flow.graph.Automation;
import onward.flow.graph.Node;
import onward.flow.step.Context;
import onward.flow.step.Effect;
import onward.flow.step.Facts;
import onward.flow.step.Outcome;
import onward.flow.step.Signal;

/** One turn of one run: the state while the machine works on it. Used once. */
final class Turn {

    private final Automation automation;
    private final Facts facts;
    private final Instant now;
    private final Ids ids;
    private final List<TrailEntry> trail = new ArrayList<>();
    private final List<Effect> effects = new ArrayList<>();
    private Run run;

    Turn(Run run, Automation automation, Facts facts, Instant now, Ids ids) {
        this.run = run;
        this.automation = automation;
        this.facts = facts;
        this.now = now;
        this.ids = ids;
    }

    Decision take(List<Signal> mailbox, int hopsMax) {
        if (run.isLive() && run.resting()) {
            wake(mailbox);
        }
        for (int hops = 0; run.isLive() && !run.resting() && hops < hopsMax; hops++) {
            enter();
        }
        if (run.isLive() && !run.resting()) {
            run = state(RunStatus.RUNNING, run.stepKey(), run.position(), false, now);
        }
        return new Decision(run, List.copyOf(trail), List.copyOf(effects));
    }

    /** A signal received before the due instant beats it. */
    private void wake(List<Signal> mailbox) {
        Node node = automation.step(run.stepKey());
        Instant dueAt = run.dueAt();
        for (Signal signal : mailbox) {
            boolean isInTime = dueAt == null || signal.receivedAt().isBefore(dueAt);
            if (isInTime && run.resting() && node != null) {
                apply(node, ask(() -> node.step().hear(context(), signal)));
            }
        }
        boolean isDue = dueAt != null && !dueAt.isAfter(now);
        if (isDue && run.isLive() && run.resting() && dueAt.equals(run.dueAt())) {
            apply(node, ask(() -> node.step().resume(context())));
        }
    }

    private void enter() {
        Node node = automation.step(run.stepKey());
        if (facts.contact() == null) {
            leave(node, StepStatus.SKIPPED, Map.of("reason", "contact_deleted"), null);
            end(RunStatus.COMPLETED);
        } else {
            apply(node, ask(() -> node.step().enter(context())));
        }
    }

    private Context context() {
        return new Context(run.projectId(), run.id(), run.stepKey(), run.visit(), facts, now, ids);
    }

    /** A fault inside a step, ours or of its data, fails the step and keeps the others of the batch out of it. */
    private static Outcome ask(Supplier<Outcome> question) {
        try {
            return question.get();
        } catch (RuntimeException | StackOverflowError fault) {
            return Outcome.stop("application_error", "The step failed unexpectedly: " + fault);
        }
    }

    /** The table of what an outcome does to a run. */
    private void apply(Node node, Outcome outcome) {
        if (outcome instanceof Outcome.Go go) {
            effects.addAll(go.effects());
            leave(node, StepStatus.COMPLETED, go.output(), null);
            follow(go.branch());
        } else if (outcome instanceof Outcome.Skip skip) {
            leave(node, StepStatus.SKIPPED, skip.output(), null);
            follow(Outcome.DEFAULT);
        } else if (outcome instanceof Outcome.Rest rest) {
            rest(node, rest.dueAt());
        } else if (outcome instanceof Outcome.Stop stop) {
            leave(node, StepStatus.FAILED, null, error(stop));
            end(RunStatus.FAILED);
        }
    }

    private static Map<String, Object> error(Outcome.Stop stop) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("message", stop.message());
        error.put("name", stop.name());
        return error;
    }

    private void follow(String branch) {
        Optional<String> next = automation.next(run.stepKey(), branch);
        if (next.isPresent()) {
            run = state(RunStatus.RUNNING, next.get(), run.position(), false, null);
        } else {
            end(RunStatus.COMPLETED);
        }
    }

    private void end(RunStatus status) {
        run = state(status, null, run.position(), false, null);
    }

    private void rest(Node node, Instant dueAt) {
        write(node, StepStatus.WAITING, null, null, null);
        run = state(RunStatus.RUNNING, run.stepKey(), run.resting() ? run.position() : run.position() + 1, true, dueAt);
    }

    private void leave(Node node, StepStatus status, Map<String, Object> output, Map<String, Object> error) {
        write(node, status, output, error, now);
        run = state(run.status(), run.stepKey(), run.resting() ? run.position() : run.position() + 1, false, null);
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
                now,
                now,
                completedAt));
    }

    private Run state(RunStatus status, String stepKey, int position, boolean resting, Instant dueAt) {
        return new Run(
                run.projectId(),
                run.id(),
                run.automationId(),
                run.versionId(),
                run.eventId(),
                run.contactId(),
                status,
                stepKey,
                // Nothing leads back to a step that was left: an automation has no cycles.
                1,
                position,
                resting,
                dueAt,
                run.createdAt(),
                run.startedAt(),
                status == RunStatus.RUNNING ? null : now);
    }
}
