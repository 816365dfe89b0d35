package onward.store.table;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import onward.flow.fact.Contact;
import onward.flow.fact.ContactPatch;
import onward.flow.message.Address;
import onward.store.Page;
import onward.store.PageRequest;
import onward.store.Statements;
import onward.store.Taken;
import onward.store.Times;
import onward.store.json.JsonWriter;

/**
 * The people of a project, one row an address. Two writers of one address meet at its unique key: the
 * second updates what the first made.
 */
public final class Contacts {
    private static final Statements SQL = Statements.of("contact");

    private Contacts() {}

    /**
     * Makes the contact, or changes the one that has this address already.
     *
     * @param id the id of a new contact
     * @return the id of the contact, which is another one when it was there before
     */
    public static Future<UUID> upsert(SqlClient client, UUID project, UUID id, ContactChange change, Instant now) {
        Tuple tuple = Tuple.of(project, id, change.email(), Address.key(change.email()))
                .addValue(change.firstName())
                .addValue(change.lastName())
                .addValue(change.unsubscribed())
                .addValue(JsonWriter.write(change.properties()))
                .addValue(Times.toSql(now))
                .addValue(change.firstNameGiven())
                .addValue(change.lastNameGiven());
        return client.preparedQuery(SQL.get("upsert"))
                .execute(tuple)
                .map(rows -> rows.iterator().next().getUUID("id"));
    }

    /** Changes a contact and gives its id, or nothing when there is none; {@link Taken} when the new address is. */
    public static Future<Optional<UUID>> update(
            SqlClient client, UUID project, ContactRef ref, ContactChange change, Instant now) {
        Tuple tuple = Tuple.tuple()
                .addValue(change.email())
                .addValue(change.email() == null ? null : Address.key(change.email()))
                .addValue(change.firstNameGiven())
                .addValue(change.firstName())
                .addValue(change.lastNameGiven())
                .addValue(change.lastName())
                .addValue(change.unsubscribed())
                .addValue(JsonWriter.write(change.properties()))
                .addValue(Times.toSql(now))
                .addValue(project)
                .addValue(ref.id())
                .addValue(ref.emailKey());
        var updated = client.preparedQuery(SQL.get("update")).execute(tuple).map(Contacts::firstId);
        return Taken.unless(updated, "contact_project_id_email_key_key", "email");
    }

    /** Removes a contact and gives its id, or nothing when there is none. */
    public static Future<Optional<UUID>> delete(SqlClient client, UUID project, ContactRef ref) {
        return client.preparedQuery(SQL.get("delete"))
                .execute(Tuple.of(project, ref.id(), ref.emailKey()))
                .map(Contacts::firstId);
    }

    public static Future<Optional<Contact>> find(SqlClient client, UUID project, ContactRef ref) {
        return client.preparedQuery(SQL.get("find"))
                .execute(Tuple.of(project, ref.id(), ref.emailKey()))
                .map(rows -> rows.stream().findFirst().map(Contacts::contact));
    }

    /** The id of a contact, if there is one, which then stays until the transaction ends. */
    public static Future<Optional<UUID>> hold(SqlClient tx, UUID project, ContactRef ref) {
        return tx.preparedQuery(SQL.get("hold"))
                .execute(Tuple.of(project, ref.id(), ref.emailKey()))
                .map(Contacts::firstId);
    }

    public static Future<Page<Contact>> list(SqlClient client, UUID project, PageRequest request) {
        return Keyset.page(client, SQL, request, List.of(project), List.of(), Contacts::contact);
    }

    /** What a step changes about a contact. */
    public record Patched(UUID projectId, UUID id, ContactPatch patch) {}

    /** Changes contacts, those that there are; no contact twice. */
    public static Future<Void> patch(SqlClient tx, List<Patched> patches, Instant now) {
        var rows = Columns.of(patches);
        var tuple = Tuple.of(
                rows.uuids(Patched::projectId),
                rows.uuids(Patched::id),
                Times.toSql(now),
                rows.booleans(p -> p.patch().firstNameGiven()),
                rows.texts(p -> p.patch().firstName()),
                rows.booleans(p -> p.patch().lastNameGiven()),
                rows.texts(p -> p.patch().lastName()),
                rows.booleans(p -> p.patch().unsubscribed()),
                rows.jsons(p -> p.patch().properties()));
        return tx.preparedQuery(SQL.get("patch")).execute(tuple).mapEmpty();
    }

    /** Removes contacts, those that there are. */
    public static Future<Void> delete(SqlClient tx, List<Matching.Ref> contacts) {
        var rows = Columns.of(contacts);
        return tx.preparedQuery(SQL.get("delete_these"))
                .execute(Columns.pair(rows.uuids(Matching.Ref::projectId), rows.uuids(Matching.Ref::id)))
                .mapEmpty();
    }

    private static Optional<UUID> firstId(RowSet<Row> rows) {
        return rows.stream().findFirst().map(row -> row.getUUID("id"));
    }

    /** Every statement that answers contacts names the same columns. */
    static Contact contact(Row row) {
        return new Contact(
                row.getUUID("project_id"),
                row.getUUID("id"),
                row.getString("email"),
                row.getString("first_name"),
                row.getString("last_name"),
                row.getBoolean("unsubscribed"),
                Columns.object(row, "properties"),
                Columns.instant(row, "created_at"),
                Columns.instant(row, "updated_at"));
    }
}
