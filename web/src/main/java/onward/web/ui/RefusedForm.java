package onward.web.ui;

/** A form that is shown again, with what was typed and what is wrong with it; nothing was changed. */
public final class RefusedForm extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Shown shown;

    public RefusedForm(Shown shown) {
        super("A form was refused.", null, false, false);
        this.shown = shown;
    }

    Shown shown() {
        return shown;
    }
}
