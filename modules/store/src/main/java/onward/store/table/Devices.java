package onward.store.table;

import static onward.store.table.Columns.instant;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import onward.flow.fact.Contact;
import onward.flow.fact.Device;
import onward.flow.message.Address;
import onward.flow.message.DeviceAddress;
import onward.store.Page;
import onward.store.PageRequest;
import onward.store.Statements;
import onward.store.Times;
import onward.store.table.Matching.Ref;

/** The table of browsers and apps that may be pushed to. */
public final class Devices {
    /** How many tags a device may have. */
    public static final int TAGS_MAX = 50;

    /** How many devices of one contact a step pushes to: those that registered last. */
    public static final int PER_CONTACT_MAX = 20;

    private static final Statements SQL = Statements.of("device");
    private static final Statements OF_CONTACT = Statements.of("contact_device");

    private Devices() {}

    /**
     * Whose a device is, as far as somebody said so.
     *
     * @param contactId null where it is not known, as are the others
     * @param externalId what the application calls the person
     */
    public record Owner(UUID contactId, String externalId, String email) {

        boolean isKnown() {
            return contactId != null || externalId != null || email != null;
        }
    }

    /**
     * A device.
     *
     * @param to where it is reached; its address is null once it is gone
     * @param platform android, ios or web
     * @param tags what the device said of itself, by name
     * @param lastSeenAt when it registered last
     * @param goneAt when its push service said that it is there no more, or null
     */
    public record Registered(
            UUID id,
            DeviceAddress to,
            String platform,
            Owner owner,
            boolean subscribed,
            Map<String, Object> tags,
            Instant createdAt,
            Instant updatedAt,
            Instant lastSeenAt,
            Instant goneAt) {}

    /**
     * What a device says of itself.
     *
     * @param subscribed null to leave it as it is; a new one is subscribed then
     * @param tags by name; null for one takes it away, what is not named stays
     */
    public record Registration(
            DeviceAddress to, String platform, Owner owner, Boolean subscribed, Map<String, Object> tags) {}

    /** Which device it is, whether nobody knew it before, and how many tags it has now. */
    public record Known(UUID id, boolean isNew, int tags) {}

    /** Whom a push is for. */
    public record Target(UUID id, UUID contactId) {}

    /**
     * Adds a device, or notes what one says whose address is known.
     *
     * @param id what it is called if it is new
     */
    public static Future<Known> register(SqlClient client, UUID projectId, UUID id, Registration device, Instant now) {
        String email = device.owner().email();
        var tuple = Tuple.tuple()
                .addValue(projectId)
                .addValue(id)
                .addValue(device.to().kind())
                .addValue(device.to().address())
                .addValue(Buffer.buffer(key(device.to().address())))
                .addValue(device.to().p256dh())
                .addValue(device.to().auth())
                .addValue(device.platform())
                .addValue(device.owner().contactId())
                .addValue(email == null ? null : Address.key(email))
                .addValue(device.owner().externalId())
                .addValue(email)
                .addValue(device.subscribed())
                .addValue(Columns.json(device.tags()))
                .addValue(Times.toSql(now))
                .addValue(device.owner().isKnown());
        return client.preparedQuery(SQL.get("register"))
                .execute(tuple)
                .map(rows -> Columns.firstOrNull(
                        rows,
                        row -> new Known(row.getUUID("id"), row.getBoolean("is_new"), row.getInteger("tag_count"))));
    }

