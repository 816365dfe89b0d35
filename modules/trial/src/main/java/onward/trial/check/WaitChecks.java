package onward.trial.check;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import onward.trial.evidence.Graph;
import onward.trial.evidence.Graph.Step;
import onward.trial.evidence.Intent;
import onward.trial.evidence.Rows.EventRow;
import onward.trial.evidence.Rows.RunRow;
import onward.trial.evidence.Rows.TrailRow;

/**
 * Time: walks each run again with a clock of its own. Which events count is decided by what moved the run: the receipt
 * of an event, or the end of a delay. Delays and timeouts are counted from when the server came to the step, which the
 * trail tells; where counting from the run's own clock would have decided otherwise, that is a figure of the report.
 */
final class WaitChecks {
    /** An event this near to a timeout was a race. */
    static final Duration NEAR = Duration.ofMillis(50);
    /** A pass reads its clock first and events later, so a run may come to a step a little before its event came. */
    static final Duration STALE_CLOCK_MAX = Duration.ofSeconds(1);
    /** Outcomes at the sides of a race are told apart by the journal only when it leaves no doubt. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofMillis(5);

    private final Index index;
    private final Findings findings;

    WaitChecks(Index index, Findings findings) {
        this.index = index;
        this.findings = findings;
    }

    void run() {
        index.history.rows().runs().stream()
                .filter(run -> index.graphs.containsKey(run.automationId()) && index.events.containsKey(run.eventId()))
                .forEach(this::walk);
        checkHeardOnce();
    }

    private void walk(RunRow run) {
        Graph graph = index.graphs.get(run.automationId());
        Instant since = index.events.get(run.eventId()).receivedAt();
        for (TrailRow entry : index.trail(run)) {
            Step step = graph.step(entry.stepKey()).orElse(null);
            if (step == null || entry.completedAt() == null) {
                return;
            }
            if (step.type().equals("delay")) {
                checkTimer(run, entry, step, since);
                since = entry.startedAt().plusSeconds(step.seconds());
            } else if (step.type().equals("wait_for_event")) {
                since = checkWait(run, entry, step, since);
            }
        }
    }

    private void checkTimer(RunRow run, TrailRow entry, Step step, Instant since) {
        Instant due = entry.startedAt().plusSeconds(step.seconds());
        Instant least = since.plusSeconds(step.seconds()).minus(STALE_CLOCK_MAX);
        if (entry.completedAt().isBefore(due) || entry.completedAt().isBefore(least)) {
            findings.violated(
                    "I-11",
                    run.id(),
                    "Expected " + entry.stepKey() + " not before " + due + ", nor before " + step.seconds()
                            + " s after " + since + "; found " + entry.completedAt());
        }
        findings.late(Math.max(0, Duration.between(due, entry.completedAt()).toMillis()));
    }

    /** When the run went on. */
    private Instant checkWait(RunRow run, TrailRow entry, Step step, Instant since) {
        Instant until = entry.startedAt().plusSeconds(step.seconds());
        String outcome = String.valueOf(entry.output().get("outcome"));
        EventRow awaited = awaited(run, step);
        findings.count("waits " + outcome, 1);
        if (awaited != null) {
            boolean near = Duration.between(until, awaited.receivedAt()).abs().compareTo(NEAR) <= 0;
            findings.count("races within 50 ms", near ? 1 : 0);
            boolean onlyForLateness = !awaited.receivedAt().isBefore(since.plusSeconds(step.seconds()));
            findings.count(
                    "waits that a punctual server decides otherwise",
                    onlyForLateness && outcome.equals("event_received") ? 1 : 0);
        }
        if (outcome.equals("timeout")) {
            checkTimer(run, entry, step, since);
            checkNotMissed(run, entry, awaited, since, until);
            return until;
        }
        if (!outcome.equals("event_received")) {
            findings.violated("I-20", run.id(), "Expected event_received or timeout, found " + outcome);
            return until;
        }
        return checkReceived(run, entry, awaited, since, until);
    }

    private Instant checkReceived(RunRow run, TrailRow entry, EventRow awaited, Instant since, Instant until) {
        String heard = String.valueOf(entry.output().get("event_id"));
        if (awaited == null || !awaited.id().equals(heard)) {
            findings.violated("I-21", run.id(), "Expected to hear " + awaited + ", found " + heard);
            return until;
        }
        boolean late = !awaited.receivedAt().isBefore(until)
                || index.acceptance(awaited.key())
                        .filter(span -> span.from().isAfter(until.plus(CLOCK_TOLERANCE)))
                        .isPresent();
        if (late) {
            findings.violated(
                    "I-22",
                    run.id(),
                    "Expected the timeout at " + until + ": the event came at " + awaited.receivedAt()
                            + "; found event_received");
        }
        if (awaited.receivedAt().isBefore(since)) {
            findings.violated(
                    "I-21", run.id(), "Expected an event since " + since + ", found one of " + awaited.receivedAt());
        }
        return awaited.receivedAt();
    }

    /** An event counts from when it is committed, which its sender knows from the answer; its receipt is a little before. */
    private void checkNotMissed(RunRow run, TrailRow entry, EventRow awaited, Instant since, Instant until) {
        if (awaited == null) {
            return;
        }
        boolean receivedInTime =
                !awaited.receivedAt().isBefore(since) && awaited.receivedAt().isBefore(until);
        boolean knownBeforeDecided = index.acceptance(awaited.key())
                .filter(span -> span.to().isBefore(entry.completedAt().minus(CLOCK_TOLERANCE)))
                .isPresent();
        boolean inTime = receivedInTime && knownBeforeDecided;
        findings.count("receipts that crossed a timeout", receivedInTime && !knownBeforeDecided ? 1 : 0);
        boolean knownInTime = index.acceptance(awaited.key())
                .filter(span -> span.from().isAfter(since) && span.to().isBefore(until.minus(CLOCK_TOLERANCE)))
                .isPresent();
        if (inTime || knownInTime) {
            findings.violated(
                    "I-21",
                    run.id(),
                    "Expected event_received: the event came at " + awaited.receivedAt() + ", before " + until
                            + "; found timeout");
        }
    }

    /** The event that the driver sent to end this wait, if it came. */
    private EventRow awaited(RunRow run, Step step) {
        String email = index.events.get(run.eventId()).email();
        return index.intentsByEmail.getOrDefault(email, Map.of()).getOrDefault(step.awaited(), List.of()).stream()
                .map(Intent::key)
                .flatMap(key -> index.eventsByKey.getOrDefault(key, List.of()).stream())
                .findFirst()
                .orElse(null);
    }

    private void checkHeardOnce() {
        Map<String, Set<String>> heard = new HashMap<>();
        for (TrailRow entry : index.history.rows().trail()) {
            Object event = entry.output().get("event_id");
            if (entry.type().equals("wait_for_event")
                    && event != null
                    && !heard.computeIfAbsent(entry.runId(), run -> new HashSet<>())
                            .add(event.toString())) {
                findings.violated("I-23", entry.runId(), "Expected an event to end one wait of a run, found two");
            }
        }
    }
}
