package onward.flow.step;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import onward.flow.fact.Problem;
import onward.flow.fact.Result;
import onward.flow.fact.Values;

/** The config of one step while it is read: hands out fields by name and gathers what is wrong with them. */
public final class Config {

    private final String path;
    private final Map<?, ?> fields;
    private final List<Problem> problems = new ArrayList<>();

    Config(Object config, String path) {
        this.path = path;
        this.fields = fieldsOf(config);
    }

    private Map<?, ?> fieldsOf(Object config) {
        if (isEmptyObject(config)) {
            return Map.of();
        }
        if (config instanceof Map<?, ?> given) {
            return given;
        }
        problems.add(Problem.invalid(path, "Expected an object, found " + Values.kind(config) + "."));
        return Map.of();
    }

    /** PHP's empty array and the text that Rust's documentation sends stand for an empty object, and so does null. */
    private static boolean isEmptyObject(Object config) {
        return config == null || "{}".equals(config) || (config instanceof List<?> list && list.isEmpty());
    }

    /** The whole config, for a step whose config is one thing. */
    public Object whole() {
        return fields;
    }

    /** Where the whole config stands. */
    public String path() {
        return path;
    }

    /** The first of these fields that is there and not null, or null. */
    public Object value(String... names) {
        for (String name : names) {
            if (fields.get(name) != null) {
                return fields.get(name);
            }
        }
        return null;
    }

    /** A text that must be there and not blank; null when a problem was noted. */
    public String text(String name, String example) {
        if (value(name) == null) {
            return note(
                    Problem.missing(at(name), "Expected `" + name + "`, for example " + example + ", found nothing."));
        }
        return optionalText(name);
    }

    /** A text that is not blank, or null when the field is absent or a problem was noted. */
    public String optionalText(String name) {
        Object value = value(name);
        if (value == null || (value instanceof String text && !text.isBlank())) {
            return (String) value;
        }
        String found = value instanceof String ? "a blank one" : Values.kind(value);
        return note(Problem.invalid(at(name), "Expected a text in `" + name + "`, found " + found + "."));
    }

    /** What a reader makes of the value; null when the value is null or problems were noted. */
    public <V, T> T read(String name, V value, Function<V, Result<T>> reader) {
        if (value == null) {
            return null;
        }
        Result<T> result = reader.apply(value);
        result.problems().forEach(problem -> problems.add(below(name, problem)));
        return result.value();
    }

    private Problem below(String name, Problem problem) {
        return new Problem(problem.kind(), at(name) + problem.path(), problem.message());
    }

    /** Notes a problem and answers null, so that a reader can return it. */
    public <T> T note(Problem problem) {
        problems.add(problem);
        return null;
    }

    /** The path of a field. */
    public String at(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /** Everything wrong so far. */
    public List<Problem> problems() {
        return problems;
    }
}
