package onward.flow.step;

import java.util.List;
import java.util.function.Function;
import onward.flow.fact.Result;

/**
 * What can be said about a kind of step without having one: the word for it, where it can lead, what its
 * config holds. Validation, the API, the dashboard's form and the documentation all read this description.
 *
 * @param name the word in {@code type}, for example {@code send_email}
 * @param branches the connection types that may leave it, in the order they are shown
 * @param fields what its config may hold, in the order of a form
 * @param reader makes a step of a config; answers null where the config noted a problem
 */
public record StepType(String name, List<String> branches, List<Field> fields, Function<Config, Step> reader) {

    /**
     * One field of a config.
     *
     * @param name in snake_case, dots for nesting
     * @param kind what a form offers for it
     * @param explanation one sentence for the person who fills it in
     */
    public record Field(String name, Kind kind, boolean isRequired, String explanation) {}

    /** What sort of value a field takes. */
    public enum Kind {
        EVENT_NAME,
        TEMPLATE,
        VARIABLES,
        SENDER,
        ADDRESSES,
        TEXT,
        DURATION,
        RULE,
        ID
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
