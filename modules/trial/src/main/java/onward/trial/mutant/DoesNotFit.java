package onward.trial.mutant;

/** A patch that does not apply to the sources of the checkout, or does not compile with them. */
public final class DoesNotFit extends RuntimeException {
    private static final long serialVersionUID = 1;

    DoesNotFit(String message) {
        super(message);
    }
}
