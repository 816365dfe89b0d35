package onward.trial.simulate;

/** What keeps a statement from being carried out. Thrown often, so each kind is made once and has no stack trace. */
final class Mishap extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Another transaction holds what this one needs; the statement is made again when that one is over. */
    static final Mishap BLOCKED = new Mishap("blocked");
    /** Two transactions wait for each other; this one was chosen to end (PostgreSQL's 40P01). */
    static final Mishap DEADLOCK = new Mishap("deadlock");
    /** The connection is gone and its transaction with it. */
    static final Mishap CONNECTION_LOST = new Mishap("connection lost");
    /** The connection went while the commit was under way: committed or not. */
    static final Mishap COMMIT_UNKNOWN = new Mishap("commit unknown");
    /** A row that the database refuses, by no fault of the others. */
    static final Mishap ROW_FAULT = new Mishap("row fault");

    private Mishap(String word) {
        super(word, null, false, false);
    }
}
