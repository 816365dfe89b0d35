package onward.store.page;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import onward.store.Statements;
import onward.store.Times;
import onward.store.json.JsonReader;

/** The names that events have: declared, begun with, or just seen. */
public final class EventNames {
    public static final int PAGE_ROWS_MAX = 50;

    /** How many of the newest events are looked at for the newest of a name. */
    public static final int EVENTS_LOOKED_AT_MAX = 10_000;

    public static final int NAMES_SEEN_MAX = 500;
    public static final int AUTOMATIONS_MAX = 50;

    private static final Statements SQL = Statements.of("page_event_names");

    /**
     * A name that was declared, or that some automation began with.
     *
     * @param schema field to type; null where none was declared
     * @param automations how many begin with it now
     */
    public record Line(String name, boolean isDeclared, Map<String, Object> schema, int automations) {}

    /** @param older the name to ask for the next page with; null on the last */
    public record Lines(List<Line> items, String older) {}

    /** The newest event of a name. @param isKnown whether the name is one of {@link #page} */
    public record Seen(String name, UUID id, Instant receivedAt, boolean isKnown) {}

    /** @param payload null when it came without */
    public record Newest(UUID id, Instant receivedAt, Map<String, Object> payload) {}

    public record Beginner(UUID id, String name) {}

    private EventNames() {}

    /** A page, in the order of names. @param after the last name of the page before; empty for the first page */
    public static Future<Lines> page(SqlClient client, UUID projectId, String after) {
        return client.preparedQuery(SQL.get("list"))
                .execute(Tuple.of(projectId, after, PAGE_ROWS_MAX + 1))
                .map(rows -> lines(rows.stream().map(EventNames::line).toList()));
    }

    private static Lines lines(List<Line> found) {
        if (found.size() <= PAGE_ROWS_MAX) {
            return new Lines(found, null);
        }
        var shown = List.copyOf(found.subList(0, PAGE_ROWS_MAX));
        return new Lines(shown, shown.get(PAGE_ROWS_MAX - 1).name());
    }

    /** The newest event of each name among the newest {@link #EVENTS_LOOKED_AT_MAX}, newest first. */
    public static Future<Map<String, Seen>> lately(SqlClient client, UUID projectId) {
        return client.preparedQuery(SQL.get("lately"))
                .execute(Tuple.of(projectId, EVENTS_LOOKED_AT_MAX, NAMES_SEEN_MAX))
                .map(rows -> {
                    Map<String, Seen> seen = new LinkedHashMap<>();
                    rows.forEach(row -> seen.put(row.getString("name"), seen(row)));
                    return seen;
                });
    }

    /** The newest event of a name among the newest {@link #EVENTS_LOOKED_AT_MAX}. */
    public static Future<Optional<Newest>> newest(SqlClient client, UUID projectId, String name) {
        return client.preparedQuery(SQL.get("newest"))
                .execute(Tuple.of(projectId, EVENTS_LOOKED_AT_MAX, name))
                .map(rows -> rows.stream().findFirst().map(EventNames::newest));
    }

    /** Which automations begin with that name now, newest first, at most {@link #AUTOMATIONS_MAX}. */
    public static Future<List<Beginner>> beginners(SqlClient client, UUID projectId, String name) {
        return client.preparedQuery(SQL.get("automations"))
                .execute(Tuple.of(projectId, name, AUTOMATIONS_MAX))
                .map(rows -> rows.stream()
                        .map(row -> new Beginner(row.getUUID("id"), row.getString("name")))
                        .toList());
    }

    private static Line line(Row row) {
        return new Line(
                row.getString("name"),
                row.getBoolean("is_declared"),
                object(row, "schema"),
                row.getInteger("automations"));
    }

    private static Seen seen(Row row) {
        return new Seen(
                row.getString("name"),
                row.getUUID("id"),
                Times.fromSql(row.getOffsetDateTime("received_at")),
                row.getBoolean("is_known"));
    }

    private static Newest newest(Row row) {
        return new Newest(
                row.getUUID("id"), Times.fromSql(row.getOffsetDateTime("received_at")), object(row, "payload"));
    }

    @SuppressWarnings("unchecked") // the column holds an object
    private static Map<String, Object> object(Row row, String column) {
        String text = row.getString(column);
        return text == null ? null : (Map<String, Object>) JsonReader.read(text);
    }
}
