package onward.flow.step;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import onward.flow.rule.Evaluation;
import onward.flow.rule.Rule;

/**
 * Sends a run the way of the first case whose rule holds, or the default one. A field that the event does not carry
 * fails the run, as it does in a {@link Condition}: ask for it with exists first.
 */
public record Switch(List<Case> cases) implements Step {

    /** How many cases it may have. */
    public static final int CASES_MAX = 50;

    /** A branch and the rule that opens it. */
    public record Case(String name, Rule rule) {

        Map<String, Object> toMap() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("name", name);
            map.put("rule", rule.toMap());
            return map;
        }
    }

    public static final StepType TYPE = new StepType(
            "switch",
            "Sends the run the way of the first case whose rule holds, or by the branch `default`.",
            List.of(Outcome.DEFAULT),
            true,
            List.of(StepType.Field.required(
                    "cases",
                    StepType.Kind.BRANCHES,
                    "The cases in order, each with a name, which is the connection's type, and a rule.")),
            example(),
            Switch::read);

    private static Map<String, Object> example() {
        Map<String, Object> rule = new LinkedHashMap<>();
        rule.put("type", "rule");
        rule.put("field", "event.plan");
        rule.put("operator", "eq");
        rule.put("value", "gold");
        Map<String, Object> gold = new LinkedHashMap<>();
        gold.put("name", "gold");
        gold.put("rule", rule);
        return Map.of("cases", List.of(gold));
    }

    private static Step read(Config config) {
        List<Case> cases = new ArrayList<>();
        List<String> names = new ArrayList<>(List.of(Outcome.DEFAULT));
        List<?> items = config.list("cases", 1, CASES_MAX);
        for (int i = 0; i < items.size(); i++) {
            Config item = config.inside("cases[" + i + "]", items.get(i));
            String name = item.newBranch("name", names);
            names.add(name);
            cases.add(new Case(name, item.required("rule", "a rule", value -> Rule.read(value, ""))));
        }
        return new Switch(cases);
    }

    @Override
    public StepType type() {
        return TYPE;
    }

    @Override
    public List<String> branches() {
        return Stream.concat(cases.stream().map(Case::name), Stream.of(Outcome.DEFAULT))
                .toList();
    }

    @Override
    public Map<String, Object> config() {
        return Map.of("cases", cases.stream().map(Case::toMap).toList());
    }

    @Override
    public Outcome enter(Context context) {
        Evaluation last = null;
        for (Case one : cases) {
            last = one.rule().evaluate(context.scope());
            if (last.isMissing()) {
                return Condition.missing(last);
            }
            if (last.isTrue()) {
                return went(one.name(), last);
            }
        }
        return went(Outcome.DEFAULT, last);
    }

    private static Outcome went(String branch, Evaluation evaluation) {
        Map<String, Object> output = new LinkedHashMap<>();
        output.put("branch", branch);
        output.put("because", evaluation.explanation());
        return new Outcome.Go(branch, output, List.of());
    }
}
