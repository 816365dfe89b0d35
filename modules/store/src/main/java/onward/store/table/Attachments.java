package onward.store.table;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import onward.flow.message.Attachment;
import onward.flow.message.Envelope;
import onward.store.Statements;
import onward.store.Times;

/** The files that go with mails: written with their mail, never changed. */
public final class Attachments {
    private static final Statements SQL = Statements.of("attachment");

    /** A file without its content; {@code contentId} is null for one that stands beside the text. */
    public record Listed(UUID id, String filename, String contentType, String contentId, int sizeBytes) {}

    private record Placed(Envelope envelope, int position, Attachment file) {}

    private Attachments() {}

    /** Keeps what is attached to new mails; nothing to do, and no statement, when nothing is. */
    public static Future<Void> insert(SqlClient tx, List<Envelope> envelopes, Instant now) {
        var placed = new ArrayList<Placed>();
        envelopes.forEach(envelope -> {
            for (int i = 0; i < envelope.attachments().size(); i++) {
                placed.add(new Placed(envelope, i, envelope.attachments().get(i)));
            }
        });
        return placed.isEmpty() ? Future.succeededFuture() : insertAll(tx, placed, now);
    }

    private static Future<Void> insertAll(SqlClient tx, List<Placed> placed, Instant now) {
        var rows = Columns.of(placed);
        var tuple = Tuple.of(
                Times.toSql(now),
                rows.uuids(p -> p.envelope().projectId()),
                rows.uuids(p -> p.envelope().id()),
                rows.uuids(p -> p.file().id()),
                rows.ints(Placed::position),
                rows.texts(p -> p.file().filename()),
                rows.texts(p -> p.file().contentType()),
                rows.texts(p -> p.file().contentId()),
                placed.stream().map(p -> Buffer.buffer(p.file().content())).toArray(Buffer[]::new));
        return tx.preparedQuery(SQL.get("insert")).execute(tuple).mapEmpty();
    }

    /** What is attached to each of these mails, by their ids, in the sender's order; mails without are left out. */
    static Future<Map<UUID, List<Attachment>>> of(SqlClient client, List<Envelope> envelopes) {
        var columns = Columns.of(envelopes);
        return client.preparedQuery(SQL.get("of_envelopes"))
                .execute(Columns.pair(columns.uuids(Envelope::projectId), columns.uuids(Envelope::id)))
                .map(rows -> {
                    var files = new HashMap<UUID, List<Attachment>>();
                    rows.forEach(row -> files.computeIfAbsent(row.getUUID("envelope_id"), id -> new ArrayList<>())
                            .add(file(row)));
                    return files;
                });
    }

    /** One file of a mail with its content, if there is one of that id. */
    public static Future<Optional<Attachment>> find(SqlClient client, UUID projectId, UUID envelopeId, UUID id) {
        return client.preparedQuery(SQL.get("find"))
                .execute(Tuple.of(projectId, envelopeId, id))
                .map(rows -> Optional.ofNullable(Columns.firstOrNull(rows, Attachments::file)));
    }

    /** The files of a mail, in the sender's order. */
    public static Future<List<Listed>> list(SqlClient client, UUID projectId, UUID envelopeId) {
        return client.preparedQuery(SQL.get("list"))
                .execute(Tuple.of(projectId, envelopeId))
                .map(rows -> Columns.list(
                        rows,
                        row -> new Listed(
                                row.getUUID("id"),
                                row.getString("filename"),
                                row.getString("content_type"),
                                row.getString("content_id"),
                                row.getInteger("size"))));
    }

    private static Attachment file(Row row) {
        return new Attachment(
                row.getUUID("id"),
                row.getString("filename"),
                row.getString("content_type"),
                row.getString("content_id"),
                row.getBuffer("content").getBytes());
    }
}
