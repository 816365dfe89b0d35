package onward.flow.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import onward.flow.fact.Problem;
import onward.flow.fact.Result;

/**
 * Reads a definition, {@code {steps: [{key, type, config}], connections: [{from, to, type}]}} in plain values, and
 * answers an {@link Automation} or every problem that keeps it from being one (contract/resend.md 4). The shapes of
 * older days ({@code ref}, {@code edges}, {@code edge_type}, {@code seconds}, {@code template_id}) are read too.
 */
public final class Blueprint {

    /** How many steps an automation may have. */
    public static final int STEPS_MAX = 150;

    /** How many connections: no step type has more than two branches. */
    public static final int CONNECTIONS_MAX = 2 * STEPS_MAX;

    /** How long the key of a step may be. */
    public static final int KEY_LENGTH_MAX = 100;

    private Blueprint() {}

    /** Reads what may be enabled. */
    public static Result<Automation> read(Map<String, Object> definition) {
        return read(definition, false);
    }

    /** Reads what may be kept disabled: steps that cannot be reached are accepted. */
    public static Result<Automation> readDraft(Map<String, Object> definition) {
        return read(definition, true);
    }

    private static Result<Automation> read(Map<String, Object> definition, boolean isDraft) {
        List<Problem> problems = new ArrayList<>();
        Sketch sketch = Sketch.read(definition, problems);
        new Soundness(sketch, problems).check(isDraft);
        return problems.isEmpty()
                ? Result.of(new Automation(sketch.nodes(), sketch.connections()))
                : Result.failed(problems);
    }
}
