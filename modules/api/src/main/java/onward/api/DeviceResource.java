package onward.api;

import io.vertx.core.Future;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import onward.flow.fact.Ids;
import onward.flow.fact.Uuids;
import onward.store.Store;
import onward.store.table.ContactRef;
import onward.store.table.Contacts;
import onward.store.table.Devices;
import onward.store.table.Devices.Known;
import onward.store.table.Devices.Registered;
import onward.store.table.Devices.Registration;

/**
 * {@code /devices}: browsers and apps that may be pushed to. The same address is the same device, however often it
 * registers, so a client that is not sure may say everything again.
 */
final class DeviceResource {
    private final Store store;
    private final Outside outside;
    private final Ids ids = Ids.from(new SecureRandom());

    DeviceResource(Store store, Outside outside) {
        this.store = store;
        this.outside = outside;
    }

    void register(Routes routes) {
        routes.post("/devices", this::register)
                .get("/devices", this::list)
                .get("/devices/:deviceId", this::get)
                .patch("/devices/:deviceId", this::change)
                .delete("/devices/:deviceId", this::remove);
    }

    private Future<Answer> register(Call call) {
        Registration device = DeviceBody.read(call.fields(), outside.endpoints());
        return contact(call, device.owner().contactId())
                .compose(there -> store.transaction(tx -> store.now(tx)
                        .compose(now -> Devices.register(tx, call.projectId(), ids.next(now), device, now))
                        .map(DeviceResource::checked)))
                .map(known -> new Answer(known.isNew() ? 201 : 200, Noun.DEVICE.body(known.id())));
    }

    private Future<Void> contact(Call call, UUID id) {
        return id == null
                ? Future.succeededFuture()
                : Contacts.find(store.client(), call.projectId(), ContactRef.id(id))
                        .map(Noun.CONTACT::existing)
                        .mapEmpty();
    }

    private static Known checked(Known known) {
        DeviceBody.checkTags(known.tags());
        return known;
    }

    private Future<Answer> list(Call call) {
        String contact = call.query().get("contact_id").orElse(null);
        UUID contactId =
                contact == null ? null : Uuids.read(contact).orElseThrow(() -> NativeErrors.invalidUuid("contact_id"));
        var request = Paging.of(call.query());
        return (contactId == null
                        ? Devices.list(store.client(), call.projectId(), request)
                        : Devices.list(store.client(), call.projectId(), contactId, request))
                .map(page -> Answer.list(page, DeviceResource::item));
    }

    private Future<Answer> get(Call call) {
        return Devices.find(store.client(), call.projectId(), Noun.DEVICE.id(call))
                .map(found -> {
                    Map<String, Object> body = Answer.body("object", "device");
                    body.putAll(item(Noun.DEVICE.existing(found)));
                    return Answer.ok(body);
                });
    }

    private static Map<String, Object> item(Registered device) {
        return Answer.body(
                "id", device.id(),
                "kind", device.to().kind(),
                "platform", device.platform(),
                "contact_id", device.owner().contactId(),
                "external_id", device.owner().externalId(),
                "email", device.owner().email(),
                "subscribed", device.subscribed(),
                "tags", device.tags(),
                "created_at", PgText.of(device.createdAt()),
                "updated_at", PgText.of(device.updatedAt()),
                "last_seen_at", PgText.of(device.lastSeenAt()),
                "gone_at", device.goneAt() == null ? null : PgText.of(device.goneAt()));
    }

    private Future<Answer> change(Call call) {
        UUID id = Noun.DEVICE.id(call);
        Fields fields = call.fields();
        Boolean subscribed = fields.optionalBool("subscribed");
        Map<String, Object> tags = DeviceBody.tags(fields);
        fields.check();
        return store.transaction(tx -> Devices.find(tx, call.projectId(), id)
                        .map(found -> subscribable(Noun.DEVICE.existing(found), subscribed))
                        .compose(device -> store.now(tx))
                        .compose(now -> Devices.update(tx, call.projectId(), id, subscribed, tags, now))
                        .map(DeviceResource::counted))
                .map(done -> Answer.ok(Noun.DEVICE.body(id)));
    }

    /** Inside the transaction, so that one tag too many changes nothing. */
    private static int counted(Optional<Integer> tags) {
        int count = Noun.DEVICE.existing(tags);
        DeviceBody.checkTags(count);
        return count;
    }

    private static Registered subscribable(Registered device, Boolean subscribed) {
        if (device.goneAt() != null && Boolean.TRUE.equals(subscribed)) {
            throw NativeErrors.validation("Expected a device that is still there, found one that its push service does"
                    + " not know any more. Let it register again.");
        }
        return device;
    }

    private Future<Answer> remove(Call call) {
        UUID id = Noun.DEVICE.id(call);
        return Devices.delete(store.client(), call.projectId(), id).map(isThere -> {
            Noun.DEVICE.requireExisting(isThere);
            Map<String, Object> body = Noun.DEVICE.body(id);
            body.put("deleted", true);
            return Answer.ok(body);
        });
    }
}
