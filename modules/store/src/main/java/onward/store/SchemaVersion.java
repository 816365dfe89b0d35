package onward.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;

/** The version of the schema that a database has, as {@link Migrations} left it. */
public final class SchemaVersion {
    private static final Statements SQL = Statements.of("schema");

    private SchemaVersion() {}

    /** For example {@code "1"}; fails when the database cannot be asked. */
    public static Future<String> installed(SqlClient client) {
        return client.preparedQuery(SQL.get("version"))
                .execute()
                .map(rows -> rows.iterator().next().getString("version"));
    }
}
