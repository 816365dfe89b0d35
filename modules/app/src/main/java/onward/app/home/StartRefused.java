package onward.app.home;

/** The server cannot start here and now; the message is for the operator, no stack trace helps. */
public final class StartRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StartRefused(String message) {
        super(message);
    }
}
