package onward.store.table;

import static onward.store.table.Columns.instant;
import static onward.store.table.Columns.list;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import onward.flow.fact.Contact;
import onward.flow.fact.Event;
import onward.flow.message.Address;
import onward.flow.step.Signal;
import onward.store.Statements;
import onward.store.Times;

/** What happened, to whom; matched or not. One event per idempotency key of a project. */
public final class Events {
    private static final Statements SQL = Statements.of("events");
    private static final Comparator<Entry> BY_KEY =
            Comparator.comparing(Entry::idempotencyKey, Comparator.nullsFirst(Comparator.naturalOrder()));

    /** How many events of one contact a wait that begins may look back at, the oldest first. */
    public static final int RECENT_MAX = 1_000;

    private Events() {}

    /** An event on its way in, with its idempotency key or null. */
    public record Entry(Event event, String idempotencyKey) {}

    /** What is in the table for an idempotency key. */
    public record Stored(UUID id, Instant receivedAt) {}

    /** Stores those whose key is new and answers their ids. All have the same instant of receipt. */
    public static Future<Set<UUID>> insert(SqlClient client, List<Entry> entries, Instant receivedAt) {
        // In the order of the keys, so that two batches with the same keys never wait for each other in a circle.
        var rows = Columns.of(entries.stream().sorted(BY_KEY).toList());
        var tuple = Tuple.of(
                Times.toSql(receivedAt),
                rows.uuids(e -> e.event().projectId()),
                rows.uuids(e -> e.event().id()),
                rows.texts(e -> e.event().name()),
                rows.uuids(e -> e.event().contactId()),
                rows.texts(e -> e.event().email()),
                rows.texts(e -> personKey(e.event())),
                rows.jsons(e -> e.event().payload()),
                rows.times(e -> e.event().occurredAt()),
                rows.texts(Entry::idempotencyKey),
                rows.ints(e -> e.event().hops()),
                rows.texts(e -> e.event().externalId()));
        return client.preparedQuery(SQL.get("insert"))
                .execute(tuple)
                .map(inserted -> new HashSet<>(list(inserted, row -> row.getUUID("id"))));
    }

    /** The stored events of the keys, those that there are. */
    public static Future<Map<Key, Stored>> byKeys(SqlClient client, List<Key> keys) {
        var columns = Columns.of(keys);
        return client.preparedQuery(SQL.get("by_keys"))
                .execute(Columns.pair(columns.uuids(Key::projectId), columns.texts(Key::name)))
                .map(rows -> {
                    var found = new HashMap<Key, Stored>();
                    rows.forEach(row -> found.put(
                            new Key(row.getUUID("project_id"), row.getString("idempotency_key")),
                            new Stored(row.getUUID("id"), instant(row, "received_at"))));
                    return found;
                });
    }

    /** Locks the oldest unmatched events that nobody else has locked and that may be tried at this instant. */
    public static Future<List<Event>> claimUnmatched(SqlClient client, Instant now, int limit) {
        return client.preparedQuery(SQL.get("claim_unmatched"))
                .execute(Tuple.of(Times.toSql(now), limit))
                .map(rows -> list(rows, Events::event));
    }

    /** The same for known events; those that were matched meanwhile are left out. */
    public static Future<List<Event>> claimThese(SqlClient client, List<UUID> ids) {
        return client.preparedQuery(SQL.get("claim_these"))
                .execute(Tuple.of(ids.toArray(UUID[]::new)))
                .map(rows -> list(rows, Events::event));
    }

    public static Future<Void> markMatched(SqlClient client, List<UUID> ids) {
        return client.preparedQuery(SQL.get("mark_matched"))
                .execute(Tuple.of(ids.toArray(UUID[]::new)))
                .mapEmpty();
    }

    /** Events by project and id, those that there are. */
    public static Future<Map<UUID, Event>> byIds(SqlClient client, List<UUID> projectIds, List<UUID> ids) {
        return client.preparedQuery(SQL.get("by_ids"))
                .execute(Columns.pair(projectIds.toArray(UUID[]::new), ids.toArray(UUID[]::new)))
                .map(rows -> {
                    var found = new HashMap<UUID, Event>();
                    rows.forEach(row -> found.put(row.getUUID("id"), event(row)));
                    return found;
                });
    }

    /** By what an event names its person: the contact's id, the key of the address, or what nobody is found by. */
    private static String personKey(Event event) {
        if (event.contactId() == null && event.email() == null) {
            return "external:" + event.externalId();
        }
        return event.contactId() == null
                ? Address.key(event.email())
                : event.contactId().toString();
    }

    /** Whose events are wanted, and from when on. */
    public record Since(Contact contact, Instant from) {}

    /**
     * What came for contacts of those names since an instant, in order of receipt.
     *
     * @param onlyUnmatched only what nobody has looked at yet
     * @return by contact, at most {@link #RECENT_MAX} each; contacts that nothing came for are left out
     */
    public static Future<Map<UUID, List<Signal.EventReceived>>> recent(
            SqlClient client, List<Since> contacts, Collection<String> names, boolean onlyUnmatched) {
        var rows = Columns.of(contacts);
        var tuple = Tuple.of(
                rows.uuids(s -> s.contact().projectId()),
                rows.uuids(s -> s.contact().id()),
                rows.texts(s -> Address.key(s.contact().email())),
                rows.times(Since::from),
                names.toArray(String[]::new),
                onlyUnmatched);
        tuple.addValue(RECENT_MAX);
        return client.preparedQuery(SQL.get("recent")).execute(tuple).map(found -> {
            var events = new HashMap<UUID, List<Signal.EventReceived>>();
            found.forEach(row -> events.computeIfAbsent(row.getUUID("contact_id"), id -> new ArrayList<>())
                    .add(received(row)));
            return events;
        });
    }

    private static Signal.EventReceived received(Row row) {
        return new Signal.EventReceived(
                row.getUUID("id"), row.getString("name"), Columns.object(row, "payload"), instant(row, "received_at"));
    }

    private static Event event(Row row) {
        return new Event(
                row.getUUID("project_id"),
                row.getUUID("id"),
                row.getString("name"),
                row.getUUID("contact_id"),
                row.getString("email"),
                Columns.object(row, "payload"),
                instant(row, "occurred_at"),
                instant(row, "received_at"),
                row.getInteger("hops"),
                row.getString("external_id"));
    }
}
