package onward.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import onward.flow.fact.Result;
import onward.store.table.StoredAutomation.Draft;

/**
 * The graph inside the body of a create or update of an automation, with the rules beside it: who enters, and
 * what ends a run early (additions of ours).
 */
final class GraphBody {
    private static final List<String> HALVES = List.of("steps", "connections", "edges");
    private static final List<String> RULES = List.of("entry", "exit");

    private GraphBody() {}

    /** True when the body says anything of a graph; {@code edges} is the old word for connections. */
    static boolean isIn(Fields fields) {
        return fields.has("steps") || hasConnections(fields);
    }

    /** Gathers a problem for each half of the graph that is missing. */
    static void requireWhole(Fields fields) {
        fields.require("steps");
        if (!hasConnections(fields)) {
            fields.require("connections");
        }
    }

    /** True when the body says anything of the rules beside the steps, be it that there are none. */
    static boolean hasRules(Fields fields) {
        return RULES.stream().anyMatch(fields::isGiven);
    }

    /** The body's graph under that name and status, in canonical form. */
    static Draft read(Fields fields, String name, boolean enabled) {
        return read(fields, Map.of(), name, enabled);
    }

    /** The same over a definition that was: steps and connections are replaced whole, each rule by itself. */
    static Draft read(Fields fields, Map<String, Object> before, String name, boolean enabled) {
        return draft(definition(fields, before), name, enabled);
    }

    /** The definition in the body as it was given, over one that was. */
    static Map<String, Object> definition(Fields fields, Map<String, Object> before) {
        Map<String, Object> definition = new LinkedHashMap<>(before);
        if (isIn(fields)) {
            definition.keySet().removeAll(HALVES);
            HALVES.stream().filter(fields::has).forEach(half -> definition.put(half, fields.raw(half)));
        }
        RULES.stream().filter(fields::isGiven).forEach(rule -> definition.put(rule, fields.raw(rule)));
        return definition;
    }

    /**
     * A definition under that name and status; what may not be enabled is refused when it is to be, with everything
     * that is wrong at once.
     */
    static Draft draft(Map<String, Object> definition, String name, boolean enabled) {
        Result<Draft> read = Draft.read(name, enabled, definition);
        if (!read.isOk()) {
            throw GraphProblems.refusal(read.problems(), definition);
        }
        return read.value();
    }

    private static boolean hasConnections(Fields fields) {
        return fields.has("connections") || fields.has("edges");
    }
}
