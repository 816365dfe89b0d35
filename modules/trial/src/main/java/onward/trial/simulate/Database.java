package onward.trial.simulate;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import onward.flow.fact.Contact;
import onward.flow.run.Run;

/**
 * The tables of the hot path with the transactions that the server relies on: unique keys, row locks that last until
 * the end of the transaction, advisory locks, and the only clock that decides anything.
 */
final class Database {
    /** Instants of a world begin here. */
    static final long BEGINNING = Instant.parse("2026-10-01T12:00:00Z").toEpochMilli();

    final Table<Contact> contacts = new Table<>("contact", this);
    final Table<Rows.StoredEvent> events = new Table<>("event", this);
    final Table<Run> runs = new Table<>("run", this);
    final Table<Rows.Line> trail = new Table<>("trail", this);
    final Table<Rows.OpenWait> waits = new Table<>("open_wait", this);
    final Table<Rows.Letter> signals = new Table<>("signal", this);
    final Table<Rows.Mail> mails = new Table<>("envelope", this);
    final Table<Rows.Span> enablements = new Table<>("enablement", this);

    private final Map<Object, Transaction> latches = new HashMap<>();
    private final Map<UUID, Row<Run>> runsById = new HashMap<>();
    private final Map<UUID, Row<Rows.StoredEvent>> eventsById = new HashMap<>();

    /** Milliseconds since 1970, as all times here. */
    long now = BEGINNING;

    boolean isUp = true;
    /** How many transactions were committed. */
    long commits;

    /** Whom the statement that was blocked last has to wait for. */
    Transaction blocker;

    Instant instant() {
        return Instant.ofEpochMilli(now);
    }

    Transaction begin(Task owner) {
        if (!isUp) {
            throw Mishap.CONNECTION_LOST;
        }
        return new Transaction(owner, commits);
    }

    Mishap blockedBy(Transaction holder) {
        blocker = holder;
        return Mishap.BLOCKED;
    }

    /** An advisory lock until the end of the transaction. */
    void latch(Transaction tx, Object key) {
        Transaction holder = latches.get(key);
        if (holder != null && holder != tx) {
            throw blockedBy(holder);
        }
        if (holder == null) {
            latches.put(key, tx);
            tx.latches.add(key);
        }
    }

    /** The row of a run; null when there is none, a row without value when its insert is not committed. */
    Row<Run> run(UUID id) {
        return runsById.get(id);
    }

    Row<Rows.StoredEvent> event(UUID id) {
        return eventsById.get(id);
    }

    /** Makes what it wrote visible and gives its locks back. */
    void commit(Transaction tx) {
        commits++;
        for (Row<?> row : tx.held) {
            if (row.isDrafted) {
                settle(row);
            }
        }
        end(tx);
    }

    private <T> void settle(Row<T> row) {
        if (row.draft == null) {
            row.table.drop(row);
            return;
        }
        if (row.value == null) {
            row.bornSeq = commits;
            row.bornAt = now;
            index(row);
        }
        row.lastSeq = commits;
        row.lastAt = now;
        row.value = row.draft;
    }

    @SuppressWarnings("unchecked")
    private void index(Row<?> row) {
        if (row.draft instanceof Run run) {
            runsById.put(run.id(), (Row<Run>) row);
        } else if (row.draft instanceof Rows.StoredEvent event) {
            eventsById.put(event.event().id(), (Row<Rows.StoredEvent>) row);
        }
    }

    void abort(Transaction tx) {
        for (Row<?> row : tx.held) {
            if (row.value == null) {
                row.table.drop(row);
            }
        }
        end(tx);
    }

    private void end(Transaction tx) {
        for (Row<?> row : tx.held) {
            row.holder = null;
            row.isDrafted = false;
            row.draft = null;
        }
        for (Object key : tx.latches) {
            latches.remove(key);
        }
        tx.isOver = true;
    }
}
