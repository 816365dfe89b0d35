package onward.flow.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import onward.flow.fact.Problem;
import onward.flow.fact.Result;
import onward.flow.graph.Automation;
import onward.flow.graph.Node;

/**
 * What a failed or cancelled run goes on with when somebody lets it go on. It enters a step again, as a new visit of
 * that step; what its earlier visits did stays in its trail.
 *
 * @param position how many trail entries it had then
 * @param visits by step, how often the run was there before
 * @param done by step, the visit that did what cannot be taken back (a mail was sealed, a request answered): the run
 *     passes such a step by
 * @param input what takes the place of the payload of the event that started it; null: that payload counts
 */
public record Retry(int position, Map<String, Integer> visits, Map<String, Integer> done, Map<String, Object> input) {

    /** Why a step is skipped that was done before. */
    public static final String DONE_BEFORE = "done_before";

    /** Where a reason names the step that a run was about to enter when it was cancelled; {@code step_key} is one that failed. */
    static final String BEFORE_STEP = "before_step";

    /** By which version a run goes on: by these words requests ask. */
    public static final String SAME_VERSION = "same";

    public static final String NEWEST_VERSION = "newest";

    public static final List<String> VERSIONS = List.of(SAME_VERSION, NEWEST_VERSION);

    /** How often one run may be retried. */
    public static final int RETRIES_MAX = 50;

    public Retry {
        visits = Map.copyOf(visits);
        done = Map.copyOf(done);
    }

    /**
     * What somebody asks for.
     *
     * @param stepKey where the run goes on; null: where it ended
     * @param resend steps that are done again though what they did cannot be taken back
     * @param input in place of the event's payload, and of what an earlier retry put in its place; null: as it was
     */
    public record Wish(String stepKey, Set<String> resend, Map<String, Object> input) {

        /** From where it ended, doing nothing twice. */
        public static final Wish PLAIN = new Wish(null, Set.of(), null);

        public Wish {
            resend = Set.copyOf(resend);
        }
    }

    int visitOf(String step) {
        return 1 + visits.getOrDefault(step, 0);
    }

    /** What the trail says of a step that is passed by. */
    static Map<String, Object> passedBy(int visit) {
        Map<String, Object> output = new LinkedHashMap<>();
        output.put("reason", DONE_BEFORE);
        output.put("visit", visit);
        return output;
    }

    /**
     * The run as it goes on: about to enter a step, due now.
     *
     * @param trail all that it did, in order
     * @param versionId the version it goes on by, which is {@code automation}
     * @return refused where the run has not failed and was not cancelled, and where the version lacks a step that is
     *     named
     */
    public static Result<Run> of(
            Run run, List<TrailEntry> trail, UUID versionId, Automation automation, Wish wish, Instant now) {
        Optional<Problem> conflict = conflict(run);
        if (conflict.isPresent()) {
            return Result.failed(conflict.get());
        }
        List<Problem> problems = new ArrayList<>();
        String stepKey = wish.stepKey() == null ? whereItEnded(run.reason(), trail, automation) : wish.stepKey();
        if (stepKey == null || automation.step(stepKey) == null) {
            problems.add(Problem.invalid("step_key", noSuchStep(stepKey, automation)));
        }
        wish.resend().stream()
                .filter(key -> !leavesTheHouse(automation, key))
                .sorted()
                .forEach(key -> problems.add(Problem.invalid("resend", notSent(key, automation))));
        return problems.isEmpty()
                ? Result.of(goingOn(run, trail, versionId, automation, stepKey, wish, now))
                : Result.failed(problems);
    }

    /** Why a run cannot be retried as it stands, whatever is asked for; empty for one that can. */
    public static Optional<Problem> conflict(Run run) {
        boolean isOver = run.status() == RunStatus.FAILED || run.status() == RunStatus.CANCELLED;
        return isOver
                ? Optional.empty()
                : Optional.of(Problem.conflict(
                        "",
                        "Expected a failed or cancelled run, found one that is "
                                + run.status().word() + ". It cannot be retried."));
    }

