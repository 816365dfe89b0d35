package onward.store.table;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import onward.store.SecretBox;
import onward.store.Statements;

/** What is sealed in the database, looked at to see whether a key opens it. */
public final class SealedRows {
    private static final Statements SQL = Statements.of("vitals");
    private static final Map<String, String> PURPOSES = Map.of(
            "webhook secret", WebhookSecrets.PURPOSE, "DKIM key", Domains.KEY_PURPOSE, "VAPID key", VapidKeys.PURPOSE);

    private SealedRows() {}

    /**
     * The kinds of which one is there that the box does not open, for example {@code DKIM key}.
     *
     * @param box null: there is no key, which opens nothing
     */
    public static Future<List<String>> closedTo(SqlClient client, SecretBox box) {
        return client.preparedQuery(SQL.get("sealed")).execute().map(rows -> {
            var closed = new ArrayList<String>();
            rows.forEach(row -> {
                if (!isOpen(row, box)) {
                    closed.add(row.getString("kind"));
                }
            });
            return closed;
        });
    }

    private static boolean isOpen(Row row, SecretBox box) {
        if (box == null) {
            return false;
        }
        try {
            String purpose = PURPOSES.get(row.getString("kind"));
            return box.open(purpose, row.getBuffer("sealed").getBytes()).length > 0;
        } catch (IllegalStateException another) {
            return false; // Sealed with another key, which is what was asked.
        }
    }
}
