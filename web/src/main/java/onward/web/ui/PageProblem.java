package onward.web.ui;

/** There is no such page, or none for what was asked; becomes a page that says so, in words for the person who asked. */
public final class PageProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String title;

    private PageProblem(int status, String title, String words) {
        super(words, null, false, false);
        this.status = status;
        this.title = title;
    }

    /** A question that has no answer. What was sent is not repeated: it is long, odd, or somebody's trick. */
    public static PageProblem badQuestion(String words) {
        return new PageProblem(400, "This page does not exist", words);
    }

    /** @param what for example "run" */
    public static PageProblem absent(String what) {
        return new PageProblem(
                404,
                "There is no such " + what,
                "It may have been removed since, or the address was cut short on its way.");
    }

    /** A form that did not come from one of our pages. */
    public static PageProblem foreignForm() {
        return new PageProblem(
                403,
                "That form was not taken",
                "It did not come from a page of this session. Nothing was changed; open the page again and repeat it"
                        + " there.");
    }

    /** A form that nobody fills by hand. */
    static PageProblem tooLarge() {
        return new PageProblem(413, "That was too much", "The form is larger than any of ours. Nothing was changed.");
    }

    /** Something that is refused as things stand. */
    public static PageProblem refused(String words) {
        return new PageProblem(409, "That was not done", words);
    }

    /** Something that may be done in a moment. */
    public static PageProblem unavailable(String words) {
        return new PageProblem(503, "That was not done", words);
    }

    int status() {
        return status;
    }

    String title() {
        return title;
    }
}
