package onward.trial.check;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import onward.trial.check.Index.Span;
import onward.trial.check.Toggles.Known;
import onward.trial.evidence.Graph;
import onward.trial.evidence.Graph.Step;
import onward.trial.evidence.Intent;
import onward.trial.evidence.Rows.EventRow;
import onward.trial.evidence.Rows.RunRow;
import onward.trial.evidence.Rows.TrailRow;

/** Runs: as many as there must be, each a way through its graph, none stuck. */
final class RunChecks {
    private static final Set<String> ENDED = Set.of("completed", "failed", "cancelled");

    private final Index index;
    private final Findings findings;

    RunChecks(Index index, Findings findings) {
        this.index = index;
        this.findings = findings;
    }

    void run() {
        index.history.graphs().forEach(this::checkStarted);
        index.history.rows().runs().forEach(this::checkRun);
        checkConserved();
        checkNothingStuck();
    }

    private void checkStarted(Graph graph) {
        var toggles = new Toggles(index.history.calls(), graph.id());
        index.history.intents().stream()
                .filter(intent -> intent.name().equals(graph.triggerEvent()))
                .forEach(intent -> index.acceptance(intent.key())
                        .ifPresent(span -> checkStarted(graph, intent, toggles.during(span), span)));
    }

    private void checkStarted(Graph graph, Intent intent, Known known, Span span) {
        long found = index.eventsByKey.getOrDefault(intent.key(), List.of()).stream()
                .flatMap(event -> index.runsByEvent.getOrDefault(event.id(), List.of()).stream())
                .filter(run -> run.automationId().equals(graph.id()))
                .count();
        String id = intent.key() + " " + graph.label();
        if (found > 1) {
            findings.violated("I-4", id, "Expected at most one run, found " + found);
        } else if (known == Known.ENABLED && found == 0) {
            findings.violated("I-4", id, "Expected a run: it was enabled all through " + span + "; found none");
        } else if (known == Known.STOPPED && found > 0) {
            findings.violated("I-24", id, "Expected no run: it was stopped all through " + span + "; found one");
        }
        findings.count(known == Known.EITHER ? "pairs that may start" : "pairs known", 1);
    }

    private void checkRun(RunRow run) {
        Graph graph = index.graphs.get(run.automationId());
        EventRow event = index.events.get(run.eventId());
        if (graph == null || event == null || !event.name().equals(graph.triggerEvent())) {
            findings.violated("I-4", run.id(), "Expected an event of the automation's trigger, found " + event);
            return;
        }
        checkEnded(run, graph);
        checkPath(run, graph);
        checkOnce(run);
    }

    /** Ended, or at rest at a step that outlasts the trial, until just then. */
    private void checkEnded(RunRow run, Graph graph) {
        List<TrailRow> trail = index.trail(run);
        TrailRow last = trail.isEmpty() ? null : trail.get(trail.size() - 1);
        Optional<Step> resting = graph.step(last == null ? "" : last.stepKey()).filter(Step::outlastsTheTrial);
        if (resting.isEmpty()) {
            if (!run.status().equals("completed")) {
                findings.violated("I-10", run.id(), "Expected the run completed, found " + run.status());
            }
            return;
        }
        findings.count("runs at rest", 1);
        Instant due = last.startedAt().plusSeconds(resting.get().seconds());
        boolean rests = run.status().equals("running")
                && run.dueAt() != null
                && Duration.between(due, run.dueAt()).abs().compareTo(WaitChecks.STALE_CLOCK_MAX) <= 0;
        if (!rests) {
            findings.violated(
                    "I-11",
                    run.id(),
                    "Expected the run at rest until " + due + ", found it " + run.status() + " until " + run.dueAt());
        }
    }

    private void checkPath(RunRow run, Graph graph) {
        Optional<String> expected = Optional.of(graph.firstStep());
        for (TrailRow entry : index.trail(run)) {
            if (expected.isEmpty() || !expected.get().equals(entry.stepKey())) {
                findings.violated(
                        "I-7",
                        run.id(),
                        "Expected " + graph.label() + " to come to " + expected.orElse("its end") + ", found "
                                + entry.stepKey());
                return;
            }
            boolean known = graph.step(entry.stepKey())
                    .filter(step -> step.type().equals(entry.type()))
                    .isPresent();
            if (!known || !Set.of("completed", "skipped").contains(entry.status())) {
                if (ENDED.contains(run.status())) {
                    findings.violated("I-7", run.id(), "Expected a completed step, found " + entry);
                }
                return;
            }
            checkOutcome(run, entry);
            expected = graph.next(entry.stepKey(), branch(entry));
        }
        if (expected.isPresent() && ENDED.contains(run.status())) {
            findings.violated(
                    "I-7", run.id(), "Expected " + graph.label() + " to go on to " + expected.get() + ", it ended");
        }
    }

