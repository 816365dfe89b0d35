package onward.store.page;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;
import onward.store.Statements;
import onward.store.table.TemplateHead;

/** Which automations send a template, by its id or its alias, as their graphs are now. */
public final class TemplateUsers {
    /** How many of the newest automations are looked at. */
    public static final int AUTOMATIONS_LOOKED_AT_MAX = 1_000;

    public static final int USERS_MAX = 50;

    private static final Statements SQL = Statements.of("page_templates");

    /** @param isEnabled whether events start runs of it */
    public record User(UUID id, String name, boolean isEnabled) {}

    private TemplateUsers() {}

    /** The newest {@link #USERS_MAX}, newest first. */
    public static Future<List<User>> of(SqlClient client, UUID projectId, TemplateHead template) {
        var values = Tuple.of(
                        projectId, AUTOMATIONS_LOOKED_AT_MAX, template.id().toString())
                .addValue(template.alias())
                .addValue(USERS_MAX);
        return client.preparedQuery(SQL.get("users"))
                .execute(values)
                .map(rows -> rows.stream()
                        .map(row -> new User(
                                row.getUUID("id"),
                                row.getString("name"),
                                row.getString("status").equals("enabled")))
                        .toList());
    }
}
