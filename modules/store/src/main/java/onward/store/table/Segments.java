package onward.store.table;

import static onward.store.table.Columns.instant;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import onward.store.Page;
import onward.store.PageRequest;
import onward.store.Statements;
import onward.store.Times;

/** The table of segments. Who is in them is told by {@link Members}. */
public final class Segments {
    private static final Statements SQL = Statements.of("segment");

    /** A named group of people. */
    public record Segment(UUID id, String name, Instant createdAt) {}

    private Segments() {}

    /** Adds a segment; names may be the same. */
    public static Future<Void> create(SqlClient client, UUID projectId, UUID id, String name, Instant now) {
        return client.preparedQuery(SQL.get("insert"))
                .execute(Tuple.of(projectId, id, name, Times.toSql(now)))
                .mapEmpty();
    }

    /** The segment, or empty when there is none of that id. */
    public static Future<Optional<Segment>> find(SqlClient client, UUID projectId, UUID id) {
        return client.preparedQuery(SQL.get("find"))
                .execute(Tuple.of(projectId, id))
                .map(rows -> Optional.ofNullable(Columns.firstOrNull(rows, Segments::segment)));
    }

    /** False when there is no such segment. */
    public static Future<Boolean> rename(SqlClient client, UUID projectId, UUID id, String name) {
        return client.preparedQuery(SQL.get("rename"))
                .execute(Tuple.of(name, projectId, id))
                .map(done -> done.rowCount() > 0);
    }

    /** Removes a segment, if there is one of that id; the people in it stay. */
    public static Future<Void> delete(SqlClient client, UUID projectId, UUID id) {
        return client.preparedQuery(SQL.get("delete"))
                .execute(Tuple.of(projectId, id))
                .mapEmpty();
    }

    /** Which of these there are; they stay until the transaction ends. */
    public static Future<Set<UUID>> hold(SqlClient tx, UUID projectId, Collection<UUID> ids) {
        return tx.preparedQuery(SQL.get("hold"))
                .execute(Columns.pair(projectId, ids.toArray(UUID[]::new)))
                .map(rows -> new HashSet<>(Columns.list(rows, row -> row.getUUID("id"))));
    }

    /** Newest first. */
    public static Future<Page<Segment>> list(SqlClient client, UUID projectId, PageRequest request) {
        return Keyset.page(client, SQL, request, List.of(projectId), List.of(), Segments::segment);
    }

    /** Every statement that answers segments names the same columns. */
    static Segment segment(Row row) {
        return new Segment(row.getUUID("id"), row.getString("name"), instant(row, "created_at"));
    }
}
