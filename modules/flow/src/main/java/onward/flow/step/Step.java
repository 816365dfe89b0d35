package onward.flow.step;

import java.util.Map;
import java.util.Set;

/** One step of an automation with its config read: what happens when a run comes to it. Immutable. */
public interface Step {

    /** The type it is of, which tells its branches and fields. */
    StepType type();

    /** The canonical config in plain values: snake_case, nothing that was not set. */
    Map<String, Object> config();

    /** References (id as text, or alias) of the templates it sends; their published versions must be in the facts. */
    default Set<String> templateReferences() {
        return Set.of();
    }

    /** A run arrives. */
    Outcome enter(Context context);

    /** The due instant of a run that rests here has come. Only steps that rest are asked. */
    default Outcome resume(Context context) {
        throw new IllegalStateException("Expected a step that rests, found " + type().name());
    }

    /** A signal came before the due instant of a run that rests here. By default it changes nothing. */
    default Outcome hear(Context context, Signal signal) {
        return Outcome.stay();
    }
}
