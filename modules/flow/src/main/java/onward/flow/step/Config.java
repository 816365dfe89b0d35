package onward.flow.step;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import onward.flow.fact.Durations;
import onward.flow.fact.Problem;
import onward.flow.fact.Result;
import onward.flow.fact.Values;
import onward.flow.message.Address;

/** The config of one step while it is read: hands out fields by name and gathers what is wrong with them. */
public final class Config {

    /** How many addresses one field may hold. */
    private static final int ADDRESSES_MAX = 50;

    private final String path;
    private final Map<?, ?> fields;
    private final List<Problem> problems;

    Config(Object config, String path) {
        this(config, path, new ArrayList<>());
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

    private Config(Object config, String path, List<Problem> problems) {
        this.path = path;
        this.problems = problems;
        this.fields = fieldsOf(config);
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

    /** The name of an event, which must be there and not too long. */
    public String eventName(String name) {
        String text = text(name, "\"order.completed\"");
        return text == null || text.length() <= Trigger.EVENT_NAME_LENGTH_MAX
                ? text
                : note(Problem.invalid(
                        at(name),
                        "Expected an event name of at most " + Trigger.EVENT_NAME_LENGTH_MAX + " characters."));
    }

    /** A span of time that must be there, under the first of these names that is. */
    public Duration duration(String... names) {
        Object value = value(names);
        return value == null
                ? note(Problem.missing(
                        at(names[0]), "Expected `" + names[0] + "`, for example \"3 days\", found nothing."))
                : read(names[0], value, Durations::read);
    }

    /** One address or a list of them; null when absent. */
    public List<String> addresses(String name) {
        Object value = value(name);
        return read(name, value, given -> addresses(given instanceof List<?> list ? list : List.of(given)));
    }

    private static Result<List<String>> addresses(List<?> given) {
        List<String> addresses = new ArrayList<>();
        for (Object item : given) {
            Result<Address> address = Address.read(item instanceof String text ? text : "");
            if (!address.isOk() || given.size() > ADDRESSES_MAX) {
                return Result.failed(Problem.invalid(
                        "",
                        "Expected 1 to " + ADDRESSES_MAX + " email addresses, as `email@example.com` or"
                                + " `Name <email@example.com>`."));
            }
            addresses.add(((String) item).strip());
        }
        return Result.of(addresses);
    }

    /** The config of a nested object, whose problems are gathered here too. */
    public Config object(String name) {
        return new Config(value(name), at(name), problems);
    }

    /** What a reader makes of the whole config, for a step whose config is one thing. */
    public <T> T readWhole(Function<Object, Result<T>> reader) {
        Result<T> result = reader.apply(fields);
        result.problems().forEach(problem -> problems.add(below(path, problem)));
        return result.value();
    }

    /** What a reader makes of the value; null when the value is null or problems were noted. */
    public <V, T> T read(String name, V value, Function<V, Result<T>> reader) {
        if (value == null) {
            return null;
        }
        Result<T> result = reader.apply(value);
        result.problems().forEach(problem -> problems.add(below(at(name), problem)));
        return result.value();
    }

    private static Problem below(String at, Problem problem) {
        String path = problem.path();
        boolean isJoined = path.isEmpty() || path.startsWith(".") || path.startsWith("[");
        return new Problem(problem.kind(), isJoined ? at + path : at + "." + path, problem.message());
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
