package onward.web.graph;

/** Where a step stands, in a run or in a draft, as it is shown: by a style, and by a mark and a word for those who see no colours. */
public enum State {
    /** The picture is of an automation, not of a run. */
    NONE("", "", ""),
    /** The picture is of a draft, and something about this step keeps it from being enabled. */
    UNREADY("is-unready", "M5 1.2v4.6M5 8.6v.2", "Not ready"),
    NOT_REACHED("is-ahead", "", "Not reached"),
    TAKEN("is-taken", "M1.5 5.4 4 7.8 8.5 2.6", "Done"),
    RESTING("is-resting", "M5 1a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM5 2.9V5l1.5 1", "Here now"),
    FAILED("is-failed", "M2 2l6 6M8 2 2 8", "Failed"),
    SKIPPED("is-skipped", "M1.5 2 5 5 1.5 8M5 2l3.5 3L5 8", "Skipped");

    private final String style;
    private final String mark;
    private final String word;

    State(String style, String mark, String word) {
        this.style = style;
        this.mark = mark;
        this.word = word;
    }

    /** The class of its cards; empty for none. */
    String style() {
        return style;
    }

    /** The strokes of its mark, on 10 by 10; empty for none. */
    String mark() {
        return mark;
    }

    /** For example {@code Failed}; empty for none. */
    String word() {
        return word;
    }

    boolean isOfRun() {
        return this != NONE && this != UNREADY;
    }
}
