package onward.flow.step;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import onward.flow.fact.Problem;
import onward.flow.fact.Reference;
import onward.flow.fact.Result;
import onward.flow.fact.Scope;
import onward.flow.fact.Values;
import onward.flow.message.Template;

/**
 * Named values for a template (contract/resend.md 5.3): plain ones, and references {@code {var: "event.plan"}} that
 * are looked up when the step runs. Immutable.
 *
 * @param values as given, references and all
 */
public record Variables(Map<String, Object> values) {

    /** How deep lists and objects may nest in a value. */
    private static final int NESTING_MAX = 10;

    /** Reads a map of key to value; a null value is the same as none. */
    public static Result<Variables> read(Object value) {
        if (value instanceof List<?> list && list.isEmpty()) {
            return Result.of(new Variables(Map.of()));
        }
        if (!(value instanceof Map<?, ?> given)) {
            return refused("", "Expected an object of variables, found " + Values.kind(value) + ".");
        }
        if (given.size() > Template.VARIABLES_MAX) {
            return refused(
                    "", "Expected at most " + Template.VARIABLES_MAX + " variables, found " + given.size() + ".");
        }
        List<Problem> problems = new ArrayList<>();
        Map<String, Object> values = new LinkedHashMap<>();
        given.forEach((key, item) -> {
            check(item, "." + key, 1, problems);
            if (item != null) {
                values.put((String) key, item);
            }
        });
        return problems.isEmpty() ? Result.of(new Variables(values)) : Result.failed(problems);
    }

    private static Result<Variables> refused(String path, String message) {
        return Result.failed(Problem.invalid(path, message));
    }

    private static void check(Object value, String path, int depth, List<Problem> problems) {
        if (depth > NESTING_MAX) {
            problems.add(Problem.invalid(path, "Expected values nested at most " + NESTING_MAX + " deep, found more."));
        } else if (Reference.isOne(value)) {
            Reference.read(value)
                    .problems()
                    .forEach(problem -> problems.add(Problem.invalid(path + "." + problem.path(), problem.message())));
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((key, item) -> check(item, path + "." + key, depth + 1, problems));
        } else if (value instanceof List<?> list) {
            list.forEach(item -> check(item, path + "[]", depth + 1, problems));
        }
    }

    /** The values with references looked up. What a reference does not find, or finds null, is left out. */
    public Map<String, Object> resolve(Scope scope) {
        Map<String, Object> resolved = new LinkedHashMap<>();
        values.forEach((key, value) -> {
            Object found = resolve(value, scope);
            if (found != null) {
                resolved.put(key, found);
            }
        });
        return resolved;
    }

    /** A value, lists and objects with references inside them, with these looked up. */
    static Object resolve(Object value, Scope scope) {
        if (Reference.isOne(value)) {
            return Reference.resolve(value, scope).value();
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> resolved = new LinkedHashMap<>();
            map.forEach((key, item) -> resolved.put(key, resolve(item, scope)));
            return resolved;
        }
        return value instanceof List<?> list
                ? new ArrayList<>(
                        list.stream().map(item -> resolve(item, scope)).toList())
                : value;
    }

    /** What a key refers to, for a message; null when it is no reference or not given. */
    String referenceOf(String key) {
        Object value = values.get(key);
        return Reference.isOne(value) ? Reference.read(value).value().path() : null;
    }
}
