package onward.store.page;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.util.List;
import onward.store.Statements;
import onward.store.Times;

/**
 * What a database server says of itself, as its settings spell it, and of the role that asks.
 *
 * @param versionNumber for example 180006
 * @param connectionsFree how many more may be opened by a role that is no superuser
 * @param onwardSessions connections of servers on this database, as far as the role sees them
 * @param isReadOnly a replica, or told to write nothing
 * @param mayCreate tables, which migrations do
 * @param powers what the role may beyond its own tables: superuser, createrole, createdb, replication, bypassrls
 * @param at the database's clock
 */
public record Vitals(
        int versionNumber,
        String version,
        String encoding,
        String fsync,
        String fullPageWrites,
        String synchronousCommit,
        String autovacuum,
        long connectionsFree,
        long onwardSessions,
        boolean isReadOnly,
        boolean mayCreate,
        String role,
        List<String> powers,
        Instant at) {
    private static final Statements SQL = Statements.of("vitals");

    public static Future<Vitals> of(SqlClient client) {
        return client.preparedQuery(SQL.get("vitals"))
                .execute()
                .map(rows -> vitals(rows.iterator().next()));
    }

    private static Vitals vitals(Row row) {
        long free = row.getInteger("connections_max")
                - row.getInteger("connections_reserved")
                - row.getLong("connections_used");
        return new Vitals(
                row.getInteger("version_number"),
                row.getString("version"),
                row.getString("encoding"),
                row.getString("fsync"),
                row.getString("full_page_writes"),
                row.getString("synchronous_commit"),
                row.getString("autovacuum"),
                free,
                row.getLong("onward_sessions"),
                row.getBoolean("read_only"),
                row.getBoolean("may_create"),
                row.getString("role"),
                List.of(row.getArrayOfStrings("powers")),
                Times.fromSql(row.getOffsetDateTime("at")));
    }
}