    private static byte[] key(String address) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(address.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java runtime has SHA-256", impossible);
        }
    }

    public static Future<Optional<Registered>> find(SqlClient client, UUID projectId, UUID id) {
        return client.preparedQuery(SQL.get("find"))
                .execute(Tuple.of(projectId, id))
                .map(rows -> Optional.ofNullable(Columns.firstOrNull(rows, Devices::registered)));
    }

    /**
     * Changes what a device lets be done; one that is gone stays unsubscribed.
     *
     * @param subscribed null to leave it as it is
     * @param tags by name; null for one takes it away
     * @return how many tags it has now; empty when there is no such device
     */
    public static Future<Optional<Integer>> update(
            SqlClient client, UUID projectId, UUID id, Boolean subscribed, Map<String, Object> tags, Instant now) {
        var tuple = Tuple.tuple()
                .addValue(subscribed)
                .addValue(Columns.json(tags))
                .addValue(Times.toSql(now))
                .addValue(projectId)
                .addValue(id);
        return client.preparedQuery(SQL.get("update"))
                .execute(tuple)
                .map(rows -> Optional.ofNullable(Columns.firstOrNull(rows, row -> row.getInteger("tag_count"))));
    }

    /** False when there is no such device. */
    public static Future<Boolean> delete(SqlClient client, UUID projectId, UUID id) {
        return client.preparedQuery(SQL.get("delete"))
                .execute(Tuple.of(projectId, id))
                .map(done -> done.rowCount() > 0);
    }

    /** A device that its push service does not know any more, by the address it was pushed to. */
    public record Gone(UUID projectId, UUID id, String address) {}

    /** Takes the addresses of devices away that are not there any more; no statement when there are none. */
    public static Future<Void> gone(SqlClient client, List<Gone> devices, Instant now) {
        if (devices.isEmpty()) {
            return Future.succeededFuture();
        }
        var rows = Columns.of(devices);
        var tuple = Tuple.of(
                Times.toSql(now), rows.uuids(Gone::projectId), rows.uuids(Gone::id), rows.texts(Gone::address));
        return client.preparedQuery(SQL.get("gone")).execute(tuple).mapEmpty();
    }

    /** How those are named whom a direct push is for. */
    public record Audience(
            Collection<UUID> ids,
            Collection<UUID> contactIds,
            Collection<String> externalIds,
            Collection<String> emails) {}

    /** The devices of an audience that may be pushed to, at most {@code limit}, in the order of their ids. */
    public static Future<List<Target>> targets(SqlClient client, UUID projectId, Audience audience, int limit) {
        var tuple = Tuple.of(projectId)
                .addValue(audience.ids().toArray(UUID[]::new))
                .addValue(audience.contactIds().toArray(UUID[]::new))
                .addValue(audience.externalIds().toArray(String[]::new))
                .addValue(audience.emails().stream().map(Address::key).toArray(String[]::new))
                .addValue(limit);
        return client.preparedQuery(SQL.get("targets"))
                .execute(tuple)
                .map(rows -> Columns.list(rows, row -> new Target(row.getUUID("id"), row.getUUID("contact_id"))));
    }

    /** The devices of contacts that may be pushed to, by the contact; at most {@link #PER_CONTACT_MAX} of each. */
    public static Future<Map<Ref, List<Device>>> ofContacts(SqlClient client, Map<Ref, Contact> contacts) {
        var rows = Columns.of(List.copyOf(contacts.entrySet()));
        var tuple = Tuple.of(
                rows.uuids(e -> e.getKey().projectId()),
                rows.uuids(e -> e.getKey().id()),
                rows.texts(e -> Address.key(e.getValue().email())),
                PER_CONTACT_MAX);
        return client.preparedQuery(SQL.get("of_contacts")).execute(tuple).map(found -> {
            var projects = new HashMap<UUID, UUID>();
            contacts.keySet().forEach(ref -> projects.put(ref.id(), ref.projectId()));
            var devices = new HashMap<Ref, List<Device>>();
            found.forEach(row -> devices.computeIfAbsent(
                            new Ref(projects.get(row.getUUID("contact_id")), row.getUUID("contact_id")),
                            any -> new ArrayList<>())
                    .add(new Device(row.getUUID("id"), row.getString("platform"))));
            return devices;
        });
    }

    /** Newest first. */
    public static Future<Page<Registered>> list(SqlClient client, UUID projectId, PageRequest request) {
        return Keyset.page(client, SQL, request, List.of(projectId), List.of(), Devices::registered);
    }

    /** Those of one contact, newest first. */
    public static Future<Page<Registered>> list(SqlClient client, UUID projectId, UUID contactId, PageRequest request) {
        return Keyset.page(client, OF_CONTACT, request, List.of(projectId, contactId), List.of(), Devices::registered);
    }

    private static Registered registered(Row row) {
        return new Registered(
                row.getUUID("id"),
                new DeviceAddress(
                        row.getString("kind"),
                        row.getString("address"),
                        row.getString("p256dh"),
                        row.getString("auth")),
                row.getString("platform"),
                new Owner(row.getUUID("contact_id"), row.getString("external_id"), row.getString("email")),
                row.getBoolean("subscribed"),
                Columns.object(row, "tags"),
                instant(row, "created_at"),
                instant(row, "updated_at"),
                instant(row, "last_seen_at"),
                instant(row, "gone_at"));
    }
}
