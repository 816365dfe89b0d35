package onward.store.table;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import onward.store.Statements;

/** Which mails that are out are tracked, and how many opens and clicks of each were told. */
public final class MailTracking {
    /** How many opens of one mail are told, and how many clicks; more change nothing. */
    public static final int TOLD_MAX = 1_000;

    private static final Statements SQL = Statements.of("mail_tracking");

    private MailTracking() {}

    /**
     * A mail on its way out.
     *
     * @param isFirst whether this is its first attempt
     */
    public record Leaving(UUID projectId, UUID envelopeId, boolean opens, boolean clicks, boolean isFirst) {}

    /** What is told of a mail. */
    public record Tracked(boolean opens, boolean clicks) {}

    /** Decides for mails that leave for the first time, and gives by id what was decided; those not in it are not tracked. */
    public static Future<Map<UUID, Tracked>> decide(SqlClient client, List<Leaving> mails) {
        var rows = Columns.of(mails);
        var tuple = Tuple.of(
                rows.uuids(Leaving::projectId),
                rows.uuids(Leaving::envelopeId),
                rows.booleans(Leaving::opens),
                rows.booleans(Leaving::clicks),
                rows.booleans(Leaving::isFirst));
        return client.preparedQuery(SQL.get("decide")).execute(tuple).map(found -> {
            var tracked = new HashMap<UUID, Tracked>();
            found.forEach(row -> tracked.put(
                    row.getUUID("envelope_id"), new Tracked(row.getBoolean("opens"), row.getBoolean("clicks"))));
            return tracked;
        });
    }

    /** Counts an open; false when it is not to be told. */
    public static Future<Boolean> opened(SqlClient tx, UUID projectId, UUID envelopeId) {
        return counted(tx, "opened", projectId, envelopeId);
    }

    /** Counts a click; false when it is not to be told. */
    public static Future<Boolean> clicked(SqlClient tx, UUID projectId, UUID envelopeId) {
        return counted(tx, "clicked", projectId, envelopeId);
    }

    private static Future<Boolean> counted(SqlClient tx, String name, UUID projectId, UUID envelopeId) {
        return tx.preparedQuery(SQL.get(name))
                .execute(Tuple.of(projectId, envelopeId, TOLD_MAX))
                .map(rows -> rows.size() > 0);
    }

    /** Whether the links of this mail lead here. */
    public static Future<Boolean> hasLinks(SqlClient client, UUID projectId, UUID envelopeId) {
        return client.preparedQuery(SQL.get("is_tracked"))
                .execute(Tuple.of(projectId, envelopeId))
                .map(rows -> rows.size() > 0);
    }
}
