package onward.flow.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import onward.flow.fact.Problem;
import onward.flow.fact.Reference;
import onward.flow.fact.Result;
import onward.flow.fact.Scope;
import onward.flow.fact.Values;

/** Reads one tree of rules and gathers all that is wrong with it. Used once. */
final class RuleReader {

    private static final String OPERATORS =
            Stream.of(Operator.values()).map(Operator::word).collect(Collectors.joining(", "));

    /** Which fields a rule may name. */
    record FieldSort(Predicate<String> fits, String words) {}

    static final FieldSort ANY_FIELD = new FieldSort(Scope::knows, Scope.WORDS);
    static final FieldSort EVENT_FIELD = new FieldSort(
            path -> Scope.knows(path) && path.startsWith("event."), "event., for it is the event that comes in");

    private final FieldSort fieldSort;
    private final List<Problem> problems = new ArrayList<>();
    private int count;

    RuleReader(FieldSort fieldSort) {
        this.fieldSort = fieldSort;
    }

    Result<Rule> read(Object value, String path) {
        Rule rule = rule(value, path, 1);
        if (count > Rule.RULES_MAX) {
            problems.add(Problem.invalid(path, "Expected at most " + Rule.RULES_MAX + " rules, found more."));
        }
        return problems.isEmpty() ? Result.of(rule) : Result.failed(problems);
    }

    private Rule rule(Object value, String path, int depth) {
        count++;
        if (!(value instanceof Map<?, ?> fields)) {
            return refused(path, "Expected a rule, an object with `type`, found " + Values.kind(value) + ".");
        }
        if (depth > Rule.NESTING_MAX) {
            return refused(path, "Expected rules nested at most " + Rule.NESTING_MAX + " deep, found more.");
        }
        Object type = fields.get("type");
        if ("and".equals(type) || "or".equals(type)) {
            return group(fields, path, depth);
        }
        return "rule".equals(type)
                ? compare(fields, path)
                : refused(below(path, "type"), "Expected `type` to be rule, and, or, found " + shown(type) + ".");
    }

    private Rule group(Map<?, ?> fields, String path, int depth) {
        String at = below(path, "rules");
        if (!(fields.get("rules") instanceof List<?> items) || items.isEmpty()) {
            return refused(at, "Expected at least one rule in `rules`, found none.");
        }
        List<Rule> rules = new ArrayList<>();
        for (int i = 0; i < items.size() && count <= Rule.RULES_MAX; i++) {
            rules.add(rule(items.get(i), at + "[" + i + "]", depth + 1));
        }
        if (rules.stream().anyMatch(Objects::isNull)) {
            return null;
        }
        return "and".equals(fields.get("type")) ? new All(rules) : new Any(rules);
    }

    private Rule compare(Map<?, ?> fields, String path) {
        String field = field(fields.get("field"), below(path, "field"));
        Operator operator = operator(fields.get("operator"), below(path, "operator"));
        if (operator == null) {
            return null;
        }
        Object value = operator.asksForPresence() ? null : fields.get("value");
        if (Reference.isOne(value)) {
            Result<Reference> reference = Reference.read(value);
            reference.problems().forEach(p -> problems.add(Problem.invalid(below(path, "value.var"), p.message())));
        } else if (!operator.operand().accepts(value)) {
            return refused(
                    below(path, "value"),
                    "Expected " + operator.operand().words + " in `value` of " + operator.word() + ", found "
                            + shown(value) + ".");
        }
        return field == null ? null : new Compare(field, operator, value);
    }

    private String field(Object value, String path) {
        if (value instanceof String text && fieldSort.fits().test(text)) {
            return text;
        }
        problems.add(Problem.invalid(
                path, "Expected `field` to start with " + fieldSort.words() + ", found " + shown(value) + "."));
        return null;
    }

    private Operator operator(Object value, String path) {
        Operator operator = value instanceof String word ? Operator.of(word).orElse(null) : null;
        if (operator == null) {
            problems.add(Problem.invalid(
                    path, "Expected `operator` to be one of " + OPERATORS + ", found " + shown(value) + "."));
        }
        return operator;
    }

    private Rule refused(String path, String message) {
        problems.add(Problem.invalid(path, message));
        return null;
    }

    private static String below(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private static String shown(Object value) {
        return value instanceof String text && text.length() <= 100 ? "\"" + text + "\"" : Values.kind(value);
    }
}
