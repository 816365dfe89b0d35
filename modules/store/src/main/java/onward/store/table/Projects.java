package onward.store.table;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import onward.flow.fact.Ids;
import onward.store.Statements;
import onward.store.Times;

/** The table of projects. One exists from the first boot. */
public final class Projects {
    /** The name of the project that the first boot makes. */
    public static final String DEFAULT_NAME = "default";

    private static final Statements SQL = Statements.of("project");

    private Projects() {}

    /** The oldest project, made now when there is none. */
    public static Future<UUID> ensureDefault(SqlClient client, Instant now, Ids ids) {
        return client.preparedQuery(SQL.get("insert_first"))
                .execute(Tuple.of(ids.next(now), DEFAULT_NAME, Times.toSql(now)))
                .compose(done -> first(client))
                .map(Optional::orElseThrow);
    }

    /** The oldest project, if there is one. */
    public static Future<Optional<UUID>> first(SqlClient client) {
        return client.preparedQuery(SQL.get("first"))
                .execute()
                .map(rows -> rows.stream().findFirst().map((Row row) -> row.getUUID("id")));
    }
}
