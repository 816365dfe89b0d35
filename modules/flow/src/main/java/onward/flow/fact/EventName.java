package onward.flow.fact;

import java.util.List;
import java.util.Optional;

/** What an event from outside may be called. */
public final class EventName {
    public static final int CHARS_MAX = 255;

    /** Names that begin so are the system's own. */
    public static final String RESERVED_PREFIX = "resend:";

    /** What the second face calls the system's own events by; no name of anybody's begins so either. */
    public static final String SECOND_RESERVED_PREFIX = "sendrealm.";

    private EventName() {}

    /** What keeps somebody from giving an event that name. @param field where the name was found */
    public static Optional<Problem> problem(String field, String name) {
        for (String reserved : List.of(RESERVED_PREFIX, SECOND_RESERVED_PREFIX)) {
            if (name.startsWith(reserved)) {
                return Optional.of(Problem.invalid(
                        field,
                        "Expected an event name of your own, found one that starts with " + reserved
                                + ", which is reserved for system events."));
            }
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
