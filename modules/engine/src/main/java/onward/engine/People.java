package onward.engine;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import onward.flow.fact.Contact;
import onward.flow.fact.Event;
import onward.flow.fact.Ids;
import onward.flow.message.Address;
import onward.store.table.Key;
import onward.store.table.Locks;
import onward.store.table.Matching;
import onward.store.table.Matching.Newcomer;
import onward.store.table.Matching.Ref;

/**
 * The contacts of events. An address that has none becomes one where the event starts a run.
 *
 * <p>Where somebody listens, an address without a contact is locked and looked for again: the transaction that makes
 * the contact holds that lock, and may be about to let a run of it wait for this very event.
 */
final class People {
    private final Map<Ref, Contact> byId = new HashMap<>();
    private final Map<Key, Ref> byAddress = new HashMap<>();

    private People() {}

    /**
     * @param starting events that start runs
     * @param listened events that somebody may listen for
     * @param alone those of the starting ones whose runs may move only while no other run of their contact does
     */
    static Future<People> of(
            SqlClient tx,
            Collection<Event> starting,
            Collection<Event> listened,
            Collection<Event> alone,
            Instant now,
            Ids ids) {
        var people = new People();
        var newcomers = addresses(starting);
        var watched = new HashSet<>(addresses(listened).keySet());
        watched.addAll(addresses(alone).keySet());
        var all = new HashSet<>(newcomers.keySet());
        all.addAll(watched);
        var known = new HashSet<>(refs(starting));
        known.addAll(refs(listened));
        return Future.all(people.loadIds(tx, known), people.loadAddresses(tx, all))
                .compose(done -> people.lookAgain(tx, watched))
                .compose(done -> people.make(tx, newcomers, now, ids))
                .map(people);
    }

    private static Set<Ref> refs(Collection<Event> events) {
        var refs = new HashSet<Ref>();
        events.stream()
                .filter(event -> event.contactId() != null)
                .forEach(event -> refs.add(new Ref(event.projectId(), event.contactId())));
        return refs;
    }

    private static Map<Key, Event> addresses(Collection<Event> events) {
        var addresses = new LinkedHashMap<Key, Event>();
        events.stream()
                .filter(event -> event.contactId() == null && event.email() != null)
                .forEach(event -> addresses.putIfAbsent(address(event), event));
        return addresses;
    }

    private static Key address(Event event) {
        return new Key(event.projectId(), Address.key(event.email()));
    }

    /** The person of an event; null when there is none, or when they were deleted after it was received. */
    Contact of(Event event) {
        if (event.contactId() == null && event.email() == null) {
            return null;
        }
        Ref ref = event.contactId() == null
                ? byAddress.get(address(event))
                : new Ref(event.projectId(), event.contactId());
        return ref == null ? null : byId.get(ref);
    }

    /** Locks contacts and reads them again: what was done to them before the lock is seen from here on. */
    Future<Void> lock(SqlClient tx, Collection<Ref> contacts) {
        if (contacts.isEmpty()) {
            return Future.succeededFuture();
        }
        return Locks.contacts(tx, contacts).compose(done -> {
            contacts.forEach(byId::remove);
            return loadIds(tx, contacts);
        });
    }

    private Future<Void> loadIds(SqlClient tx, Collection<Ref> refs) {
        return refs.isEmpty()
                ? Future.succeededFuture()
                : Matching.contacts(tx, refs).onSuccess(byId::putAll).mapEmpty();
    }

    private Future<Void> loadAddresses(SqlClient tx, Collection<Key> keys) {
        return keys.isEmpty()
                ? Future.succeededFuture()
                : Matching.contactsByKey(tx, keys)
                        .onSuccess(found -> found.forEach(this::know))
                        .mapEmpty();
    }

    private void know(Key address, Contact contact) {
        Ref ref = new Ref(contact.projectId(), contact.id());
        byId.put(ref, contact);
        byAddress.put(address, ref);
    }

    private List<Key> missing(Collection<Key> keys) {
        return keys.stream().filter(key -> !byAddress.containsKey(key)).toList();
    }

    private Future<Void> lookAgain(SqlClient tx, Set<Key> watched) {
        List<Key> missing = missing(watched);
        return missing.isEmpty()
                ? Future.succeededFuture()
                : Locks.addresses(tx, missing).compose(done -> loadAddresses(tx, missing));
    }

    private Future<Void> make(SqlClient tx, Map<Key, Event> addresses, Instant now, Ids ids) {
        List<Key> missing = missing(addresses.keySet());
        if (missing.isEmpty()) {
            return Future.succeededFuture();
        }
        List<Newcomer> newcomers = missing.stream()
                .map(key -> newcomer(key, addresses.get(key), ids.next(now)))
                .toList();
        // Read again: another node may have made some of them in the same moment.
        return Matching.insertContacts(tx, newcomers, now)
                .compose(done -> loadAddresses(tx, missing))
                .compose(done -> makeWithoutExternalIds(tx, newcomers, now));
    }

    private static Newcomer newcomer(Key key, Event event, UUID id) {
        return new Newcomer(key, event.email().strip(), id, event.externalId());
    }

    /** Somebody took the external id of a newcomer in this moment; it gets none. */
    private Future<Void> makeWithoutExternalIds(SqlClient tx, List<Newcomer> newcomers, Instant now) {
        List<Newcomer> left = newcomers.stream()
                .filter(newcomer -> newcomer.externalId() != null && !byAddress.containsKey(newcomer.key()))
                .map(newcomer -> new Newcomer(newcomer.key(), newcomer.email(), newcomer.id(), null))
                .toList();
        return left.isEmpty()
                ? Future.succeededFuture()
                : Matching.insertContacts(tx, left, now)
                        .compose(done -> loadAddresses(
                                tx, left.stream().map(Newcomer::key).toList()));
    }
}
