package onward.store.table;

import static onward.store.table.Columns.instant;

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
import onward.flow.message.DeviceAddress;
import onward.flow.message.Push;
import onward.store.Statements;
import onward.store.Times;

/** Direct pushes, and what became of them at each device. The pushes of runs are told by their envelopes alone. */
public final class Pushes {
    /** For how many devices one request may be. */
    public static final int DEVICES_MAX = 1_000;

    private static final Statements SQL = Statements.of("push");

    private Pushes() {}

    /**
     * One request.
     *
     * @param content what it holds beside title and body, see {@link #content}
     * @param total for how many devices it was sealed
     */
    public record Sent(UUID id, String title, String body, Map<String, Object> content, int total, Instant createdAt) {}

    /**
     * What became of it at one device.
     *
     * @param state queued, sending, sent or failed
     * @param lastEvent queued, sent, delivery_delayed, failed or suppressed
     */
    public record At(
            UUID id,
            UUID deviceId,
            UUID contactId,
            String state,
            String lastEvent,
            int attempts,
            String lastReply,
            Instant sentAt) {}

    /** What an envelope or a request holds beside title and body: {@code launch_url}, {@code image_url}, {@code data}. */
    public static Map<String, Object> content(Push push) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("launch_url", push.launchUrl());
        content.put("image_url", push.imageUrl());
        content.put("data", push.data());
        return content;
    }

    /** @param client of the transaction that seals its envelopes */
    public static Future<Void> insert(SqlClient client, UUID projectId, Sent sent) {
        var tuple = Tuple.of(projectId, sent.id(), sent.title(), sent.body())
                .addValue(Columns.json(sent.content()))
                .addValue(sent.total())
                .addValue(Times.toSql(sent.createdAt()));
        return client.preparedQuery(SQL.get("insert")).execute(tuple).mapEmpty();
    }

    public static Future<Optional<Sent>> find(SqlClient client, UUID projectId, UUID id) {
        return client.preparedQuery(SQL.get("find"))
                .execute(Tuple.of(projectId, id))
                .map(rows -> Optional.ofNullable(Columns.firstOrNull(rows, Pushes::sent)));
    }

    /** What became of a request at each of its devices, at most {@link #DEVICES_MAX}. */
    public static Future<List<At>> of(SqlClient client, UUID projectId, UUID id) {
        return client.preparedQuery(SQL.get("sent"))
                .execute(Tuple.of(projectId, id, DEVICES_MAX))
                .map(rows -> Columns.list(rows, Pushes::at));
    }

    private static Sent sent(Row row) {
        return new Sent(
                row.getUUID("id"),
                row.getString("title"),
                row.getString("body"),
                Columns.object(row, "content"),
                row.getInteger("total"),
                instant(row, "created_at"));
    }

    private static At at(Row row) {
        return new At(
                row.getUUID("id"),
                row.getUUID("device_id"),
                row.getUUID("contact_id"),
                row.getString("state"),
                row.getString("last_event"),
                row.getInteger("attempts"),
                row.getString("last_reply"),
                instant(row, "sent_at"));
    }

    /** The push of an envelope whose row is read with its device. */
    static Push push(Row row) {
        Map<String, Object> content = Columns.object(row, "push");
        String kind = row.getString("kind");
        return new Push(
                row.getUUID("device_id"),
                row.getUUID("push_id"),
                (String) content.get("launch_url"),
                (String) content.get("image_url"),
                data(content),
                kind == null
                        ? null
                        : new DeviceAddress(
                                kind, row.getString("address"), row.getString("p256dh"), row.getString("auth")));
    }

    @SuppressWarnings("unchecked") // written by content()
    private static Map<String, Object> data(Map<String, Object> content) {
        return content.get("data") == null ? Map.of() : (Map<String, Object>) content.get("data");
    }
}
