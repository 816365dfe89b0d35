package onward.store.table;

import static onward.store.table.Columns.instant;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import onward.flow.message.DnsRecord;
import onward.store.Page;
import onward.store.PageRequest;
import onward.store.Statements;
import onward.store.Times;

/** The table of domains that mails are sent from. */
public final class Domains {
    /** What a private key is sealed for, see {@code SecretBox}. */
    public static final String KEY_PURPOSE = "DKIM key";
    /** How long records are looked up after somebody asked. */
    public static final Duration LOOKED_UP_FOR = Duration.ofHours(72);
    /** Its records are there. */
    public static final String VERIFIED = "verified";

    private static final Statements SQL = Statements.of("domain");

    private Domains() {}

    /**
     * What may be chosen of a domain.
     *
     * @param trackingSubdomain a label, or null for none
     * @param tls opportunistic or enforced
     */
    public record Choice(
            Boolean openTracking,
            Boolean clickTracking,
            String trackingSubdomain,
            String tls,
            Boolean sending,
            Boolean receiving) {}

    /**
     * A domain.
     *
     * @param name in lower case
     * @param returnPath the label before the name to which bounces go
     * @param dkimPublic base64 of the SubjectPublicKeyInfo
     * @param records the status of each record by its kind, as last looked up
     */
    public record Domain(
            UUID projectId,
            UUID id,
            String name,
            String region,
            String status,
            Choice choice,
            String returnPath,
            String dkimSelector,
            String dkimPublic,
            Map<String, String> records,
            Instant createdAt,
            Instant updatedAt) {}

    /** The right to look up a domain until the lease ends; {@code until} is when looking up is given up. */
    public record Lease(Domain domain, Instant leaseUntil, Instant until) {}

    /** What those who send need to know; the private key is sealed. */
    public record Sender(
            UUID projectId,
            String name,
            boolean isVerified,
            boolean opens,
            boolean clicks,
            String dkimSelector,
            byte[] dkimPrivate) {}

    /** The records a domain needs, with what is known of each, as faces and webhooks show them. */
    public static List<Map<String, Object>> records(Domain domain, String mailHost) {
        return DnsRecord.required(domain.name(), domain.dkimSelector(), domain.dkimPublic(), mailHost).stream()
                .map(record -> record(record, domain.records().getOrDefault(record.kind(), "not_started")))
                .toList();
    }

