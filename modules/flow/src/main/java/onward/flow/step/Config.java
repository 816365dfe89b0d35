package onward.flow.step;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import onward.flow.fact.Durations;
import onward.flow.fact.Problem;
import onward.flow.fact.Reference;
import onward.flow.fact.Result;
import onward.flow.fact.Uuids;
import onward.flow.fact.Values;
import onward.flow.message.Address;

/** The config of one step while it is read: hands out fields by name and gathers what is wrong with them. */
public final class Config {

    /** How many addresses one field may hold. */
    private static final int ADDRESSES_MAX = 50;

    /** How long the name of a branch may be; an event's name is one. */
    public static final int BRANCH_LENGTH_MAX = 255;

    private final String path;
    private final Map<?, ?> fields;
    private final List<Problem> problems;

    Config(Object config, String path) {
        this(config, path, new ArrayList<>());
    }

    /** What a reader makes of an object that is no step's config, for example an automation's entry rule. */
    public static <T> Result<T> readWhole(Object value, String path, Function<Config, T> reader) {
        Config config = new Config(value, path);
        T read = reader.apply(config);
        return config.problems.isEmpty() ? Result.of(read) : Result.failed(config.problems);
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

    /** True when the field is there, be it null. */
    boolean isGiven(String name) {
        return fields.containsKey(name);
    }

    /** The names of all fields, in order. */
    List<String> names() {
        return fields.keySet().stream().map(String.class::cast).toList();
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

    /** A span of time under the first of these names that is there, or null when none is. */
    public Duration optionalDuration(String... names) {
        return read(names[0], value(names), Durations::read);
    }

    /** Whatever a reader makes of a value that must be there; null when problems were noted. */
    public <T> T required(String name, String example, Function<Object, Result<T>> reader) {
        Object value = value(name);
        return value == null
                ? note(Problem.missing(
                        at(name), "Expected `" + name + "`, for example " + example + ", found nothing."))
                : read(name, value, reader);
    }

    /** One of the words in whatever case, or the default when the field is absent. */
    public String oneOf(String name, List<String> words, String byDefault) {
        Object value = value(name);
        String word = value instanceof String text ? text.strip().toUpperCase(Locale.ROOT) : null;
        if (value != null && (word == null || !words.contains(word))) {
            return note(Problem.invalid(
                    at(name), "Expected `" + name + "` to be one of " + String.join(", ", words) + ", found another."));
        }
        return value == null ? byDefault : word;
    }

    /** A whole number that must be there and within bounds; {@code min} when a problem was noted. */
    public int wholeNumber(String name, int min, int max) {
        BigDecimal number = Values.number(value(name));
        boolean isFit = number != null
                && number.compareTo(BigDecimal.valueOf(min)) >= 0
                && number.compareTo(BigDecimal.valueOf(max)) <= 0
                && number.stripTrailingZeros().scale() <= 0;
        if (!isFit) {
            note(Problem.invalid(
                    at(name), "Expected a whole number from " + min + " to " + max + " in `" + name + "`."));
        }
        return isFit ? number.intValueExact() : min;
    }

    /** A list that must be there and have that many items; empty when a problem was noted. */
    public List<?> list(String name, int min, int max) {
        Object value = value(name);
        if (value instanceof List<?> list && list.size() >= min && list.size() <= max) {
            return list;
        }
        String found = value instanceof List<?> list ? String.valueOf(list.size()) : Values.kind(value);
        note(Problem.invalid(
                at(name),
                "Expected a list of " + min + " to " + max + " items in `" + name + "`, found " + found + "."));
        return List.of();
    }

    /** The reference that stands in the field, as it is written; also null. */
    Object reference(String name, Object value) {
        if (value != null) {
            read(name, value, Reference::read);
        }
        return value;
    }

    /** A UUID that must be there; null when a problem was noted. */
    public UUID id(String name) {
        String text = text(name, "the id of it");
        String id = text == null ? null : optionalId(name);
        return id == null ? null : UUID.fromString(id);
    }

    /** A UUID in lower case, or null when the field is absent or a problem was noted. */
    public String optionalId(String name) {
        String text = optionalText(name);
        return text == null || Uuids.read(text).isPresent()
                ? text == null ? null : text.toLowerCase(Locale.ROOT)
                : note(Problem.invalid(at(name), "Expected an id, a UUID, in `" + name + "`, found another text."));
    }

    /** The name of a branch that must be there and be none of those taken. */
    String newBranch(String name, List<String> taken) {
        String text = text(name, "\"gold\"");
        if (text != null && taken.contains(text)) {
            return note(Problem.invalid(at(name), "Expected every branch once, found `" + text + "` again."));
        }
        return text == null ? null : branch(name, text);
    }

    /** The text, when it may name a branch. */
    String branch(String name, String text) {
        boolean isFit = text.length() <= BRANCH_LENGTH_MAX && text.chars().noneMatch(Character::isISOControl);
        return isFit
                ? text
                : note(Problem.invalid(
                        at(name),
                        "Expected the name of a branch, at most " + BRANCH_LENGTH_MAX
                                + " characters and no control characters, found another."));
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

    /** The fields of an object at a place inside this one, for example {@code events[2]}; problems are gathered here. */
    Config inside(String place, Object value) {
        return new Config(value, at(place), problems);
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
        return path.isEmpty() || name.isEmpty() ? path + name : path + "." + name;
    }

    /** Everything wrong so far. */
    public List<Problem> problems() {
        return problems;
    }
}
