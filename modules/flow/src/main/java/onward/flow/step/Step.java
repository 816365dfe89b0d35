package onward.flow.step;

import java.util.List;
import java.util.Map;
import java.util.Set;
import onward.flow.fact.Scope;

/** One step of an automation with its config read: what happens when a run comes to it. Immutable. */
public interface Step {

    /** The type it is of, which tells its branches and fields. */
    StepType type();

    /** The canonical config in plain values: snake_case, nothing that was not set. */
    Map<String, Object> config();

    /** The connection types that may leave it: those of its type, unless its config names others. */
    default List<String> branches() {
        return type().branches();
    }

    /** References (id as text, or alias) of the templates it sends; their published versions must be in the facts. */
    default Set<String> templateReferences() {
        return Set.of();
    }

    /** Ids, as text, of the segments it needs to know of. */
    default Set<String> segmentReferences() {
        return Set.of();
    }

    /** Ids, as text, of the topics it needs to know of. */
    default Set<String> topicReferences() {
        return Set.of();
    }

    /** What it listens for while a run rests here. */
    default Set<Interest> interests() {
        return Set.of();
    }

    /** How far before its arrival an event may have come that still counts; see {@link LookBack}. */
    default LookBack lookBack() {
        return LookBack.NONE;
    }

    /** True when no two runs may pass it at once for one contact: it listens, or does something that others hear of. */
    default boolean needsContactAlone() {
        return !interests().isEmpty();
    }

    /** True when it asks which devices the contact has. */
    default boolean needsDevices() {
        return false;
    }

    /** True when it asks what the run did before; references in its config do. */
    default boolean needsPast() {
        return Scope.mentionsPast(config());
    }

    /**
     * True when what it does leaves the house and cannot be taken back: a mail, a request. A run that is retried passes
     * such a step by when it was done before, unless somebody says that it is to be done again.
     */
    default boolean leavesTheHouse() {
        return false;
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
