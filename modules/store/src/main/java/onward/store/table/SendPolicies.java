package onward.store.table;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import onward.flow.fact.Durations;
import onward.flow.step.SendPolicy;
import onward.store.Statements;
import onward.store.Times;
import onward.store.json.JsonWriter;

/** When projects let messages leave, and how many people got of late where that is counted. */
public final class SendPolicies {
    private static final Statements SQL = Statements.of("send_policy");

    /** How long a message is remembered: no cap looks further back. */
    private static final Duration KEPT_FOR = Durations.DURATION_MAX;

    private SendPolicies() {}

    /** The project's policy as it was written; empty when it has none. */
    public static Future<Optional<Map<String, Object>>> find(SqlClient client, UUID projectId) {
        return client.preparedQuery(SQL.get("find"))
                .execute(Tuple.of(projectId))
                .map(rows -> rows.stream().findFirst().map((Row row) -> Columns.object(row, "definition")));
    }

    /** Takes the place of what was. */
    public static Future<Void> put(SqlClient client, UUID projectId, SendPolicy policy, Instant now) {
        return client.preparedQuery(SQL.get("put"))
                .execute(Tuple.of(projectId, JsonWriter.write(policy.toMap()), Times.toSql(now)))
                .mapEmpty();
    }

    /** Everything may leave again. */
    public static Future<Void> remove(SqlClient client, UUID projectId) {
        return client.preparedQuery(SQL.get("remove"))
                .execute(Tuple.of(projectId))
                .mapEmpty();
    }

    /** Those of all projects that have one. */
    public static Future<Map<UUID, SendPolicy>> all(SqlClient client) {
        return client.preparedQuery(SQL.get("all")).execute().map(rows -> {
            Map<UUID, SendPolicy> all = new HashMap<>();
            rows.forEach(row -> {
                var read = SendPolicy.read(Columns.object(row, "definition"));
                if (read.isOk()) {
                    all.put(row.getUUID("project_id"), read.value());
                }
            });
            return all;
        });
    }

    /** A message that left. */
    public record Send(UUID projectId, UUID contactId, Instant at, UUID id) {}

    /** Counts messages to contacts, and forgets those that no cap asks for any more. */
    public static Future<Void> count(SqlClient tx, List<Send> sends, Instant now) {
        var rows = Columns.of(sends);
        var tuple = Tuple.of(
                rows.uuids(Send::projectId),
                rows.uuids(Send::contactId),
                Times.toSql(now.minus(KEPT_FOR)),
                rows.times(Send::at),
                rows.uuids(Send::id));
        return tx.preparedQuery(SQL.get("count")).execute(tuple).mapEmpty();
    }

    /** A contact, and since when its messages matter. */
    public record Since(UUID projectId, UUID contactId, Instant from) {}

    /** When messages to contacts left, by contact; those that got none are left out. */
    public static Future<Map<UUID, List<Instant>>> sent(SqlClient client, Collection<Since> contacts) {
        var rows = Columns.of(List.copyOf(contacts));
        var tuple = Tuple.of(
                rows.uuids(Since::projectId),
                rows.uuids(Since::contactId),
                rows.times(Since::from),
                SendPolicy.MESSAGES_MAX);
        return client.preparedQuery(SQL.get("sent")).execute(tuple).map(found -> {
            Map<UUID, List<Instant>> sent = new HashMap<>();
            found.forEach(row -> sent.computeIfAbsent(row.getUUID("contact_id"), id -> new ArrayList<>())
                    .add(Columns.instant(row, "sent_at")));
            return sent;
        });
    }
}
