package onward.engine;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import onward.flow.fact.Contact;
import onward.flow.fact.Event;
import onward.flow.fact.Ids;
import onward.flow.message.Address;
import onward.store.table.Key;
import onward.store.table.Matching;
import onward.store.table.Matching.Newcomer;
import onward.store.table.Matching.Ref;

/** The contacts of events. An address that has none becomes one, for only events that start runs come here. */
final class People {
    private final Map<Ref, Contact> byId;
    private final Map<Key, Contact> byAddress;

    private People(Map<Ref, Contact> byId, Map<Key, Contact> byAddress) {
        this.byId = byId;
        this.byAddress = byAddress;
    }

    static Future<People> of(SqlClient client, Collection<Event> events, Instant now, Ids ids) {
        var refs = events.stream()
                .filter(event -> event.contactId() != null)
                .map(event -> new Ref(event.projectId(), event.contactId()))
                .distinct()
                .toList();
        var byId = refs.isEmpty() ? Future.succeededFuture(Map.<Ref, Contact>of()) : Matching.contacts(client, refs);
        return byId.compose(
                known -> byAddress(client, addresses(events), now, ids).map(found -> new People(known, found)));
    }

    /** The person of an event; null when they were deleted after it was received. */
    Contact of(Event event) {
        return event.contactId() == null
                ? byAddress.get(address(event))
                : byId.get(new Ref(event.projectId(), event.contactId()));
    }

    private static Map<Key, String> addresses(Collection<Event> events) {
        var addresses = new LinkedHashMap<Key, String>();
        events.stream()
                .filter(event -> event.contactId() == null)
                .forEach(event ->
                        addresses.putIfAbsent(address(event), event.email().strip()));
        return addresses;
    }

    private static Key address(Event event) {
        return new Key(event.projectId(), Address.key(event.email()));
    }

    private static Future<Map<Key, Contact>> byAddress(
            SqlClient client, Map<Key, String> addresses, Instant now, Ids ids) {
        if (addresses.isEmpty()) {
            return Future.succeededFuture(Map.of());
        }
        return Matching.contactsByKey(client, addresses.keySet())
                .compose(found -> withNewcomers(client, addresses, new HashMap<>(found), now, ids));
    }

    private static Future<Map<Key, Contact>> withNewcomers(
            SqlClient client, Map<Key, String> addresses, Map<Key, Contact> found, Instant now, Ids ids) {
        List<Key> missing = addresses.keySet().stream()
                .filter(key -> !found.containsKey(key))
                .toList();
        if (missing.isEmpty()) {
            return Future.succeededFuture(found);
        }
        List<Newcomer> newcomers = missing.stream()
                .map(key -> new Newcomer(key, addresses.get(key), ids.next(now)))
                .toList();
        // Read again: another node may have made some of them in the same moment.
        return Matching.insertContacts(client, newcomers, now)
                .compose(done -> Matching.contactsByKey(client, missing))
                .map(made -> {
                    found.putAll(made);
                    return found;
                });
    }
}
