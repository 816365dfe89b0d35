package onward.flow.run;

import java.time.Instant;
import onward.flow.step.Await;

/**
 * Something a run listens for from now on.
 *
 * @param stepKey the step that rests, with its visit; empty for the exit rule, which listens as long as the run lives
 * @param until the first instant that counts no more; null when there is none
 */
public record Wait(String stepKey, int visit, Await await, Instant until) {

    /** The step key of what no step waits for. */
    public static final String WHOLE_RUN = "";
}
