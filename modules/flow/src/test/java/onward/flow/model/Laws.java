package onward.flow.model;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import onward.flow.run.Decision;
import onward.flow.run.Run;
import onward.flow.run.StepStatus;
import onward.flow.run.TrailEntry;
import onward.flow.run.Wait;

/** What holds of every run at every moment, whatever its automation says. A breach is an {@link AssertionError}. */
final class Laws {

    private static final Set<StepStatus> OPEN = Set.of(StepStatus.RUNNING, StepStatus.WAITING);

    private Laws() {}

    /** The things found are only made text of when they are told. */
    static void require(boolean holds, String expected, Object... found) {
        if (!holds) {
            throw new AssertionError("Expected " + expected + ", found " + Arrays.toString(found));
        }
    }

    /** Who turns the same run with the same facts at the same instant decides the same. */
    static void sameAgain(Decision once, Decision again) {
        require(once.equals(again), "the same decision twice", once, again);
    }

    /** A step that ended is never written again. */
    static void mayFollow(TrailEntry before, TrailEntry after) {
        boolean isNew = before == null;
        boolean isSameVisit = isNew || before.stepKey().equals(after.stepKey()) && before.visit() == after.visit();
        require(isSameVisit, "one visit at a position", before, after);
        require(isNew || OPEN.contains(before.status()), "a step that ends once", before, after);
    }

    static void holdFor(List<Actor> actors, Instant now) {
        Set<String> matches = new HashSet<>();
        for (Actor actor : actors) {
            String match = actor.event().id() + " " + actor.run().automationId();
            require(matches.add(match), "one run a match", actor.run());
            require(!actor.isCalled(now), "a run that has nothing left to do", now, actor.run());
            holdsForTrail(actor);
            holdsForRest(actor);
        }
    }

    private static void holdsForTrail(Actor actor) {
        List<TrailEntry> trail = actor.trail();
        require(actor.run().position() == trail.size(), "a position for every entry", actor.run());
        Set<String> visits = new HashSet<>();
        for (int i = 0; i < trail.size(); i++) {
            TrailEntry entry = trail.get(i);
            require(entry.position() == i, "dense positions", trail);
            require(visits.add(entry.stepKey() + " " + entry.visit()), "one entry a visit", trail);
        }
    }

    private static void holdsForRest(Actor actor) {
        Run run = actor.run();
        Set<String> listening =
                actor.waits().stream().map(Wait::stepKey).collect(Collectors.toCollection(HashSet::new));
        require(run.isLive() == (run.completedAt() == null), "an instant of its end for a run that ended", run);
        if (run.isLive()) {
            require(run.resting(), "a live run that rests", run);
            require(run.dueAt() != null || listening.contains(run.stepKey()), "a live run that something moves", run);
        } else {
            require(run.dueAt() == null && listening.isEmpty(), "an ended run that nothing moves", run, listening);
        }
        boolean isTimely = actor.waits().stream()
                .filter(wait -> wait.stepKey().equals(run.stepKey()))
                .allMatch(wait -> Objects.equals(wait.until(), run.dueAt()));
        require(isTimely, "waits of a step until the run is due", run, actor.waits());
        listening.removeAll(Arrays.asList(Wait.WHOLE_RUN, run.stepKey()));
        require(listening.isEmpty(), "no open wait of a step that was left", run, listening);
    }
}
