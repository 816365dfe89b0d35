package onward.flow.rule;

import java.util.List;
import java.util.Map;
import onward.flow.fact.Scope;

/** True when at least one of its rules is; the first that is decides. */
public record Any(List<Rule> rules) implements Rule {

    public Any {
        rules = List.copyOf(rules);
    }

    @Override
    public Evaluation evaluate(Scope scope, Scope references, Missing missing) {
        Evaluation last = null;
        for (int i = 0; i < rules.size(); i++) {
            last = rules.get(i).evaluate(scope, references, missing).below("rules[" + i + "]");
            if (last.isTrue() || last.isMissing()) {
                return last;
            }
        }
        return last;
    }

    @Override
    public Map<String, Object> toMap() {
        return All.group("or", rules);
    }
}
