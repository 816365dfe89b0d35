package onward.flow.rule;

import java.util.LinkedHashMap;
import java.util.Map;
import onward.flow.fact.Reference;
import onward.flow.fact.Scope;
import onward.flow.rule.Evaluation.Verdict;

/**
 * One field held against one value.
 *
 * @param field a path that a {@link Scope} knows, for example {@code event.plan}
 * @param value what the operator compares with, or a reference to it; null for those that take none, and for null itself
 */
public record Compare(String field, Operator operator, Object value) implements Rule {

    /**
     * A field that is absent makes the verdict missing (or false, as is asked), except for the operators that ask just that; so does a
     * reference that leads nowhere. Fields of a contact are never absent, only null. The comparison in the answer has
     * the value that the reference led to.
     */
    @Override
    public Evaluation evaluate(Scope scope, Scope references, Missing missing) {
        Scope.Found found = scope.find(field);
        Scope.Found expected = Reference.resolve(value, references);
        boolean isComplete = operator.asksForPresence() || (found.isPresent() && expected.isPresent());
        Verdict verdict = isComplete
                ? Verdict.of(operator.holds(found.value(), expected.value(), scope.now()))
                : missing == Missing.IS_FALSE ? Verdict.FALSE : Verdict.MISSING;
        // A reference that leads nowhere is shown as it is written.
        Compare because = expected.isPresent() ? new Compare(field, operator, expected.value()) : this;
        return new Evaluation(verdict, "", because, found.value());
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
