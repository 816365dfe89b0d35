package onward.store.table;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import onward.store.Statements;

/** What links that need no API key are signed with: made by the migration, the same on every node, never changed. */
public final class LinkSecrets {
    private static final Statements SQL = Statements.of("link_secret");

    private LinkSecrets() {}

    /** 32 bytes, of which 244 bits are random. */
    public static Future<byte[]> find(SqlClient client) {
        return client.preparedQuery(SQL.get("find"))
                .execute()
                .map(rows -> rows.iterator().next().getBuffer("value").getBytes());
    }
}
