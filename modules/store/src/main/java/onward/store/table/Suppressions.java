package onward.store.table;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import onward.flow.fact.Ids;
import onward.flow.message.Address;
import onward.store.Page;
import onward.store.PageRequest;
import onward.store.Statements;
import onward.store.Times;

/** Addresses that get no mail, whoever sends it. The outbox looks at them whenever it leases a mail. */
public final class Suppressions {
    public static final String BOUNCE = "bounce";
    public static final String COMPLAINT = "complaint";
    public static final String MANUAL = "manual";

    private static final Statements SQL = Statements.of("suppression");

    /**
     * An address that gets no mail.
     *
     * @param origin {@link #BOUNCE}, {@link #COMPLAINT} or {@link #MANUAL}
     * @param sourceId the mail that bounced or was complained of; null for none
     */
    public record Suppression(UUID id, String email, String origin, UUID sourceId, Instant createdAt) {}

    /** What a mail that came back says: its recipient, by the key of the address, gets no more. */
    public record Bad(UUID projectId, String emailKey, String origin, UUID sourceId) {}

    private Suppressions() {}

    /**
     * Suppresses addresses by hand; one that is already stays as it is.
     *
     * @return the id of each, by the address as given, in the order given
     */
    public static Future<Map<String, UUID>> add(
            SqlClient client, UUID projectId, Collection<String> emails, Instant now, Ids ids) {
        var byKey = new LinkedHashMap<String, String>();
        emails.forEach(email -> byKey.putIfAbsent(Address.key(email), email));
        var rows = Columns.of(List.copyOf(byKey.entrySet()));
        var tuple = Tuple.of(
                rows.uuids(e -> ids.next(now)),
                rows.texts(Map.Entry::getValue),
                rows.texts(Map.Entry::getKey),
                rows.texts(e -> MANUAL),
                rows.uuids(e -> null));
        tuple.addValue(projectId).addValue(Times.toSql(now));
        return client.preparedQuery(SQL.get("insert")).execute(tuple).map(found -> {
            var idByKey = new HashMap<String, UUID>();
            found.forEach(row -> idByKey.put(row.getString("email_key"), row.getUUID("id")));
            var idByEmail = new LinkedHashMap<String, UUID>();
            emails.forEach(email -> idByEmail.put(email, idByKey.get(Address.key(email))));
            return idByEmail;
        });
    }

    /** Suppresses who bounced or complained; nothing to do, and no statement, when nobody did. */
    public static Future<Void> add(SqlClient client, List<Bad> bad, Instant now, Ids ids) {
        if (bad.isEmpty()) {
            return Future.succeededFuture();
        }
        var rows = Columns.of(bad);
        var tuple = Tuple.of(
                Times.toSql(now),
                rows.uuids(Bad::projectId),
                rows.uuids(b -> ids.next(now)),
                rows.texts(Bad::emailKey),
                rows.texts(Bad::origin),
                rows.uuids(Bad::sourceId));
        return client.preparedQuery(SQL.get("bounced")).execute(tuple).mapEmpty();
    }

    public static Future<Optional<Suppression>> find(SqlClient client, UUID projectId, ContactRef ref) {
        return client.preparedQuery(SQL.get("find"))
                .execute(Tuple.of(projectId, ref.id(), ref.emailKey()))
                .map(rows -> Optional.ofNullable(Columns.firstOrNull(rows, Suppressions::suppression)));
    }

    /** Lets addresses get mail again, and gives the id of each that was suppressed, by the key of its address. */
    public static Future<Map<String, UUID>> remove(SqlClient client, UUID projectId, Collection<ContactRef> refs) {
        var tuple = Tuple.of(projectId)
                .addValue(refs.stream()
                        .map(ContactRef::id)
                        .filter(id -> id != null)
                        .toArray(UUID[]::new))
                .addValue(refs.stream()
                        .map(ContactRef::emailKey)
                        .filter(key -> key != null)
                        .toArray(String[]::new));
        return client.preparedQuery(SQL.get("remove")).execute(tuple).map(rows -> {
            var removed = new LinkedHashMap<String, UUID>();
            rows.forEach(row -> removed.put(row.getString("email_key"), row.getUUID("id")));
            return removed;
        });
    }

    /**
     * Newest first.
     *
     * @param origin null for all
     */
    public static Future<Page<Suppression>> list(SqlClient client, UUID projectId, String origin, PageRequest request) {
        var filters = new ArrayList<Object>();
        filters.add(origin);
        return Keyset.page(client, SQL, request, List.of(projectId), filters, Suppressions::suppression);
    }

    private static Suppression suppression(Row row) {
        return new Suppression(
                row.getUUID("id"),
                row.getString("email"),
                row.getString("origin"),
                row.getUUID("source_id"),
                Columns.instant(row, "created_at"));
    }
}
