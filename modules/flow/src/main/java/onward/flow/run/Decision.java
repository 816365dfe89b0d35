package onward.flow.run;

import java.util.List;
import onward.flow.step.Effect;

/**
 * What became of a run when the machine turned: its next state, the trail entries that are new or changed
 * (in order of position, one per step visit), and the effects to commit with them.
 */
public record Decision(Run run, List<TrailEntry> trail, List<Effect> effects) {}
