package onward.store.table;

import static onward.store.table.Columns.instant;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import onward.store.Page;
import onward.store.PageRequest;
import onward.store.Statements;
import onward.store.Times;

/**
 * Imports of contacts: a file is received in chunks, queued with a plan, and then worked through batch by batch. How
 * far it got is saved with each batch, so a process that dies loses nothing and repeats nothing.
 */
public final class Imports {
    /** The size of every chunk of a file but its last. */
    public static final int CHUNK_BYTES = 256 * 1024;

    /** How many failed records an import tells of, one by one. */
    public static final int PROBLEMS_MAX = 20;

    public static final String QUEUED = "queued";
    public static final String IN_PROGRESS = "in_progress";
    public static final String COMPLETED = "completed";
    public static final String FAILED = "failed";
    /** What an import may be, as callers see it. */
    public static final List<String> STATUSES = List.of(QUEUED, IN_PROGRESS, COMPLETED, FAILED);

    private static final Statements SQL = Statements.of("contact_import");

    /** Whose import, and which. */
    public record Ref(UUID projectId, UUID id) {}

    /**
     * What became of the records so far.
     *
     * @param total how many the file has
     */
    public record Counts(int total, int created, int updated, int skipped, int failed) {

        /** How many were looked at. */
        public int done() {
            return created + updated + skipped + failed;
        }
    }

    /**
     * An import as callers see it.
     *
     * @param problems the first records that failed: {@code {row, message}}, rows counted from 1 without the header
     * @param reason why it failed as a whole, or null
     * @param completedAt null while it goes on
     */
    public record Import(
            UUID id,
            String status,
            Counts counts,
            List<?> problems,
            String reason,
            Instant createdAt,
            Instant completedAt) {}

    /** An import to be worked on: what to do, and how far it is. */
    public record Work(Ref ref, ImportPlan plan, long bytesDone, Counts counts, List<?> problems) {}

    private Imports() {}

    /** Begins to receive a file. */
    public static Future<Void> open(SqlClient client, Ref ref, Instant now) {
        return client.preparedQuery(SQL.get("open"))
                .execute(Tuple.of(ref.projectId(), ref.id(), Times.toSql(now)))
                .mapEmpty();
    }

    /** Keeps a piece of the file; of {@link #CHUNK_BYTES} unless it is the last. */
    public static Future<Void> addChunk(SqlClient client, Ref ref, int position, Buffer bytes) {
        return client.preparedQuery(SQL.get("add_chunk"))
                .execute(Tuple.of(ref.projectId(), ref.id(), position, bytes))
                .mapEmpty();
    }

    /** The file is whole: from now on it waits for its turn. False when it was given up meanwhile. */
    public static Future<Boolean> queue(SqlClient client, Ref ref, ImportPlan plan, int total, Instant now) {
        var tuple = Tuple.tuple()
                .addValue(Columns.json(plan.toMap()))
                .addValue(total)
                .addValue(Times.toSql(now))
                .addValue(ref.projectId())
                .addValue(ref.id());
        return client.preparedQuery(SQL.get("queue")).execute(tuple).map(done -> done.rowCount() > 0);
    }

    /** Forgets a file that is not queued yet. */
    public static Future<Void> drop(SqlClient client, Ref ref) {
        return client.preparedQuery(SQL.get("drop"))
                .execute(Tuple.of(ref.projectId(), ref.id()))
                .mapEmpty();
    }

    /** Forgets files that began to be received before an instant and were never queued; how many. */
    public static Future<Integer> dropAbandoned(SqlClient client, Instant before) {
        return client.preparedQuery(SQL.get("drop_abandoned"))
                .execute(Tuple.of(Times.toSql(before)))
                .map(done -> done.rowCount());
    }

    /** The import whose turn it is, held until the transaction ends; empty when there is none, or others hold all. */
    public static Future<Optional<Work>> next(SqlClient tx) {
        return tx.preparedQuery(SQL.get("next"))
                .execute(Tuple.tuple())
                .map(rows -> Optional.ofNullable(Columns.firstOrNull(rows, Imports::work)));
    }

    /**
     * A stretch of a file.
     *
     * @param bytes of one or two chunks
     * @param holdsEnd whether the file ends with them
     */
    public record Stretch(byte[] bytes, boolean holdsEnd) {}

    /** The chunk at a position and the one after it, those that there are. */
    public static Future<Stretch> stretch(SqlClient tx, Ref ref, int position) {
        return tx.preparedQuery(SQL.get("pieces"))
                .execute(Tuple.of(position, ref.projectId(), ref.id()))
                .map(rows -> {
                    Buffer bytes = Buffer.buffer();
                    rows.forEach(row -> {
                        if (row.getInteger("position") <= position + 1) {
                            bytes.appendBuffer(row.getBuffer("bytes"));
                        }
                    });
                    return new Stretch(bytes.getBytes(), rows.size() <= 2);
                });
    }

