package onward.web.ui;

/** A form that was not taken: its page is shown again, with what somebody typed and what is wrong with it. */
public final class FormAgain extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Shown shown;

    public FormAgain(Shown shown) {
        super("A form was not taken", null, false, false);
        this.shown = shown;
    }

    Shown shown() {
        return shown;
    }
}
