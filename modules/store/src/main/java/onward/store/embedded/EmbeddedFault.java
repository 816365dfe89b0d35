package onward.store.embedded;

/** The embedded database could not do what was asked; the message is written for the operator. */
public final class EmbeddedFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EmbeddedFault(String message) {
        super(message);
    }

    EmbeddedFault(String message, Throwable cause) {
        super(message, cause);
    }
}
