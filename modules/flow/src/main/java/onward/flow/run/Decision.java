package onward.flow.run;

import java.util.List;
import onward.flow.step.Effect;

/**
 * What became of a run when the machine turned: its next state, the trail entries that are new or changed
 * (in order of position, one per step visit), the effects to commit with them, and what it listens for from now on.
 *
 * @param leftWait true when the step that rested was left, or the run ended: what it listened for there is over
 * @param late signals of the mailbox that came too late for the step they found the run at
 * @param passages the branches it took, in order, whether or not anything is connected to them
 */
public record Decision(
        Run run,
        List<TrailEntry> trail,
        List<Effect> effects,
        List<Wait> waits,
        boolean leftWait,
        List<LateNote> late,
        List<Passage> passages) {

    /** A step was left by a branch. */
    public record Passage(String stepKey, String branch) {}

    /** A decision about a run that listens for nothing. */
    public Decision(Run run, List<TrailEntry> trail, List<Effect> effects) {
        this(run, trail, effects, List.of(), false, List.of(), List.of());
    }
}
