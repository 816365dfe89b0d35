package onward.flow.step;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import onward.flow.fact.Result;

/**
 * What can be said about a kind of step without having one: the word for it, where it can lead, what its
 * config holds. Validation, the API, the dashboard's form and the documentation all read this description.
 *
 * @param name the word in {@code type}, for example {@code send_email}
 * @param explanation what it does, in a sentence or two
 * @param branches the connection types that may leave it, in the order they are shown
 * @param namesBranches true when a config may name branches of its own, see {@link Step#branches}
 * @param fields what its config may hold, in the order of a form
 * @param example a config that can be read
 * @param reader makes a step of a config; answers null where the config noted a problem
 */
public record StepType(
        String name,
        String explanation,
        List<String> branches,
        boolean namesBranches,
        List<Field> fields,
        Map<String, Object> example,
        Function<Config, Step> reader) {

    /** A type whose branches are always the same. */
    StepType(
            String name,
            String explanation,
            List<String> branches,
            List<Field> fields,
            Map<String, Object> example,
            Function<Config, Step> reader) {
        this(name, explanation, branches, false, fields, example, reader);
    }

    /**
     * One field of a config.
     *
     * @param name in snake_case, dots for nesting
     * @param kind what a form offers for it
     * @param explanation one sentence for the person who fills it in
     */
    public record Field(String name, Kind kind, boolean isRequired, String explanation) {

        static Field required(String name, Kind kind, String explanation) {
            return new Field(name, kind, true, explanation);
        }

        static Field optional(String name, Kind kind, String explanation) {
            return new Field(name, kind, false, explanation);
        }
    }

    /** What sort of value a field takes. */
    public enum Kind {
        EVENT_NAME("the name of an event"),
        EVENTS("a list of events"),
        TEMPLATE("a template's id or alias"),
        VARIABLES("an object of values and references"),
        SENDER("an address, with or without a name"),
        ADDRESSES("an address or a list of them"),
        TEXT("a text"),
        VALUE("a text or a reference"),
        TRUTH("a boolean or a reference"),
        DURATION("a duration"),
        MOMENT("an RFC 3339 instant or a reference"),
        TIME_OF_DAY("a time or a span of times"),
        WEEKDAYS("a list of weekdays", "mon", "tue", "wed", "thu", "fri", "sat", "sun"),
        PLATFORMS("a list of platforms", "android", "ios", "web"),
        TIME_ZONE("an IANA time zone or a reference"),
        RULE("a rule"),
        CORRELATION("a field and what it equals"),
        LOOK_BACK("a duration or `run_start`"),
        BRANCHES("a list of named branches"),
        METHOD("an HTTP method", "GET", "POST", "PUT", "PATCH", "DELETE"),
        URL("a URL, with placeholders"),
        HEADERS("an object of header values"),
        BODY("any JSON value"),
        COUNT("a whole number"),
        ON_UNCERTAIN("`resend` or `hold`", "resend", "hold"),
        SEGMENT("an id"),
        TOPIC("an id"),
        SUBSCRIPTION("`opt_in` or `opt_out`", "opt_in", "opt_out"),
        FLAG("a boolean");

        private final String words;
        private final List<String> choices;

        Kind(String words, String... choices) {
            this.words = words;
            this.choices = List.of(choices);
        }

        /** What it takes, in words. */
        public String words() {
            return words;
        }

        /** All that it takes, where that can be counted; else empty. */
        public List<String> choices() {
            return choices;
        }
    }

    /**
     * The config that a form begins with. It is empty but for what nobody could begin from nothing: branches stand as
     * in the example, since a step without any leads nowhere, and a rule that is the whole config is one comparison.
     */
    public Map<String, Object> blank() {
        Map<String, Object> blank = new LinkedHashMap<>();
        for (Field field : fields) {
            if (field.isRequired() && field.kind() == Kind.BRANCHES) {
                blank.put(field.name(), example.get(field.name()));
            } else if (field.kind() == Kind.RULE && field.name().isEmpty()) {
                blank.put("type", "rule");
                blank.put("field", "");
                blank.put("operator", "eq");
            }
        }
        return blank;
    }

    /** Where a step of that config leads; what the type says of itself as long as the config cannot be read. */
    public List<String> branchesOf(Object config) {
        Result<Step> read = read(config, "");
        return read.isOk() ? read.value().branches() : branches;
    }

    /**
     * Reads a config as it came from a caller or from a stored definition. Unknown fields are ignored, null is the
     * same as absent, and {@code []} or {@code "{}"} the same as an empty object (contract/resend.md 2.2).
     *
     * @param path where the config stands, for the problems
     */
    public Result<Step> read(Object config, String path) {
        Config fields = new Config(config, path);
        Step step = reader.apply(fields);
        return fields.problems().isEmpty() ? Result.of(step) : Result.failed(fields.problems());
    }
}
