package onward.flow.rule;

import java.util.Map;
import onward.flow.fact.Result;
import onward.flow.fact.Scope;

/** A tree of comparisons (contract/resend.md 5.1) that tells which of them decided. Immutable. */
public sealed interface Rule permits All, Any, Compare {

    /** How deep groups may nest; a single comparison has depth 1. */
    int NESTING_MAX = 10;

    /** How many comparisons and groups one tree may hold. */
    int RULES_MAX = 100;

    /**
     * Reads {@code {type: "rule" | "and" | "or", …}}.
     *
     * @param path where the rule stands, for the problems
     */
    static Result<Rule> read(Object value, String path) {
        return new RuleReader(RuleReader.ANY_FIELD).read(value, path);
    }

    /** The same, where fields can only be those of an event that comes in: {@code event.…}. */
    static Result<Rule> readFilter(Object value, String path) {
        return new RuleReader(RuleReader.EVENT_FIELD).read(value, path);
    }

    /** What a comparison comes to whose field or reference is not there. */
    enum Missing {
        /** Nothing: the whole rule cannot be told, and says so. */
        STOPS,
        /** False, so that another side of an {@code or} may still hold. */
        IS_FALSE
    }

    /**
     * Evaluates left to right and stops at the first comparison that decides. Never throws.
     *
     * @param scope where fields are looked up
     * @param references where values that are references are looked up
     */
    Evaluation evaluate(Scope scope, Scope references, Missing missing);

    /** Evaluates with both looked up in one place; what is missing stops it. */
    default Evaluation evaluate(Scope scope) {
        return evaluate(scope, scope, Missing.STOPS);
    }

    /** The tree in plain values, canonical. */
    Map<String, Object> toMap();
}