    /** The branch that the recorded outcome means. */
    private static String branch(TrailRow entry) {
        return switch (entry.type()) {
            case "condition" ->
                Boolean.TRUE.equals(entry.output().get("result")) ? "condition_met" : "condition_not_met";
            case "wait_for_event" -> String.valueOf(entry.output().get("outcome"));
            default -> "default";
        };
    }

    private void checkOutcome(RunRow run, TrailRow entry) {
        if (!entry.type().equals("condition")) {
            return;
        }
        Integer number = index.events.get(run.eventId()).number();
        boolean met = number != null && number >= Graph.MET_MIN;
        if (met != Boolean.TRUE.equals(entry.output().get("result"))) {
            findings.violated(
                    "I-7",
                    run.id(),
                    "Expected the condition to be " + met + " for " + number + ", found "
                            + entry.output().get("result"));
        }
    }

    private void checkOnce(RunRow run) {
        List<TrailRow> trail = index.trail(run);
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < trail.size(); i++) {
            TrailRow entry = trail.get(i);
            if (!seen.add(entry.stepKey())) {
                findings.violated("I-8", run.id(), "Expected " + entry.stepKey() + " once, found it again");
            }
            if (entry.position() != i) {
                findings.violated("I-8", run.id(), "Expected position " + i + ", found " + entry.position());
            }
            if (entry.completedAt() != null && entry.completedAt().isBefore(entry.startedAt())) {
                findings.violated("I-8", run.id(), "Expected " + entry.stepKey() + " to end after it began");
            }
        }
        if (run.position() != trail.size()) {
            findings.violated(
                    "I-8", run.id(), "Expected " + run.position() + " entries of the trail, found " + trail.size());
        }
    }

    /** Every pair of an event and an automation that must have started one is a run in exactly one state. */
    private void checkConserved() {
        Map<String, Long> states = new HashMap<>();
        index.history.rows().runs().forEach(run -> states.merge(run.status(), 1L, Long::sum));
        long must = 0;
        long may = 0;
        for (Graph graph : index.history.graphs()) {
            var toggles = new Toggles(index.history.calls(), graph.id());
            for (Intent intent : index.history.intents()) {
                if (!intent.name().equals(graph.triggerEvent())) {
                    continue;
                }
                Known known =
                        index.acceptance(intent.key()).map(toggles::during).orElse(Known.EITHER);
                must += known == Known.ENABLED ? 1 : 0;
                may += known == Known.STOPPED ? 0 : 1;
            }
        }
        long runs = index.history.rows().runs().size();
        findings.count("runs", runs);
        states.forEach((state, count) -> findings.count("runs " + state, count));
        if (runs < must || runs > may) {
            findings.violated(
                    "I-12", "all", "Expected from " + must + " to " + may + " runs, found " + runs + " " + states);
        }
    }

    private void checkNothingStuck() {
        index.history
                .stuck()
                .forEach(id -> findings.violated(
                        "I-9", id, "Expected a reason to move at every moment, found a run without one"));
        index.history
                .stalled()
                .forEach(what -> findings.violated("I-10", what, "Expected everything to settle, found this unmoved"));
        index.history.rows().runs().stream()
                .filter(run -> !ENDED.contains(run.status()))
                .filter(run -> run.dueAt() == null
                        && index.history.rows().waits().stream()
                                .noneMatch(wait -> wait.runId().equals(run.id())))
                .forEach(run -> findings.violated("I-9", run.id(), "Expected a due instant or a wait, found neither"));
        index.history.rows().waits().stream()
                .filter(wait -> Optional.ofNullable(index.runs.get(wait.runId()))
                        .map(run -> ENDED.contains(run.status()))
                        .orElse(true))
                .forEach(wait -> findings.violated(
                        "I-9", wait.runId(), "Expected no open wait of a run that ended, found " + wait));
        index.history
                .rows()
                .signals()
                .forEach(signal -> findings.violated(
                        "I-9", signal.runId(), "Expected every mailbox to be empty, found a signal: " + signal.kind()));
        index.history.rows().events().stream()
                .filter(event -> !event.matched())
                .forEach(event -> findings.violated("I-9", event.id(), "Expected every event matched, found one"));
    }
}
