package onward.flow.rule;

import java.util.LinkedHashMap;
import java.util.Map;
import onward.flow.fact.Scope;
import onward.flow.rule.Evaluation.Verdict;

/**
 * One field held against one value.
 *
 * @param field a path that a {@link Scope} knows, for example {@code event.plan}
 * @param value what the operator compares with; null for those that take none, and for null itself
 */
public record Compare(String field, Operator operator, Object value) implements Rule {

    /**
     * A field that is absent makes the verdict missing, except for the operators that ask just that. Fields of a
     * contact are never absent, only null.
     */
    @Override
    public Evaluation evaluate(Scope scope) {
        Scope.Found found = scope.find(field);
        Verdict verdict = found.isPresent() || operator.asksForPresence()
                ? Verdict.of(operator.holds(found.value(), value, scope.now()))
                : Verdict.MISSING;
        return new Evaluation(verdict, "", this, found.value());
    }

    @Override
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("type", "rule");
        map.put("field", field);
        map.put("operator", operator.word());
        if (!operator.asksForPresence()) {
            map.put("value", value);
        }
        return map;
    }
}
