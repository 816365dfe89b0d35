package onward.flow.fact;

import java.util.Optional;

/** What an event from outside may be called. */
public final class EventName {
    public static final int CHARS_MAX = 255;

    /** Names that begin so are the system's own. */
    public static final String RESERVED_PREFIX = "resend:";

    private EventName() {}

    /** What keeps somebody from giving an event that name. @param field where the name was found */
    public static Optional<Problem> problem(String field, String name) {
        if (name.startsWith(RESERVED_PREFIX)) {
            return Optional.of(Problem.invalid(
                    field,
                    "Expected an event name of your own, found one that starts with " + RESERVED_PREFIX
                            + ", which is reserved for system events."));
        }
        int length = name.codePointCount(0, name.length());
        if (length < 1) {
            return Optional.of(Problem.invalid(field, "String must contain at least 1 character(s)"));
        }
        return length <= CHARS_MAX
                ? Optional.empty()
                : Optional.of(Problem.invalid(field, "String must contain at most " + CHARS_MAX + " character(s)"));
    }
}
