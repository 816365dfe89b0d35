package onward.flow.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import onward.flow.fact.Problem;
import onward.flow.fact.Result;
import onward.flow.policy.Entry;
import onward.flow.policy.Exit;

/**
 * Reads a definition, {@code {steps: [{key, type, config}], connections: [{from, to, type}]}} in plain values, with
 * {@code entry} and {@code exit} beside them where an automation has such rules, and answers an {@link Automation} or every problem that keeps it from being one (contract/resend.md 4). The shapes of
 * older days ({@code ref}, {@code edges}, {@code edge_type}, {@code seconds}, {@code template_id}) are read too.
 */
public final class Blueprint {

    /** How many steps an automation may have. */
    public static final int STEPS_MAX = 150;

    /** How many connections an automation may have. */
    public static final int CONNECTIONS_MAX = 4 * STEPS_MAX;

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
        Entry entry = policy(definition, "entry", Entry::read, Entry.EVERY, problems);
        Exit exit = policy(definition, "exit", Exit::read, Exit.NEVER, problems);
        return problems.isEmpty()
                ? Result.of(new Automation(sketch.nodes(), sketch.connections(), entry, exit))
                : Result.failed(problems);
    }

    private static <T> T policy(
            Map<String, Object> definition,
            String name,
            Function<Object, Result<T>> reader,
            T byDefault,
            List<Problem> problems) {
        Object given = definition == null ? null : definition.get(name);
        if (given == null) {
            return byDefault;
        }
        Result<T> read = reader.apply(given);
        problems.addAll(read.problems());
        return read.value();
    }
}
