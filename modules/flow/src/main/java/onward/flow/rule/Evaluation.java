package onward.flow.rule;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a rule came to and why.
 *
 * @param verdict true, false, or missing: the comparison needs a field that is not there
 * @param clause where in the tree the comparison that decided stands, for example {@code rules[1]}; empty when the
 *     tree is that comparison alone
 * @param because the comparison that decided
 * @param seen the value it saw; null also when there was none
 */
public record Evaluation(Verdict verdict, String clause, Compare because, Object seen) {

    /** What a rule can come to. */
    public enum Verdict {
        TRUE,
        FALSE,
        MISSING;

        static Verdict of(boolean holds) {
            return holds ? TRUE : FALSE;
        }
    }

    public boolean isTrue() {
        return verdict == Verdict.TRUE;
    }

    public boolean isMissing() {
        return verdict == Verdict.MISSING;
    }

    /** The same seen from the group around it. */
    Evaluation below(String place) {
        return new Evaluation(verdict, clause.isEmpty() ? place : place + "." + clause, because, seen);
    }

    /** The reason in plain values: {@code {clause, field, operator, expected, found}}. */
    public Map<String, Object> explanation() {
        Map<String, Object> reason = new LinkedHashMap<>();
        reason.put("clause", clause);
        reason.put("field", because.field());
        reason.put("operator", because.operator().word());
        reason.put("expected", because.value());
        reason.put("found", seen);
        return reason;
    }
}
