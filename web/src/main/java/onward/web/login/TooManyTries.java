package onward.web.login;

/** So many wrong passwords came that the next is not looked at. */
final class TooManyTries extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooManyTries() {
        super("Too many tries", null, false, false);
    }
}
