package onward.engine;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import onward.bus.Ingested;
import onward.bus.NewEvent;
import onward.flow.fact.Contact;
import onward.flow.fact.Event;
import onward.flow.fact.Ids;
import onward.flow.fact.Problem;
import onward.flow.fact.Result;
import onward.flow.fact.Schema;
import onward.store.Store;
import onward.store.table.EventTraces;
import onward.store.table.EventTraces.Trace;
import onward.store.table.EventTypes;
import onward.store.table.Events;
import onward.store.table.Events.Stored;
import onward.store.table.Key;
import onward.store.table.Matching;
import onward.store.table.Matching.Ref;

/**
 * Takes a batch of events in: checks each against its schema and its contact, stores the good ones with one
 * insert, and answers all of them after the commit.
 */
final class Ingest {
    private final Store store;
    private final Ids ids;

    Ingest(Store store, Ids ids) {
        this.store = store;
        this.ids = ids;
    }

    /** What a batch has to be checked with. */
    private record Facts(
            Instant now, Map<Key, Schema> schemas, Map<Ref, Contact> contacts, Map<Key, UUID> byExternalId) {}

    /** An event and what the check said of it: either {@code event} or {@code problem} is null. */
    private record Checked(NewEvent given, Event event, Problem problem) {
        Key key() {
            return given.idempotencyKey() == null ? null : new Key(given.projectId(), given.idempotencyKey());
        }
    }

    /** One answer per event, in their order. The future fails when nothing was stored. */
    Future<List<Ingested>> accept(List<NewEvent> events) {
        return facts(events).compose(facts -> {
            var checked = events.stream().map(event -> check(event, facts)).toList();
            return register(checked, facts.now())
                    .compose(done -> insert(checked, facts.now()))
                    .compose(inserted -> stored(checked, inserted)
                            .map(stored -> checked.stream()
                                    .map(one -> answer(one, inserted, stored, facts.now()))
                                    .toList()));
        });
    }

    private Future<Facts> facts(List<NewEvent> events) {
        var names = events.stream()
                .map(event -> new Key(event.projectId(), event.name()))
                .distinct()
                .toList();
        var refs = events.stream()
                .filter(event -> event.contactId() != null)
                .map(event -> new Ref(event.projectId(), event.contactId()))
                .distinct()
                .toList();
        var schemas = Matching.schemas(store.client(), names).map(Ingest::read);
        var contacts = refs.isEmpty()
                ? Future.succeededFuture(Map.<Ref, Contact>of())
                : Matching.contacts(store.client(), refs);
        var externalIds = events.stream()
                .flatMap(event -> Stream.ofNullable(externalId(event)))
                .distinct()
                .toList();
        var byExternalId = externalIds.isEmpty()
                ? Future.succeededFuture(Map.<Key, UUID>of())
                : Matching.contactsByExternalId(store.client(), externalIds);
        return Future.all(store.now(), schemas, contacts, byExternalId)
                .map(all -> new Facts(all.resultAt(0), all.resultAt(1), all.resultAt(2), all.resultAt(3)));
    }

    /** What the person is to be found by; null where an id says who it is, or nothing is given. */
    private static Key externalId(NewEvent event) {
        return event.contactId() != null || event.externalId() == null
                ? null
                : new Key(event.projectId(), event.externalId());
    }

    private static Map<Key, Schema> read(Map<Key, Map<String, Object>> schemas) {
        var read = new HashMap<Key, Schema>();
        schemas.forEach((key, schema) -> read.put(key, Schema.read(schema).value()));
        return read;
    }

    private Checked check(NewEvent given, Facts facts) {
        if (given.contactId() != null && !facts.contacts().containsKey(new Ref(given.projectId(), given.contactId()))) {
            return new Checked(given, null, Problem.notFound("Contact not found"));
        }
        var payload = coerce(given, facts.schemas().get(new Key(given.projectId(), given.name())));
        return payload.isOk()
                ? new Checked(given, event(given, payload.value().fields(), facts), null)
                : new Checked(given, null, payload.problems().get(0));
    }

