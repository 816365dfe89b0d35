package onward.trial.simulate;

/**
 * One row: what is committed, and over it what the transaction that holds the row wrote. Rows say when they were
 * committed, for the judges; no statement may look at that.
 */
final class Row<T> {
    final Table<T> table;
    final Object key;
    /** Null while the insert is not committed. */
    T value;

    T draft;
    boolean isDrafted;
    Transaction holder;

    long bornSeq = -1;
    long bornAt = -1;
    long lastSeq = -1;
    long lastAt = -1;

    Row(Table<T> table, Object key) {
        this.table = table;
        this.key = key;
    }

    /** What a statement of the transaction sees: its own writes, else what is committed. Null: no such row. */
    T seenBy(Transaction tx) {
        return isDrafted && holder == tx ? draft : value;
    }

    boolean isHeldByAnother(Transaction tx) {
        return holder != null && holder != tx;
    }
}
