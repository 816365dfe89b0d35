package onward.trial.simulate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Rows with a unique key, which may be absent. */
final class Table<T> {
    final String name;
    private final Database database;
    private final List<Row<T>> rows = new ArrayList<>();
    private final Map<Object, Row<T>> keys = new HashMap<>();

    Table(String name, Database database) {
        this.name = name;
        this.database = database;
    }

    /** In the order of insertion, those of open transactions among them; not to be changed. */
    List<Row<T>> rows() {
        return rows;
    }

    /** The row of that key, committed or not; or null. */
    Row<T> at(Object key) {
        return keys.get(key);
    }

    /**
     * Inserts unless the key is there, {@code on conflict do nothing}. Waits for another transaction that is about to
     * insert or delete the same key.
     *
     * @param key null for none
     */
    boolean insert(Transaction tx, Object key, T value) {
        Row<T> there = key == null ? null : keys.get(key);
        if (there != null) {
            if (there.isHeldByAnother(tx) && there.isDrafted && (there.value == null || there.draft == null)) {
                throw database.blockedBy(there.holder);
            }
            if (there.seenBy(tx) != null) {
                return false;
            }
        }
        var row = new Row<>(this, key);
        rows.add(row);
        if (key != null) {
            keys.put(key, row);
        }
        hold(tx, row);
        row.isDrafted = true;
        row.draft = value;
        return true;
    }

    /** Locks the row, waiting for whoever has it. */
    void lock(Transaction tx, Row<T> row) {
        if (row.isHeldByAnother(tx)) {
            throw database.blockedBy(row.holder);
        }
        hold(tx, row);
    }

    private static void hold(Transaction tx, Row<?> row) {
        if (row.holder != tx) {
            row.holder = tx;
            tx.held.add(row);
        }
    }

    /** Writes over a row, waiting for whoever has it; null deletes. */
    void write(Transaction tx, Row<T> row, T value) {
        lock(tx, row);
        row.isDrafted = true;
        row.draft = value;
    }

    void drop(Row<?> row) {
        rows.remove(row);
        if (row.key != null) {
            keys.remove(row.key, row);
        }
    }
}
