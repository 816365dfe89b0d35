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

/** The table of topics. What people chose of them is told by {@link Choices}. */
public final class Topics {
    /** The contact takes the topic, or leaves it. */
    public static final String OPT_IN = "opt_in";

    public static final String OPT_OUT = "opt_out";
    /** People may be shown the topic, or may not. */
    public static final String PUBLIC = "public";

    public static final String PRIVATE = "private";

    private static final Statements SQL = Statements.of("topic");

    /**
     * What people can take or leave.
     *
     * @param description null for none
     * @param defaultSubscription what counts for those who did not choose: {@link #OPT_IN} or {@link #OPT_OUT}
     * @param visibility {@link #PUBLIC} or {@link #PRIVATE}
     */
    public record Topic(
            UUID id,
            String name,
            String description,
            String defaultSubscription,
            String visibility,
            Instant createdAt,
            Instant updatedAt) {}

    /**
     * What is to become of a topic.
     *
     * @param name null to keep it, as {@code visibility}
     * @param descriptionGiven whether {@code description} counts, which may be null to clear it
     */
    public record Change(String name, boolean descriptionGiven, String description, String visibility) {}

    private Topics() {}

    /** Adds a topic; names may be the same. */
    public static Future<Void> create(SqlClient client, UUID projectId, Topic topic) {
        var tuple = Tuple.of(projectId, topic.id(), topic.name())
                .addValue(topic.description())
                .addValue(topic.defaultSubscription())
                .addValue(topic.visibility())
                .addValue(Times.toSql(topic.createdAt()));
        return client.preparedQuery(SQL.get("insert")).execute(tuple).mapEmpty();
    }

    /** The topic, or empty when there is none of that id. */
    public static Future<Optional<Topic>> find(SqlClient client, UUID projectId, UUID id) {
        return client.preparedQuery(SQL.get("find"))
                .execute(Tuple.of(projectId, id))
                .map(rows -> Optional.ofNullable(Columns.firstOrNull(rows, Topics::topic)));
    }

    /** False when there is no such topic. */
    public static Future<Boolean> update(SqlClient client, UUID projectId, UUID id, Change change, Instant now) {
        var tuple = Tuple.tuple()
                .addValue(change.name())
                .addValue(change.descriptionGiven())
                .addValue(change.description())
                .addValue(change.visibility())
                .addValue(Times.toSql(now))
                .addValue(projectId)
                .addValue(id);
        return client.preparedQuery(SQL.get("update")).execute(tuple).map(done -> done.rowCount() > 0);
    }

    /** False when there is no such topic. What people chose of it goes with it. */
    public static Future<Boolean> delete(SqlClient client, UUID projectId, UUID id) {
        return client.preparedQuery(SQL.get("delete"))
                .execute(Tuple.of(projectId, id))
                .map(done -> done.rowCount() > 0);
    }

    /** Which of these there are; they stay until the transaction ends. */
    public static Future<Set<UUID>> hold(SqlClient tx, UUID projectId, Collection<UUID> ids) {
        return tx.preparedQuery(SQL.get("hold"))
                .execute(Columns.pair(projectId, ids.toArray(UUID[]::new)))
                .map(rows -> new HashSet<>(Columns.list(rows, row -> row.getUUID("id"))));
    }

    /** Newest first. */
    public static Future<Page<Topic>> list(SqlClient client, UUID projectId, PageRequest request) {
        return Keyset.page(client, SQL, request, List.of(projectId), List.of(), Topics::topic);
    }

    private static Topic topic(Row row) {
        return new Topic(
                row.getUUID("id"),
                row.getString("name"),
                row.getString("description"),
                row.getString("default_subscription"),
                row.getString("visibility"),
                instant(row, "created_at"),
                instant(row, "updated_at"));
    }
}
