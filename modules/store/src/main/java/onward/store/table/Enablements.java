package onward.store.table;

import static onward.store.table.Columns.instant;
import static onward.store.table.Columns.list;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import onward.store.Statements;
import onward.store.Times;

/** When which version of which automation was enabled: the reading side, for matching. */
public final class Enablements {
    private static final Statements SQL = Statements.of("enablements");

    private Enablements() {}

    /**
     * A span of time in which a version was enabled.
     *
     * @param disabledAt null: it still is
     */
    public record Enablement(
            UUID projectId,
            String triggerEvent,
            UUID automationId,
            UUID versionId,
            Instant enabledAt,
            Instant disabledAt) {

        /** Was it enabled at that instant? The first instant belongs to the span, the last does not. */
        public boolean covers(Instant instant) {
            return !instant.isBefore(enabledAt) && (disabledAt == null || instant.isBefore(disabledAt));
        }
    }

    /** Every span that touches the time from {@code since} to {@code until}, in the order of automations. */
    public static Future<List<Enablement>> touching(
            SqlClient client, List<Key> triggers, Instant since, Instant until) {
        var columns = Columns.of(triggers);
        var tuple = Tuple.of(
                columns.uuids(Key::projectId), columns.texts(Key::name), Times.toSql(until), Times.toSql(since));
        return client.preparedQuery(SQL.get("touching"))
                .execute(tuple)
                .map(rows -> list(rows, Enablements::enablement));
    }

    private static Enablement enablement(Row row) {
        return new Enablement(
                row.getUUID("project_id"),
                row.getString("trigger_event"),
                row.getUUID("automation_id"),
                row.getUUID("version_id"),
                instant(row, "enabled_at"),
                instant(row, "disabled_at"));
    }
}
