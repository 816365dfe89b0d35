package onward.store.table;

import static onward.store.table.Columns.instant;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import onward.store.Page;
import onward.store.PageRequest;
import onward.store.Statements;
import onward.store.Times;

/** The table of declared properties of contacts. Values are in the contacts' own rows. */
public final class ContactProperties {
    /** The types there are. */
    public static final String STRING = "string";

    public static final String NUMBER = "number";

    /** How many properties a project may declare: a pass reads the fallbacks of all of them. */
    public static final int PROPERTIES_MAX = 500;

    private static final Statements SQL = Statements.of("contact_property");

    /**
     * A declared property.
     *
     * @param type {@link #STRING} or {@link #NUMBER}
     * @param fallback what counts where a contact has no value: of that type, or null for none
     */
    public record Property(UUID id, String key, String type, Object fallback, Instant createdAt) {}

    private ContactProperties() {}

    /** Declares a property; false when its key is taken or the project has {@link #PROPERTIES_MAX}. */
    public static Future<Boolean> create(SqlClient client, UUID projectId, Property property) {
        var tuple = Tuple.of(projectId, property.id(), property.key(), property.type())
                .addValue(Columns.json(property.fallback()))
                .addValue(Times.toSql(property.createdAt()))
                .addValue(PROPERTIES_MAX);
        return client.preparedQuery(SQL.get("insert")).execute(tuple).map(done -> done.rowCount() > 0);
    }

    /** How many the project has. */
    public static Future<Integer> count(SqlClient client, UUID projectId) {
        return client.preparedQuery(SQL.get("count"))
                .execute(Tuple.of(projectId))
                .map(rows -> rows.iterator().next().getLong("count").intValue());
    }

    /** Declares those whose keys are not declared yet; the number is the caller's to bound. */
    public static Future<Void> declare(SqlClient tx, UUID projectId, Collection<Property> properties, Instant now) {
        var rows = Columns.of(List.copyOf(properties));
        var tuple = Tuple.of(projectId, Times.toSql(now))
                .addValue(rows.uuids(Property::id))
                .addValue(rows.texts(Property::key))
                .addValue(rows.texts(Property::type));
        return tx.preparedQuery(SQL.get("declare")).execute(tuple).mapEmpty();
    }

    /** The property, or empty when there is none of that id. */
    public static Future<Optional<Property>> find(SqlClient client, UUID projectId, UUID id) {
        return client.preparedQuery(SQL.get("find"))
                .execute(Tuple.of(projectId, id))
                .map(rows -> Optional.ofNullable(Columns.firstOrNull(rows, ContactProperties::property)));
    }

    /** The types of those keys that are declared. */
    public static Future<Map<String, String>> types(SqlClient client, UUID projectId, Collection<String> keys) {
        return client.preparedQuery(SQL.get("types"))
                .execute(Columns.pair(projectId, keys.toArray(String[]::new)))
                .map(rows -> {
                    Map<String, String> types = new LinkedHashMap<>();
                    rows.forEach(row -> types.put(row.getString("key"), row.getString("type")));
                    return types;
                });
    }

    /** By project and key what counts where a contact has no value; projects without any are left out. */
    public static Future<Map<UUID, Map<String, Object>>> fallbacks(SqlClient client, Collection<UUID> projects) {
        return client.preparedQuery(SQL.get("fallbacks"))
                .execute(Tuple.tuple().addValue(projects.toArray(UUID[]::new)))
                .map(rows -> {
                    Map<UUID, Map<String, Object>> fallbacks = new HashMap<>();
                    rows.forEach(row -> fallbacks
                            .computeIfAbsent(row.getUUID("project_id"), id -> new LinkedHashMap<>())
                            .put(row.getString("key"), Columns.json(row, "fallback_value")));
                    return fallbacks;
                });
    }

    /**
     * False when there is no such property.
     *
     * @param fallback of the property's type, or null for none
     */
    public static Future<Boolean> updateFallback(SqlClient client, UUID projectId, UUID id, Object fallback) {
        return client.preparedQuery(SQL.get("update"))
                .execute(Tuple.tuple()
                        .addValue(Columns.json(fallback))
                        .addValue(projectId)
                        .addValue(id))
                .map(done -> done.rowCount() > 0);
    }

    /** False when there is no such property. The values that contacts have stay. */
    public static Future<Boolean> delete(SqlClient client, UUID projectId, UUID id) {
        return client.preparedQuery(SQL.get("delete"))
                .execute(Tuple.of(projectId, id))
                .map(done -> done.rowCount() > 0);
    }

    /** Newest first. */
    public static Future<Page<Property>> list(SqlClient client, UUID projectId, PageRequest request) {
        return Keyset.page(client, SQL, request, List.of(projectId), List.of(), ContactProperties::property);
    }

    private static Property property(Row row) {
        return new Property(
                row.getUUID("id"),
                row.getString("key"),
                row.getString("type"),
                Columns.json(row, "fallback_value"),
                instant(row, "created_at"));
    }
}
