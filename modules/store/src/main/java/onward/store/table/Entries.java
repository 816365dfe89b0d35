package onward.store.table;

import static onward.store.table.Columns.instant;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import onward.store.Statements;
import onward.store.Times;

/** Who had a run of an automation last, for automations with an entry rule, and which events started none. */
public final class Entries {
    private static final Statements SQL = Statements.of("entries");

    private Entries() {}

    /** A contact or key of an automation. */
    public record EntryKey(UUID projectId, UUID automationId, String key) {}

    /** The newest run of a key, and when the event that started it was received. */
    public record Entry(EntryKey key, UUID runId, Instant enteredAt) {}

    /**
     * An event that started no run.
     *
     * @param reason the word of the entry rule's mode, {@code no_key}, {@code trigger_filter},
     *     {@code contact_deleted} or {@code contact_unknown}
     * @param runId the run that was in the way, or null
     */
    public record Refusal(UUID projectId, UUID automationId, UUID eventId, UUID contactId, String reason, UUID runId) {}

    /**
     * Holds the keys until the end of the transaction; one that is new becomes the entry given.
     *
     * @param entries no key twice
     * @return what each key holds now: the entry given where there was none, else the earlier one
     */
    public static Future<Map<EntryKey, Entry>> hold(SqlClient tx, List<Entry> entries) {
        return tx.preparedQuery(SQL.get("hold")).execute(tuple(entries)).map(rows -> {
            var held = new HashMap<EntryKey, Entry>();
            rows.forEach(row -> {
                var key = new EntryKey(
                        row.getUUID("project_id"), row.getUUID("automation_id"), row.getString("entry_key"));
                held.put(key, new Entry(key, row.getUUID("run_id"), instant(row, "entered_at")));
            });
            return held;
        });
    }

    /** Makes these the newest of their keys, which are held. */
    public static Future<Void> replace(SqlClient tx, List<Entry> entries) {
        return tx.preparedQuery(SQL.get("replace")).execute(tuple(entries)).mapEmpty();
    }

    private static Tuple tuple(List<Entry> entries) {
        var rows = Columns.of(entries);
        return Tuple.of(
                rows.uuids(e -> e.key().projectId()),
                rows.uuids(e -> e.key().automationId()),
                rows.texts(e -> e.key().key()),
                rows.uuids(Entry::runId),
                rows.times(Entry::enteredAt));
    }

    /** Which of the runs live. */
    public static Future<Set<UUID>> running(SqlClient tx, Collection<RunRef> runs) {
        var rows = RunRef.columns(runs);
        return tx.preparedQuery(SQL.get("running"))
                .execute(Columns.pair(rows.uuids(RunRef::projectId), rows.uuids(RunRef::id)))
                .map(found -> new HashSet<>(Columns.list(found, row -> row.getUUID("id"))));
    }

    /** Keeps why events started no run. */
    public static Future<Void> refuse(SqlClient tx, List<Refusal> refusals, Instant now) {
        var rows = Columns.of(refusals);
        var tuple = Tuple.of(
                Times.toSql(now),
                rows.uuids(Refusal::projectId),
                rows.uuids(Refusal::automationId),
                rows.uuids(Refusal::eventId),
                rows.uuids(Refusal::contactId),
                rows.texts(Refusal::reason));
        tuple.addValue(rows.uuids(Refusal::runId));
        return tx.preparedQuery(SQL.get("refuse")).execute(tuple).mapEmpty();
    }
}
