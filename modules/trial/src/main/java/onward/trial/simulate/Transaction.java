package onward.trial.simulate;

import java.util.ArrayList;
import java.util.List;

/** What one task writes together or not at all; READ COMMITTED, so each statement sees what is committed by then. */
final class Transaction {
    final Task owner;
    /** How many commits there were when it began, for the judges: what these wrote it could have seen. */
    final long began;

    final List<Row<?>> held = new ArrayList<>();
    final List<Object> latches = new ArrayList<>(2);
    boolean isOver;

    Transaction(Task owner, long began) {
        this.owner = owner;
        this.began = began;
    }
}
