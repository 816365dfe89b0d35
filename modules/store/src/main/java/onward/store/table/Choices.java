package onward.store.table;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import onward.store.Page;
import onward.store.PageRequest;
import onward.store.Statements;
import onward.store.Times;

/** What contacts chose of the topics; without a choice the topic's default counts. */
public final class Choices {
    private static final Statements SQL = Statements.of("contact_topic");

    /**
     * A topic as a contact has it.
     *
     * @param description null for none
     * @param subscription the contact's choice, or the topic's default
     */
    public record Chosen(UUID topicId, String name, String description, String subscription) {}

    private Choices() {}

    /**
     * Keeps what a contact chose, over what it chose before; contact and topics are held by the transaction.
     *
     * @param subscriptions by topic, {@link Topics#OPT_IN} or {@link Topics#OPT_OUT}
     */
    public static Future<Void> choose(
            SqlClient tx, UUID projectId, UUID contactId, Map<UUID, String> subscriptions, Instant now) {
        var rows = Columns.of(List.copyOf(subscriptions.entrySet()));
        var tuple = Tuple.of(projectId, contactId, Times.toSql(now))
                .addValue(rows.uuids(Map.Entry::getKey))
                .addValue(rows.texts(Map.Entry::getValue));
        return tx.preparedQuery(SQL.get("choose")).execute(tuple).mapEmpty();
    }

    /** An id for what a contact chose of a topic, always the same; the row has none of its own. */
    public static UUID id(UUID contactId, UUID topicId) {
        return UUID.nameUUIDFromBytes((contactId + "/" + topicId).getBytes(StandardCharsets.UTF_8));
    }

    /** All topics of the project as a contact has them, the newest first. */
    public static Future<Page<Chosen>> list(SqlClient client, UUID projectId, UUID contactId, PageRequest request) {
        return Keyset.page(client, SQL, request, List.of(projectId), List.of(contactId), Choices::chosen);
    }

    private static Chosen chosen(Row row) {
        return new Chosen(
                row.getUUID("id"), row.getString("name"), row.getString("description"), row.getString("subscription"));
    }
}