    /**
     * The step that a run which ended early would go on from; null where nothing tells.
     *
     * @param reason why it ended, or null
     */
    public static String whereItEnded(Map<String, Object> reason, List<TrailEntry> trail, Automation automation) {
        for (String field : List.of("step_key", BEFORE_STEP)) {
            if (reason != null && reason.get(field) instanceof String key) {
                return key;
            }
        }
        if (trail.isEmpty()) {
            return automation.trigger().key();
        }
        TrailEntry last = trail.get(trail.size() - 1);
        return last.status() == StepStatus.COMPLETED ? null : last.stepKey();
    }

    /** By step, the newest visit that did what cannot be taken back. */
    public static Map<String, Integer> done(List<TrailEntry> trail, Automation automation) {
        return trail.stream()
                .filter(entry -> entry.status() == StepStatus.COMPLETED)
                .filter(entry -> leavesTheHouse(automation, entry.stepKey()))
                .filter(entry -> automation.step(entry.stepKey()).type().equals(entry.stepType()))
                .collect(Collectors.toMap(TrailEntry::stepKey, TrailEntry::visit, Math::max, LinkedHashMap::new));
    }

    private static boolean leavesTheHouse(Automation automation, String stepKey) {
        Node node = automation.step(stepKey);
        return node != null && node.step().leavesTheHouse();
    }

    private static String noSuchStep(String stepKey, Automation automation) {
        String found = stepKey == null
                ? "found none, and what the run did does not tell where it would go on"
                : "found " + quoted(stepKey);
        return "Expected the key of a step of the version, one of " + keys(automation.steps()) + "; " + found + ".";
    }

    private static String notSent(String key, Automation automation) {
        List<Node> sending = automation.steps().stream()
                .filter(node -> node.step().leavesTheHouse())
                .toList();
        String expected = sending.isEmpty()
                ? "Expected none, for the version has no step that sends anything"
                : "Expected the keys of steps that send something, of " + keys(sending);
        return expected + "; found " + quoted(key) + ".";
    }

    private static String keys(List<Node> nodes) {
        return nodes.stream().map(Node::key).collect(Collectors.joining(", "));
    }

    private static String quoted(String key) {
        return "`" + key + "`";
    }

    private static Run goingOn(
            Run run,
            List<TrailEntry> trail,
            UUID versionId,
            Automation automation,
            String stepKey,
            Wish wish,
            Instant now) {
        return entering(run, trail, versionId, automation, stepKey, wish, now, now);
    }

    /** By step, how often a run was there. */
    static Map<String, Integer> visits(List<TrailEntry> trail) {
        return trail.stream()
                .collect(Collectors.toMap(TrailEntry::stepKey, TrailEntry::visit, Math::max, LinkedHashMap::new));
    }

    /** A run that is about to enter a step as a new visit, due now. @param since the instant that the step counts from */
    static Run entering(
            Run run,
            List<TrailEntry> trail,
            UUID versionId,
            Automation automation,
            String stepKey,
            Wish wish,
            Instant since,
            Instant now) {
        Map<String, Integer> visits = visits(trail);
        Map<String, Integer> done = done(trail, automation);
        done.keySet().removeAll(wish.resend());
        Map<String, Object> before = run.retry() == null ? null : run.retry().input();
        Retry retry = new Retry(run.position(), visits, done, wish.input() == null ? before : wish.input());
        return new Run(
                run.projectId(),
                run.id(),
                run.automationId(),
                versionId,
                run.eventId(),
                run.contactId(),
                RunStatus.RUNNING,
                stepKey,
                retry.visitOf(stepKey),
                run.position(),
                false,
                now,
                since,
                run.hops(),
                null,
                run.createdAt(),
                run.startedAt(),
                null,
                retry);
    }
}
