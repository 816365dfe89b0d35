package onward.flow.run;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import onward.flow.fact.Problem;
import onward.flow.fact.Result;
import onward.flow.graph.Automation;
import onward.flow.graph.Node;

/**
 * A live run goes on by another version of its automation. Where the step it rests at is the same there, it rests on:
 * what it waits for and until when stays as it is. Else that step is left as skipped, and the run enters the step it is
 * moved to, as a new visit; what cannot be taken back is not done again, as after a retry.
 */
public final class Move {
    /** Why a step is skipped that a run was moved away from. */
    public static final String REASON = "moved";

    private static final String EXIT = "exit";

    /** Where a position that no run has keeps the machine from taking a run that rests on for one that begins. */
    private static final int NEVER = -1;

    private Move() {}

    /** Whether a run that rests at a step would rest on if it were moved to that one. */
    public static boolean isSameRest(Automation before, String stepKey, Automation after, String to) {
        Node old = before.step(stepKey);
        Node now = after.step(to);
        return stepKey.equals(to)
                && old != null
                && now != null
                && old.type().equals(now.type())
                && old.config().equals(now.config())
                && Objects.equals(
                        before.toDefinition().get(EXIT), after.toDefinition().get(EXIT));
    }

    /**
     * Why a run cannot be moved at this instant: it is on its way, or something came for it that counts first. Whoever
     * asks again in a moment finds it resting elsewhere, or ended.
     *
     * @param hasMail whether its mailbox has a signal, or an event of its person that it listens for is not looked at yet
     */
    public static boolean isUnderWay(Run run, boolean hasMail, Instant now) {
        boolean isDue = run.dueAt() != null && !run.dueAt().isAfter(now);
        return !run.resting() || isDue || hasMail;
    }

    /** What keeps a version from taking runs at that step; empty when nothing does. */
    public static Optional<Problem> problem(String path, Automation after, String to) {
        return after.step(to) != null
                ? Optional.empty()
                : Optional.of(Problem.invalid(
                        path,
                        "Expected the key of a step of the newest version, one of "
                                + after.steps().stream().map(Node::key).collect(Collectors.joining(", "))
                                + "; found `" + to + "`."));
    }

    /**
     * The run as it goes on, with the step it left.
     *
     * @param run one that rests and is not under way
     * @param trail all that it did, in order
     * @param versionId the version it goes on by, which is {@code after}
     * @param to the key of a step there
     * @return refused where that version has no such step
     */
    public static Result<Decision> of(
            Run run,
            List<TrailEntry> trail,
            Automation before,
            UUID versionId,
            Automation after,
            String to,
            Instant now) {
        Optional<Problem> problem = problem("to", after, to);
        if (problem.isPresent()) {
            return Result.failed(problem.get());
        }
        return Result.of(
                isSameRest(before, run.stepKey(), after, to)
                        ? restingOn(run, trail, versionId, after)
                        : entering(run, trail, before, versionId, after, to, now));
    }

    /** Its visits are kept, so that a step that comes again further on there is told apart from its visit here. */
    private static Decision restingOn(Run run, List<TrailEntry> trail, UUID versionId, Automation after) {
        Map<String, Integer> visits = Retry.visits(trail);
        visits.put(run.stepKey(), run.visit() - 1);
        Map<String, Integer> done = Retry.done(trail, after);
        done.remove(run.stepKey());
        Run moved = with(run, versionId, new Retry(NEVER, visits, done, input(run)));
        return new Decision(moved, List.of(), List.of());
    }

    /** For a step of the same key what came since the run came to it still counts; delays and timeouts begin now. */
    private static Decision entering(
            Run run,
            List<TrailEntry> trail,
            Automation before,
            UUID versionId,
            Automation after,
            String to,
            Instant now) {
        Map<String, Object> output = new LinkedHashMap<>();
        output.put("reason", REASON);
        output.put("to", to);
        Decision left = new Turn(run, before, null, now, null).left(output);
        Instant since = to.equals(run.stepKey()) ? run.since() : now;
        Run moved = Retry.entering(run, trail, versionId, after, to, new Retry.Wish(to, Set.of(), null), since, now);
        return new Decision(moved, left.trail(), List.of());
    }

    private static Map<String, Object> input(Run run) {
        return run.retry() == null ? null : run.retry().input();
    }

    private static Run with(Run run, UUID versionId, Retry retry) {
        return new Run(
                run.projectId(),
                run.id(),
                run.automationId(),
                versionId,
                run.eventId(),
                run.contactId(),
                run.status(),
                run.stepKey(),
                run.visit(),
                run.position(),
                run.resting(),
                run.dueAt(),
                run.since(),
                run.hops(),
                run.reason(),
                run.createdAt(),
                run.startedAt(),
                run.completedAt(),
                retry);
    }
}
