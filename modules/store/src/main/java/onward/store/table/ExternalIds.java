package onward.store.table;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import onward.store.Statements;
import onward.store.Taken;
import onward.store.Times;

/** What applications call their contacts; no two contacts of a project have the same. */
public final class ExternalIds {
    private static final Statements SQL = Statements.of("contact_identity");

    /** How long one may be. */
    public static final int CHARS_MAX = 255;

    private ExternalIds() {}

    /** What the contact is called; empty for nothing. */
    public static Future<Optional<String>> of(SqlClient client, UUID projectId, UUID contactId) {
        return client.preparedQuery(SQL.get("of"))
                .execute(Tuple.of(projectId, contactId))
                .map(rows -> rows.stream().findFirst().map(row -> row.getString("external_id")));
    }

    /** Calls a contact so from now on, or nothing with null; {@link Taken} when another one has it. */
    public static Future<Void> give(SqlClient client, UUID projectId, UUID contactId, String externalId, Instant now) {
        var given = client.preparedQuery(SQL.get("give"))
                .execute(Tuple.of(externalId, Times.toSql(now), projectId, contactId))
                .<Void>mapEmpty();
        return Taken.unless(given, "contact_external_id", "external_id");
    }
}
