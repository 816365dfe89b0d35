package onward.store.page;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import java.util.UUID;
import onward.store.Statements;

/** Which list something of a given id is in. */
public final class Places {
    private static final Statements SQL = Statements.of("page_places");

    private Places() {}

    /** runs, events, contacts, emails or automations; empty when none of them has it. */
    public static Future<Optional<String>> of(SqlClient client, UUID projectId, UUID id) {
        return client.preparedQuery(SQL.get("places"))
                .execute(Tuple.of(projectId, id))
                .map(rows -> Optional.ofNullable(rows.iterator().next().getString("place")));
    }
}
