package onward.engine;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import onward.flow.fact.Contact;
import onward.flow.fact.Correlation;
import onward.flow.fact.Event;
import onward.flow.fact.Ids;
import onward.flow.fact.Scope;
import onward.store.table.Interests;
import onward.store.table.Key;
import onward.store.table.Matching.Ref;
import onward.store.table.Signals;
import onward.store.table.Waits;

/**
 * Which events of a batch some run may listen for, and how they get into the mailboxes. Events that nobody ever asked
 * for stop here.
 */
final class Listening {
    private final List<Event> events;
    private final Map<Key, Set<String>> fields;

    private Listening(List<Event> events, Map<Key, Set<String>> fields) {
        this.events = events;
        this.fields = fields;
    }

    static Future<Listening> of(SqlClient tx, Collection<Event> events) {
        var names = events.stream().map(Fan::trigger).distinct().toList();
        return Interests.among(tx, names)
                .map(fields -> new Listening(
                        events.stream()
                                .filter(event -> fields.containsKey(Fan.trigger(event)))
                                .toList(),
                        fields));
    }

    /** The same for some of the events. */
    Listening among(List<Event> some) {
        var ids = some.stream().map(Event::id).collect(Collectors.toSet());
        return new Listening(
                events.stream().filter(event -> ids.contains(event.id())).toList(), fields);
    }

    /** The events that somebody may listen for. */
    List<Event> events() {
        return events;
    }

    /** The contacts of those events; they have to be locked before {@link #put}. */
    List<Ref> contacts(People people) {
        return events.stream()
                .map(people::of)
                .filter(contact -> contact != null)
                .map(contact -> new Ref(contact.projectId(), contact.id()))
                .distinct()
                .toList();
    }

    /** Puts the events into the mailboxes of the runs that listen for them. */
    Future<Void> put(SqlClient tx, People people, Instant now, Ids ids) {
        var heard =
                events.stream().flatMap(event -> heard(event, people.of(event))).toList();
        return heard.isEmpty()
                ? Future.succeededFuture()
                : Waits.listeners(tx, heard)
                        .compose(listeners -> listeners.isEmpty()
                                ? Future.succeededFuture()
                                : Signals.put(tx, signals(listeners, now, ids)));
    }

    private Stream<Waits.Heard> heard(Event event, Contact contact) {
        return contact == null
                ? Stream.of()
                : fields.get(Fan.trigger(event)).stream()
                        .map(field -> correlation(event, field))
                        .filter(key -> key != null)
                        .map(key -> new Waits.Heard(
                                event.projectId(), event.id(), contact.id(), event.name(), key, event.receivedAt()));
    }

    private static String correlation(Event event, String field) {
        return field.isEmpty()
                ? Correlation.NONE
                : Correlation.key(field, Scope.descend(event.payload(), field).value());
    }

    /** A run that listens for one event in two ways hears it once. */
    private static List<Signals.Entry> signals(List<Waits.Listener> listeners, Instant now, Ids ids) {
        var signals = new ArrayList<Signals.Entry>();
        var seen = new HashSet<List<UUID>>();
        for (Waits.Listener one : listeners) {
            if (seen.add(List.of(one.runId(), one.eventId()))) {
                signals.add(Signals.Entry.event(
                        one.projectId(), ids.next(now), one.runId(), one.eventId(), one.receivedAt()));
            }
        }
        return signals;
    }
}
