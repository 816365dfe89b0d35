package onward.api;

import java.util.List;
import java.util.Map;

/** The answer no: a status, a name of the closed list of contract/resend.md 2.6, and words for the caller. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String name;
    private final transient List<Map<String, Object>> problems;

    public Refusal(int status, String name, String message) {
        this(status, name, message, List.of());
    }

    /** @param problems what is wrong, one by one, where the message says several things; else empty */
    public Refusal(int status, String name, String message, List<Map<String, Object>> problems) {
        super(message, null, false, false);
        this.status = status;
        this.name = name;
        this.problems = problems;
    }

    public int status() {
        return status;
    }

    /** The error's name on the wire, for example {@code validation_error}. */
    public String name() {
        return name;
    }

    /** What is wrong, one by one; empty where the message says it all. */
    public List<Map<String, Object>> problems() {
        return problems;
    }
}
