package onward.flow.step;

/**
 * Events that some step or rule of an automation listens for, known before any run does.
 *
 * @param eventName spelled exactly
 * @param field the field by which such events are told apart, without its {@code event.}; empty when they are not
 */
public record Interest(String eventName, String field) {

    /** In every event of that name. */
    public static Interest all(String eventName) {
        return new Interest(eventName, "");
    }
}