    /**
     * Saves how far a held import is. One that ended lets go of its file.
     *
     * @param status one of {@link #STATUSES}
     * @param reason why it failed, else null
     */
    public static Future<Void> move(SqlClient tx, Work work, String status, String reason, Instant now) {
        Counts counts = work.counts();
        var tuple = Tuple.tuple()
                .addValue(status)
                .addValue(work.bytesDone())
                .addValue(counts.created())
                .addValue(counts.updated())
                .addValue(counts.skipped())
                .addValue(counts.failed())
                .addValue(Columns.json(work.problems()))
                .addValue(reason)
                .addValue(Times.toSql(now))
                .addValue(work.ref().projectId())
                .addValue(work.ref().id());
        boolean isOver = !status.equals(IN_PROGRESS);
        return tx.preparedQuery(SQL.get("move"))
                .execute(tuple)
                .compose(done -> isOver
                        ? tx.preparedQuery(SQL.get("drop_chunks"))
                                .execute(Tuple.of(
                                        work.ref().projectId(), work.ref().id()))
                                .<Void>mapEmpty()
                        : Future.succeededFuture());
    }

    /** The import, or empty when there is none of that id. */
    public static Future<Optional<Import>> find(SqlClient client, UUID projectId, UUID id) {
        return client.preparedQuery(SQL.get("find"))
                .execute(Tuple.of(projectId, id))
                .map(rows -> Optional.ofNullable(Columns.firstOrNull(rows, Imports::seen)));
    }

    /**
     * Newest first.
     *
     * @param status only those, or null for all
     */
    public static Future<Page<Import>> list(SqlClient client, UUID projectId, String status, PageRequest request) {
        var filters = new ArrayList<Object>(Arrays.asList(status));
        return Keyset.page(client, SQL, request, List.of(projectId), filters, Imports::seen);
    }

    private static Work work(Row row) {
        return new Work(
                new Ref(row.getUUID("project_id"), row.getUUID("id")),
                ImportPlan.of(Columns.object(row, "plan")),
                row.getLong("bytes_done"),
                counts(row),
                (List<?>) Columns.json(row, "problems"));
    }

    private static Import seen(Row row) {
        return new Import(
                row.getUUID("id"),
                row.getString("status"),
                counts(row),
                (List<?>) Columns.json(row, "problems"),
                row.getString("reason"),
                instant(row, "created_at"),
                instant(row, "completed_at"));
    }

    private static Counts counts(Row row) {
        return new Counts(
                row.getInteger("total"),
                row.getInteger("created"),
                row.getInteger("updated"),
                row.getInteger("skipped"),
                row.getInteger("failed"));
    }

    /**
     * What a record of the file says of a contact.
     *
     * @param id of the contact, if it is new
     * @param emailKey no two of one batch
     * @param firstName null when the record gives none, as {@code lastName} and {@code unsubscribed}
     * @param properties those that the record gives
     */
    public record Entry(
            UUID id,
            String email,
            String emailKey,
            String firstName,
            String lastName,
            Boolean unsubscribed,
            Map<String, Object> properties) {}

    /** Makes contacts of those whose address has none; the ids of those by their addresses. */
    public static Future<Map<String, UUID>> insertContacts(
            SqlClient tx, UUID projectId, List<Entry> entries, Instant now) {
        var rows = Columns.of(entries);
        var tuple = Tuple.of(projectId, Times.toSql(now), rows.uuids(Entry::id), rows.texts(Entry::email))
                .addValue(rows.texts(Entry::emailKey));
        return tx.preparedQuery(SQL.get("insert_contacts"))
                .execute(given(tuple, rows))
                .map(Imports::idsByKey);
    }

    /** Changes the contacts of these addresses, those that there are; their ids by their addresses. */
    public static Future<Map<String, UUID>> updateContacts(
            SqlClient tx, UUID projectId, List<Entry> entries, Instant now) {
        var rows = Columns.of(entries);
        var tuple = Tuple.tuple().addValue(projectId).addValue(rows.texts(Entry::emailKey));
        tuple.addValue(Times.toSql(now));
        return tx.preparedQuery(SQL.get("update_contacts"))
                .execute(given(tuple, rows))
                .map(Imports::idsByKey);
    }

    private static Tuple given(Tuple tuple, Columns<Entry> rows) {
        return tuple.addValue(rows.texts(Entry::firstName))
                .addValue(rows.texts(Entry::lastName))
                .addValue(rows.booleans(Entry::unsubscribed))
                .addValue(rows.jsons(Entry::properties));
    }

    private static Map<String, UUID> idsByKey(Iterable<Row> rows) {
        var ids = new HashMap<String, UUID>();
        rows.forEach(row -> ids.put(row.getString("email_key"), row.getUUID("id")));
        return ids;
    }

    /** Lets contacts take or leave topics, those that there are. */
    public static Future<Void> chooseTopics(
            SqlClient tx, UUID projectId, List<UUID> contacts, Map<UUID, String> subscriptions, Instant now) {
        var rows = Columns.of(List.copyOf(subscriptions.entrySet()));
        var tuple = Tuple.of(projectId, Times.toSql(now))
                .addValue(contacts.toArray(UUID[]::new))
                .addValue(rows.uuids(Map.Entry::getKey))
                .addValue(rows.texts(Map.Entry::getValue));
        return tx.preparedQuery(SQL.get("choose_topics")).execute(tuple).mapEmpty();
    }
}
