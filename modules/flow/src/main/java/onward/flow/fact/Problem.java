package onward.flow.fact;

import java.util.Objects;

/**
 * What is wrong with something a caller gave us, in words for that caller.
 *
 * @param kind what sort of problem it is; a face of the API maps it to a status and a name
 * @param path where it is, for example {@code steps[2].config.duration}; empty when it is about the whole
 * @param message what was expected, what was found, what to do; never null
 */
public record Problem(Kind kind, String path, String message) {

    /** The sorts of problem; a new one must be mapped by every face. */
    public enum Kind {
        /** A required field is absent. */
        MISSING,
        /** A value has the wrong type, form or size. */
        INVALID,
        /** An object that was named does not exist. */
        NOT_FOUND,
        /** The request does not fit the present state of the object. */
        CONFLICT
    }

    public Problem {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(path);
        Objects.requireNonNull(message);
    }

    public static Problem missing(String path, String message) {
        return new Problem(Kind.MISSING, path, message);
    }

    public static Problem invalid(String path, String message) {
        return new Problem(Kind.INVALID, path, message);
    }

    public static Problem notFound(String message) {
        return new Problem(Kind.NOT_FOUND, "", message);
    }

    public static Problem conflict(String path, String message) {
        return new Problem(Kind.CONFLICT, path, message);
    }
}
