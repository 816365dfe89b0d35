package onward.store.page;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import onward.store.Statements;
import onward.store.Times;
import onward.store.json.JsonReader;

/**
 * One event and what it started.
 *
 * @param payload null when it came without
 * @param runs what it started, at most {@link #PARTS_MAX}
 * @param refusals automations that it would have started, and why it did not, at most {@link #PARTS_MAX}
 */
public record EventFacts(
        Line line,
        Instant occurredAt,
        String idempotencyKey,
        Map<String, Object> payload,
        List<Started> runs,
        List<Refused> refusals) {
    public static final int PAGE_ROWS_MAX = 50;
    public static final int PARTS_MAX = 200;

    /** How many events are looked at for a page of those of one name. */
    public static final int BUDGET_ROWS_MAX = 20_000;

    private static final Statements SQL = Statements.of("page_events");

    /**
     * An event in a line.
     *
     * @param email of the person; null when the contact it named is gone
     * @param quarantinedAt since when it is left alone because it fails by itself; null for nearly all
     * @param waits nobody has looked at it yet
     */
    public record Line(
            UUID id,
            String name,
            UUID contactId,
            String email,
            Instant receivedAt,
            Instant quarantinedAt,
            boolean waits) {}

    public record Started(UUID id, String status, UUID automationId, String automation) {}

    /** @param runId the run that was in the way, where there was one */
    public record Refused(UUID automationId, String automation, String reason, UUID runId) {}

    /** A page, newest first. With a name at most {@link #BUDGET_ROWS_MAX} events are looked at. @param name or null */
    public static Future<Slice<Line>> page(SqlClient client, UUID projectId, String name, UUID after) {
        return client.preparedQuery(SQL.get("list"))
                .execute(Tuple.of(projectId, Slice.before(after), BUDGET_ROWS_MAX, name, PAGE_ROWS_MAX + 1))
                .map(rows -> Slice.of(rows.stream().map(EventFacts::line).toList(), PAGE_ROWS_MAX, Line::id));
    }

    /** The event of that id, if the project has one. */
    public static Future<Optional<EventFacts>> find(SqlClient client, UUID projectId, UUID id) {
        return client.preparedQuery(SQL.get("event"))
                .execute(Tuple.of(projectId, id))
                .compose(rows -> rows.size() == 0
                        ? Future.succeededFuture(Optional.empty())
                        : whole(client, projectId, rows.iterator().next()).map(Optional::of));
    }

    private static Future<EventFacts> whole(SqlClient client, UUID projectId, Row row) {
        var line = line(row);
        var values = Tuple.of(projectId, line.name(), line.id(), PARTS_MAX);
        var runs = client.preparedQuery(SQL.get("runs")).execute(values);
        var refusals = client.preparedQuery(SQL.get("refusals")).execute(values);
        return Future.all(runs, refusals)
                .map(all -> new EventFacts(
                        line,
                        Times.fromSql(row.getOffsetDateTime("occurred_at")),
                        row.getString("idempotency_key"),
                        payload(row),
                        runs.result().stream().map(EventFacts::started).toList(),
                        refusals.result().stream().map(EventFacts::refused).toList()));
    }

    private static Line line(Row row) {
        return new Line(
                row.getUUID("id"),
                row.getString("name"),
                row.getUUID("contact_id"),
                row.getString("email"),
                Times.fromSql(row.getOffsetDateTime("received_at")),
                Times.fromSql(row.getOffsetDateTime("quarantined_at")),
                row.getBoolean("waiting"));
    }

    private static Started started(Row row) {
        return new Started(
                row.getUUID("id"), row.getString("status"), row.getUUID("automation_id"), row.getString("automation"));
    }

    private static Refused refused(Row row) {
        return new Refused(
                row.getUUID("automation_id"),
                row.getString("automation"),
                row.getString("reason"),
                row.getUUID("run_id"));
    }

    @SuppressWarnings("unchecked") // the column holds an object
    private static Map<String, Object> payload(Row row) {
        String text = row.getString("payload");
        return text == null ? null : (Map<String, Object>) JsonReader.read(text);
    }
}