    /** The fields may be null: the caller gave no payload, and none was called for. */
    private record Payload(Map<String, Object> fields) {}

    private static Result<Payload> coerce(NewEvent given, Schema schema) {
        if (schema == null) {
            return Result.of(new Payload(given.payload()));
        }
        return schema.coerce(given.payload() == null ? Map.of() : given.payload())
                .map(fields -> new Payload(given.payload() == null && fields.isEmpty() ? null : fields));
    }

    private Event event(NewEvent given, Map<String, Object> payload, Facts facts) {
        Instant now = facts.now();
        Key externalId = externalId(given);
        UUID contactId =
                externalId == null ? given.contactId() : facts.byExternalId().get(externalId);
        return new Event(
                given.projectId(),
                ids.next(now),
                given.name(),
                contactId,
                contactId == null ? given.email() : null,
                payload,
                given.occurredAt() == null ? now : given.occurredAt(),
                now,
                0,
                externalId == null ? null : externalId.name());
    }

    /** Names that nobody defined, where the face wants them in the list of definitions; before anything is stored. */
    private Future<Void> register(List<Checked> checked, Instant now) {
        var names = checked.stream()
                .filter(one -> one.given().registers() && one.event() != null)
                .map(one -> new Key(one.given().projectId(), one.given().name()))
                .distinct()
                .sorted()
                .toList();
        return names.isEmpty() ? Future.succeededFuture() : EventTypes.register(store.client(), names, now, ids);
    }

    private Future<Set<UUID>> insert(List<Checked> checked, Instant now) {
        var entries = checked.stream()
                .filter(one -> one.event() != null)
                .map(one -> new Events.Entry(one.event(), one.given().idempotencyKey()))
                .toList();
        var traces = traces(checked);
        if (!traces.isEmpty()) {
            return store.transaction(tx -> Events.insert(tx, entries, now)
                    .compose(inserted ->
                            EventTraces.insert(tx, among(traces, inserted)).map(inserted)));
        }
        return entries.isEmpty() ? Future.succeededFuture(Set.of()) : Events.insert(store.client(), entries, now);
    }

    private static List<Trace> traces(List<Checked> checked) {
        return checked.stream()
                .filter(one -> one.event() != null && one.given().trace() != null)
                .map(one -> new Trace(
                        one.event().projectId(), one.event().id(), one.given().trace()))
                .toList();
    }

    /** A repetition leaves the trace of the first. */
    private static List<Trace> among(List<Trace> traces, Set<UUID> inserted) {
        return traces.stream()
                .filter(trace -> inserted.contains(trace.eventId()))
                .toList();
    }

    /** What is there for the keys that stored nothing: a repetition is answered like the first, even if it has faults. */
    private Future<Map<Key, Stored>> stored(List<Checked> checked, Set<UUID> inserted) {
        var keys = checked.stream()
                .filter(one ->
                        one.event() == null || !inserted.contains(one.event().id()))
                .flatMap(one -> Stream.ofNullable(one.key()))
                .distinct()
                .toList();
        return keys.isEmpty() ? Future.succeededFuture(Map.of()) : Events.byKeys(store.client(), keys);
    }

    private static Ingested answer(Checked one, Set<UUID> inserted, Map<Key, Stored> stored, Instant now) {
        if (one.event() != null && inserted.contains(one.event().id())) {
            return new Ingested.Accepted(one.event().id(), now, false);
        }
        var before = one.key() == null ? null : stored.get(one.key());
        if (before != null) {
            return new Ingested.Accepted(before.id(), before.receivedAt(), true);
        }
        if (one.problem() == null) {
            throw new IllegalStateException("Expected an event to be stored or to be there, found neither");
        }
        return new Ingested.Refused(one.problem());
    }
}
