package onward.bench.house;

/** A measurement that had begun was cut off, so there are no numbers; the message is for the operator. */
public final class BenchCut extends RuntimeException {
    private static final long serialVersionUID = 1;

    public BenchCut(String message) {
        super(message);
    }

    public BenchCut(String message, Throwable cause) {
        super(message + " " + cause, cause);
    }
}
