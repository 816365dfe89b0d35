package onward.store.page;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import onward.flow.fact.Event;
import onward.flow.fact.Ids;
import onward.store.Statements;
import onward.store.Times;
import onward.store.json.JsonReader;

/** What a project was told in a stretch of time, for those who rehearse it. */
public final class RecordedEvents {

    /** How many events a stretch may hold. */
    public static final int EVENTS_MAX = 50_000;

    private static final Statements SQL = Statements.of("page_recorded");

    private RecordedEvents() {}

    /**
     * The events received from {@code from} on and before {@code to}, in order of receipt, to the millisecond. Those
     * of other names than the given ones come without payload; whoever still is a contact is named by address.
     *
     * @return more than {@link #EVENTS_MAX} of them when there are more
     */
    public static Future<List<Event>> between(
            SqlClient client, UUID projectId, Instant from, Instant to, Collection<String> names) {
        var values = Tuple.of(names.toArray(String[]::new), projectId, Ids.first(from), Ids.first(to), EVENTS_MAX + 1);
        return client.preparedQuery(SQL.get("between")).execute(values).map(rows -> {
            var events = new ArrayList<Event>();
            rows.forEach(row -> events.add(event(projectId, row)));
            // Within one millisecond ids are in no order.
            events.sort(Comparator.comparing(Event::receivedAt));
            return events;
        });
    }

    private static Event event(UUID projectId, Row row) {
        String email = row.getString("email");
        Instant receivedAt = Times.fromSql(row.getOffsetDateTime("received_at"));
        return new Event(
                projectId,
                row.getUUID("id"),
                row.getString("name"),
                email == null ? row.getUUID("contact_id") : null,
                email,
                payload(row),
                receivedAt,
                receivedAt);
    }

    @SuppressWarnings("unchecked") // the column holds an object
    private static Map<String, Object> payload(Row row) {
        String text = row.getString("payload");
        return text == null ? Map.of() : (Map<String, Object>) JsonReader.read(text);
    }
}
