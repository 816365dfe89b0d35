package onward.api;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import onward.bus.Address;
import onward.bus.Bell;
import onward.flow.fact.Ids;
import onward.flow.fact.Uuids;
import onward.store.Store;
import onward.store.table.ContactChange;
import onward.store.table.ContactRef;
import onward.store.table.Contacts;
import onward.store.table.Locks;
import onward.store.table.Matching;
import onward.store.table.Signals;

/** Writes of contacts that concern more than their own row: what they are tied to, and the runs they are in. */
public final class ContactKeeper {
    private final Store store;
    private final Bell bell;
    private final Ids ids = Ids.from(new SecureRandom());

    public ContactKeeper(Store store, Bell bell) {
        this.store = store;
        this.bell = bell;
    }

    /** The contact of the path: a UUID is an id, text with an at sign an address, other text is refused. */
    static ContactRef ref(Call call) {
        String text = call.path("contactId");
        Optional<UUID> id = Uuids.read(text);
        if (id.isEmpty() && text.indexOf('@') < 0) {
            throw NativeErrors.invalidParameter("The `contactId` must be a valid UUID or an email address.");
        }
        return id.map(ContactRef::id).orElseGet(() -> ContactRef.email(text));
    }

    /** Makes a contact, or changes the one of that address, with all it is tied to, or nothing of it. */
    Future<UUID> upsert(UUID project, ContactChange change, ContactTies ties, Naming naming) {
        return store.transaction(tx -> PropertyValues.typed(tx, project, change)
                .compose(typed -> ties.hold(tx, project)
                        .compose(held -> store.now(tx))
                        .compose(now -> Contacts.upsert(tx, project, ids.next(now), typed, now)
                                .compose(id -> ties.tie(tx, project, id, now)
                                        .compose(done -> naming.give(tx, project, id, now))
                                        .map(id)))));
    }

    /** Makes a contact, or changes the one of that address, and names it, or nothing of it. */
    public Future<UUID> upsert(UUID project, ContactChange change, Naming naming) {
        return upsert(project, change, ContactTies.NONE, naming);
    }

    /** Changes a contact; gives its id, or nothing when there is none. */
    public Future<Optional<UUID>> update(UUID project, ContactRef ref, ContactChange change, Naming naming) {
        return store.transaction(tx -> PropertyValues.typed(tx, project, change)
                .compose(typed -> store.now(tx)
                        .compose(now -> Contacts.update(tx, project, ref, typed, now)
                                .compose(found -> found.isEmpty()
                                        ? Future.succeededFuture(found)
                                        : naming.give(tx, project, found.get(), now)
                                                .map(found)))));
    }

    /** Removes a contact and tells its live runs; gives its id, or nothing when there is none. */
    Future<Optional<UUID>> delete(UUID project, ContactRef ref) {
        return store.transaction(tx -> Contacts.find(tx, project, ref)
                        .compose(found -> found.isEmpty()
                                ? Future.succeededFuture(Optional.<UUID>empty())
                                : deleted(
                                        tx,
                                        new Matching.Ref(project, found.get().id()))))
                .onSuccess(gone -> gone.ifPresent(id -> bell.ring(Address.WAKE_RUNNER)));
    }

    /** The person's lock comes before the row's, as everywhere; between the two another may have deleted it. */
    private Future<Optional<UUID>> deleted(SqlClient tx, Matching.Ref contact) {
        return Locks.contacts(tx, List.of(contact))
                .compose(locked -> Contacts.delete(tx, contact.projectId(), ContactRef.id(contact.id())))
                .compose(gone -> gone.isEmpty()
                        ? Future.succeededFuture(gone)
                        : store.now(tx)
                                .compose(now -> Signals.contactsDeleted(tx, List.of(contact), Set.of(), now))
                                .map(gone));
    }
}
