package onward.web.graph;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import onward.flow.fact.Reference;
import onward.flow.fact.Values;
import onward.flow.rule.All;
import onward.flow.rule.Any;
import onward.flow.rule.Compare;
import onward.flow.rule.Operator;
import onward.flow.rule.Rule;

/** Rules, and what they decided by, as short as people write them on paper: {@code total ≥ 100 and plan = "pro"}. */
final class RuleWords {

    private static final String EVENT = "event.";

    private static final Map<Operator, String> SIGNS = Map.of(
            Operator.EQ, "=",
            Operator.NEQ, "≠",
            Operator.GT, ">",
            Operator.GTE, "≥",
            Operator.LT, "<",
            Operator.LTE, "≤");

    private RuleWords() {}

    static String of(Rule rule) {
        if (rule instanceof Compare compare) {
            return of(compare);
        }
        return rule instanceof All all ? joined(all.rules(), " and ") : joined(((Any) rule).rules(), " or ");
    }

    private static String joined(List<Rule> rules, String word) {
        return rules.stream()
                .map(rule -> rule instanceof Compare || rules.size() == 1 ? of(rule) : "(" + of(rule) + ")")
                .collect(Collectors.joining(word));
    }

    private static String of(Compare compare) {
        return (field(compare.field()) + " " + comparison(compare.operator(), compare.value())).strip();
    }

    private static String comparison(Operator operator, Object value) {
        boolean isAlone = value == null && !SIGNS.containsKey(operator);
        return sign(operator) + (isAlone ? "" : " " + value(value));
    }

    static String sign(Operator operator) {
        return SIGNS.getOrDefault(operator, operator.word().replace('_', ' '));
    }

    /** Without {@code event.}, which most fields begin with and which tells nobody anything. */
    static String field(String path) {
        return path.startsWith(EVENT) ? path.substring(EVENT.length()) : path;
    }

    /** Text in quotes, so that "5" is told from 5; a reference as its path. */
    static String value(Object value) {
        if (Reference.isOne(value)) {
            return field(String.valueOf(((Map<?, ?>) value).get("var")));
        }
        return value == null ? "nothing" : value instanceof String ? "\"" + value + "\"" : Values.text(value);
    }

    /**
     * What a comparison saw, from a step's output: {@code total 1200 ≥ 1000}, or {@code total 400, not ≥ 1000}.
     *
     * @param because {@code {clause, field, operator, expected, found}}
     * @return empty when it is not of that form
     */
    static String seen(Map<?, ?> because, boolean held) {
        Optional<Operator> operator = Operator.of(String.valueOf(because.get("operator")));
        if (operator.isEmpty() || !(because.get("field") instanceof String path)) {
            return "";
        }
        String found = field(path) + " " + value(because.get("found"));
        return found + (held ? " " : ", not ") + comparison(operator.get(), because.get("expected"));
    }
}
