package onward.flow.fact;

import java.util.Optional;
import java.util.stream.Stream;

/** What an event from outside may be called. */
public final class EventName {
    public static final int CHARS_MAX = 255;

    /** Names that begin so are the system's own. */
    public static final String RESERVED_PREFIX = "resend:";

    /** What the second face calls the system's own events by; no name of anybody's begins so either. */
    public static final String SECOND_RESERVED_PREFIX = "sendrealm.";

    private EventName() {}

    /** What is wrong with a name that only the system may give. @param field where the name was found */
    public static Optional<Problem> reserved(String field, String name) {
        return Stream.of(RESERVED_PREFIX, SECOND_RESERVED_PREFIX)
                .filter(name::startsWith)
                .findFirst()
                .map(prefix -> Problem.invalid(
                        field,
                        "Expected an event name of your own, found one that starts with " + prefix
                                + ", which is reserved for system events."));
    }

    /** What keeps somebody from giving an event that name. @param field where the name was found */
    public static Optional<Problem> problem(String field, String name) {
        Optional<Problem> reserved = reserved(field, name);
        if (reserved.isPresent()) {
            return reserved;
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
