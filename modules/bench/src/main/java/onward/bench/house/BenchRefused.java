package onward.bench.house;

/** The machine or the server does not fit, so nothing was measured; the message is for the operator. */
public final class BenchRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    public BenchRefused(String message) {
        super(message);
    }

    public BenchRefused(String message, Throwable cause) {
        super(message + " " + cause, cause);
    }
}
