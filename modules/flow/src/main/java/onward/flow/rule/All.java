package onward.flow.rule;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import onward.flow.fact.Scope;

/** True when every one of its rules is; the first that is not decides. */
public record All(List<Rule> rules) implements Rule {

    public All {
        rules = List.copyOf(rules);
    }

    @Override
    public Evaluation evaluate(Scope scope, Scope references, Missing missing) {
        Evaluation last = null;
        for (int i = 0; i < rules.size(); i++) {
            last = rules.get(i).evaluate(scope, references, missing).below("rules[" + i + "]");
            if (!last.isTrue()) {
                return last;
            }
        }
        return last;
    }

    @Override
    public Map<String, Object> toMap() {
        return group("and", rules);
    }

    static Map<String, Object> group(String type, List<Rule> rules) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("type", type);
        map.put("rules", rules.stream().map(Rule::toMap).toList());
        return map;
    }
}
