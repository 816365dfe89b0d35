package onward.api;

/** The answer no: a status, a name of the closed list of contract/resend.md 2.6, and words for the caller. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String name;

    Refusal(int status, String name, String message) {
        super(message, null, false, false);
        this.status = status;
        this.name = name;
    }

    public int status() {
        return status;
    }

    /** The error's name on the wire, for example {@code validation_error}. */
    public String name() {
        return name;
    }
}
