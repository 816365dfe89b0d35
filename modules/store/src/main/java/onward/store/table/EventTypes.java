package onward.store.table;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import onward.flow.fact.Ids;
import onward.store.Page;
import onward.store.PageRequest;
import onward.store.Statements;
import onward.store.Times;
import onward.store.json.JsonReader;
import onward.store.json.JsonWriter;

/** The table of event definitions. A name is given once in a project and never changes. */
public final class EventTypes {
    private static final Statements SQL = Statements.of("event_type");

    /** A definition; {@code schema} maps a payload's key to the word of its type, or is null. */
    public record EventType(UUID id, String name, Map<String, Object> schema, Instant createdAt, Instant updatedAt) {}

    private EventTypes() {}

    /** The id of the new definition; empty when the project has one of that name. */
    public static Future<Optional<UUID>> create(
            SqlClient client, UUID projectId, String name, Map<String, Object> schema, Instant now, Ids ids) {
        return client.preparedQuery(SQL.get("insert"))
                .execute(Tuple.of(projectId, ids.next(now), name, text(schema), Times.toSql(now)))
                .map(rows -> rows.stream().findFirst().map((Row row) -> row.getUUID("id")));
    }

    /** Defines those names that nobody defined, without a schema. */
    public static Future<Void> register(SqlClient client, List<Key> names, Instant now, Ids ids) {
        var rows = Columns.of(names);
        var tuple = Tuple.of(
                Times.toSql(now), rows.uuids(Key::projectId), rows.uuids(any -> ids.next(now)), rows.texts(Key::name));
        return client.preparedQuery(SQL.get("register")).execute(tuple).mapEmpty();
    }

    /** The definition of that id or that name; {@code id} is null when the reference cannot be one. */
    public static Future<Optional<EventType>> find(SqlClient client, UUID projectId, UUID id, String name) {
        return client.preparedQuery(SQL.get("find"))
                .execute(Tuple.of(projectId, id, name))
                .map(rows -> rows.stream().findFirst().map(EventTypes::eventType));
    }

    /** Sets the schema, or clears it with null; false when there is no such definition. */
    public static Future<Boolean> updateSchema(
            SqlClient client, UUID projectId, UUID id, Map<String, Object> schema, Instant now) {
        return client.preparedQuery(SQL.get("update_schema"))
                .execute(Tuple.of(text(schema), Times.toSql(now), projectId, id))
                .map(done -> done.rowCount() > 0);
    }

    /** False when there is no such definition. Automations that name the event go on. */
    public static Future<Boolean> delete(SqlClient client, UUID projectId, UUID id) {
        return client.preparedQuery(SQL.get("delete"))
                .execute(Tuple.of(projectId, id))
                .map(done -> done.rowCount() > 0);
    }

    /** Newest first. */
    public static Future<Page<EventType>> list(SqlClient client, UUID projectId, PageRequest request) {
        return Keyset.page(client, SQL, request, List.of(projectId), List.of(), EventTypes::eventType);
    }

    private static EventType eventType(Row row) {
        return new EventType(
                row.getUUID("id"),
                row.getString("name"),
                map(row.getString("schema")),
                Times.fromSql(row.getOffsetDateTime("created_at")),
                Times.fromSql(row.getOffsetDateTime("updated_at")));
    }

    private static String text(Map<String, Object> schema) {
        return schema == null ? null : JsonWriter.write(schema);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(String text) {
        return text == null ? null : (Map<String, Object>) JsonReader.read(text);
    }
}
