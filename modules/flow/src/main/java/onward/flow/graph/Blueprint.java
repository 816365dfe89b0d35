package onward.flow.graph;

import java.util.Map;
import onward.flow.fact.Result;

/** Reads a definition: answers an {@link Automation} or every problem that keeps it from being one. */
public final class Blueprint {

    private Blueprint() {}

    /** Reads what may be enabled. */
    public static Result<Automation> read(Map<String, Object> definition) {
        throw new UnsupportedOperationException();
    }

    /** Reads what may be kept disabled: steps that cannot be reached are accepted. */
    public static Result<Automation> readDraft(Map<String, Object> definition) {
        throw new UnsupportedOperationException();
    }
}
