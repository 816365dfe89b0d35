package onward.store.table;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import onward.store.Statements;

/** The messages that a run sealed, by the step that did: mails, or pushes. */
public final class RunMails {
    private static final Statements SQL = Statements.of("run_mails");

    /** How many one run tells of, the oldest first. */
    public static final int MAILS_MAX = 1_000;

    private RunMails() {}

    /**
     * A message of a run, without its text.
     *
     * @param subject of a push its title
     * @param state queued, sending, sent, failed, uncertain or canceled
     * @param lastEvent what it is known by
     */
    public record Sealed(
            UUID id,
            String stepKey,
            int visit,
            UUID contactId,
            UUID templateId,
            String subject,
            String state,
            String lastEvent,
            Instant createdAt,
            Instant sentAt) {}

    /** Those of a run that go by a channel, in the order they were sealed. */
    public static Future<List<Sealed>> of(SqlClient client, UUID projectId, UUID runId, String channel) {
        return client.preparedQuery(SQL.get("of"))
                .execute(Tuple.of(projectId, runId, channel, MAILS_MAX))
                .map(rows -> Columns.list(rows, RunMails::one));
    }

    private static Sealed one(Row row) {
        return new Sealed(
                row.getUUID("id"),
                row.getString("step_key"),
                row.getInteger("visit"),
                row.getUUID("contact_id"),
                row.getUUID("template_id"),
                row.getString("subject"),
                row.getString("state"),
                row.getString("last_event"),
                Columns.instant(row, "created_at"),
                Columns.instant(row, "sent_at"));
    }
}
