package onward.store.table;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import onward.flow.step.Interest;
import onward.store.Statements;

/** Events that some version of an automation listens for. Written before any run of the version, and kept. */
public final class Interests {
    private static final Statements SQL = Statements.of("interests");
    private static final Comparator<Interest> BY_KEY =
            Comparator.comparing(Interest::eventName).thenComparing(Interest::field);

    private Interests() {}

    static Future<Void> add(SqlClient tx, UUID projectId, Set<Interest> interests) {
        if (interests.isEmpty()) {
            return Future.succeededFuture();
        }
        var rows = Columns.of(interests.stream().sorted(BY_KEY).toList());
        return tx.preparedQuery(SQL.get("add"))
                .execute(Tuple.of(projectId, rows.texts(Interest::eventName), rows.texts(Interest::field)))
                .mapEmpty();
    }

    /** The fields by which events of those names are told apart, for the names that anybody listens for. */
    public static Future<Map<Key, Set<String>>> among(SqlClient client, Collection<Key> names) {
        var rows = Columns.of(List.copyOf(names));
        return client.preparedQuery(SQL.get("among"))
                .execute(Columns.pair(rows.uuids(Key::projectId), rows.texts(Key::name)))
                .map(found -> {
                    var fields = new HashMap<Key, Set<String>>();
                    found.forEach(row -> fields.computeIfAbsent(
                                    new Key(row.getUUID("project_id"), row.getString("event_name")),
                                    key -> new HashSet<>())
                            .add(row.getString("field")));
                    return fields;
                });
    }
}
