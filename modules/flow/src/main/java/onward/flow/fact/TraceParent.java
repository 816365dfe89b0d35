package onward.flow.fact;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a request stands in a trace that others began: the header {@code traceparent} (W3C Trace Context, section 3.2).
 *
 * @param traceId 32 lower-case hexadecimal digits, not all of them 0
 * @param parentId 16 of them, likewise
 * @param flags 2 of them
 */
public record TraceParent(String traceId, String parentId, String flags) {
    private static final Pattern FORM =
            Pattern.compile("([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");
    private static final String VERSION = "00";
    private static final String NO_VERSION = "ff";

    /** Reads the header's value; empty for one that is none, which the standard wants ignored. */
    public static Optional<TraceParent> read(String header) {
        Matcher parts = FORM.matcher(header == null ? "" : header.strip());
        if (!parts.matches()) {
            return Optional.empty();
        }
        boolean isVersion =
                !parts.group(1).equals(NO_VERSION) && (!parts.group(1).equals(VERSION) || parts.group(5) == null);
        return isVersion && isSomething(parts.group(2)) && isSomething(parts.group(3))
                ? Optional.of(new TraceParent(parts.group(2), parts.group(3), parts.group(4)))
                : Optional.empty();
    }

    private static boolean isSomething(String digits) {
        return digits.chars().anyMatch(digit -> digit != '0');
    }

    /**
     * The same trace, for a request that we make: it is its parent's child under an id that follows from its own.
     *
     * @param attempt from 1; each has an id of its own
     */
    public TraceParent of(UUID request, int attempt) {
        long id = request.getLeastSignificantBits() + attempt - 1;
        return new TraceParent(traceId, String.format("%016x", id == 0 ? 1 : id), flags);
    }

    /** The header's value, of version 00. */
    public String text() {
        return VERSION + "-" + traceId + "-" + parentId + "-" + flags;
    }
}
