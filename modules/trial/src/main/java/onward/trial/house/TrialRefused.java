package onward.trial.house;

/** The world does not fit, so no trial can be held; the message is for the person who asked for one. */
public final class TrialRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    public TrialRefused(String message) {
        super(message);
    }

    public TrialRefused(String message, Throwable cause) {
        super(message + " " + cause, cause);
    }
}