    private static Map<String, Object> record(DnsRecord record, String status) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("record", record.kind());
        map.put("name", record.name());
        map.put("type", "TXT");
        map.put("ttl", "Auto");
        map.put("status", status);
        map.put("value", record.value());
        return map;
    }

    /** Tells webhooks of a domain: {@code domain.created}, {@code domain.updated} or {@code domain.deleted}. */
    public static Future<Void> tell(SqlClient tx, String type, Domain domain, String mailHost, Instant at) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("id", domain.id().toString());
        data.put("name", domain.name());
        data.put("status", domain.status());
        data.put("created_at", domain.createdAt().toString());
        data.put("region", domain.region());
        data.put("records", records(domain, mailHost));
        return HookEvents.tell(tx, domain.projectId(), type, data, at);
    }

    /** Adds one that was not looked up yet; false when the project has a domain of that name. */
    public static Future<Boolean> insert(SqlClient client, Domain domain, byte[] dkimPrivate) {
        Choice choice = domain.choice();
        var tuple = Tuple.of(domain.projectId(), domain.id(), domain.name(), domain.region())
                .addValue(choice.openTracking())
                .addValue(choice.clickTracking())
                .addValue(choice.trackingSubdomain())
                .addValue(choice.tls())
                .addValue(choice.sending())
                .addValue(choice.receiving())
                .addValue(domain.returnPath())
                .addValue(domain.dkimSelector())
                .addValue(domain.dkimPublic())
                .addValue(Buffer.buffer(dkimPrivate))
                .addValue(Times.toSql(domain.createdAt()));
        return client.preparedQuery(SQL.get("insert")).execute(tuple).map(done -> done.rowCount() > 0);
    }

    public static Future<Optional<Domain>> find(SqlClient client, UUID projectId, UUID id) {
        return client.preparedQuery(SQL.get("find"))
                .execute(Tuple.of(projectId, id))
                .map(rows -> Optional.ofNullable(Columns.firstOrNull(rows, Domains::domain)));
    }

    /** Null keeps what is there. False when there is no such domain. */
    public static Future<Boolean> update(SqlClient client, UUID projectId, UUID id, Choice choice, Instant now) {
        var tuple = Tuple.tuple()
                .addValue(choice.openTracking())
                .addValue(choice.clickTracking())
                .addValue(choice.trackingSubdomain())
                .addValue(choice.tls())
                .addValue(choice.sending())
                .addValue(choice.receiving())
                .addValue(Times.toSql(now))
                .addValue(projectId)
                .addValue(id);
        return client.preparedQuery(SQL.get("update")).execute(tuple).map(done -> done.rowCount() > 0);
    }

    /** False when there is no such domain. */
    public static Future<Boolean> delete(SqlClient client, UUID projectId, UUID id) {
        return client.preparedQuery(SQL.get("delete"))
                .execute(Tuple.of(projectId, id))
                .map(done -> done.rowCount() > 0);
    }

    /** Has its records looked up until then. False when there is no such domain. */
    public static Future<Boolean> verify(SqlClient client, UUID projectId, UUID id, Instant now, Instant until) {
        return client.preparedQuery(SQL.get("verify"))
                .execute(Tuple.of(Times.toSql(now), Times.toSql(until), projectId, id))
                .map(done -> done.rowCount() > 0);
    }

    /** Newest first. */
    public static Future<Page<Domain>> list(SqlClient client, UUID projectId, PageRequest request) {
        return Keyset.page(client, SQL, request, List.of(projectId), List.of(), Domains::domain);
    }

    /** Takes domains whose records are to be looked up. */
    public static Future<List<Lease>> lease(SqlClient client, Instant now, Instant until, int limit) {
        return client.preparedQuery(SQL.get("lease"))
                .execute(Tuple.of(Times.toSql(now), limit, Times.toSql(until)))
                .map(rows -> Columns.list(rows, row -> new Lease(domain(row), until, instant(row, "verify_until"))));
    }

    /**
     * Keeps what a look found; nothing when the lease was lost or somebody asked anew.
     *
     * @param dueAt when it is looked up next; null when that is over
     */
    public static Future<Void> settle(
            SqlClient client, Lease lease, String status, Map<String, String> records, Instant dueAt, Instant now) {
        var tuple = Tuple.of(status, Columns.json(records))
                .addValue(Times.toSql(dueAt))
                .addValue(Times.toSql(now))
                .addValue(lease.domain().projectId())
                .addValue(lease.domain().id())
                .addValue(Times.toSql(lease.leaseUntil()));
        return client.preparedQuery(SQL.get("settle")).execute(tuple).mapEmpty();
    }

    /** All of them, at most {@code limit}. */
    public static Future<List<Sender>> senders(SqlClient client, int limit) {
        return client.preparedQuery(SQL.get("senders"))
                .execute(Tuple.of(limit))
                .map(rows -> Columns.list(rows, Domains::sender));
    }

    private static Sender sender(Row row) {
        return new Sender(
                row.getUUID("project_id"),
                row.getString("name"),
                row.getString("status").equals(VERIFIED) && row.getBoolean("sending"),
                row.getBoolean("open_tracking"),
                row.getBoolean("click_tracking"),
                row.getString("dkim_selector"),
                row.getBuffer("dkim_private").getBytes());
    }

    private static Domain domain(Row row) {
        return new Domain(
                row.getUUID("project_id"),
                row.getUUID("id"),
                row.getString("name"),
                row.getString("region"),
                row.getString("status"),
                new Choice(
                        row.getBoolean("open_tracking"),
                        row.getBoolean("click_tracking"),
                        row.getString("tracking_subdomain"),
                        row.getString("tls"),
                        row.getBoolean("sending"),
                        row.getBoolean("receiving")),
                row.getString("return_path"),
                row.getString("dkim_selector"),
                row.getString("dkim_public"),
                Columns.textsByName(row, "records"),
                instant(row, "created_at"),
                instant(row, "updated_at"));
    }
}
