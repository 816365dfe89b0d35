package onward.api.sendrealm;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import onward.api.Answer;
import onward.api.Call;
import onward.api.IsoMillis;
import onward.api.NativeErrors;
import onward.api.Routes;
import onward.api.SendrealmWords;
import onward.bus.Entrance;
import onward.bus.Ingested;
import onward.bus.NewEvent;
import onward.flow.fact.Event;
import onward.flow.message.Address;
import onward.store.Store;
import onward.store.table.ContactRef;
import onward.store.table.Contacts;
import onward.store.table.Events;
import onward.store.table.Key;
import onward.store.table.Matching;

/**
 * {@code POST /events}: takes an event in (contract/sendrealm.md 2.1). 202 for a new one; one whose idempotency key was
 * there before is answered 200 with the event that is stored.
 */
final class IngestResource {
    private final Store store;
    private final Entrance entrance;

    IngestResource(Store store, EventBus bus) {
        this.store = store;
        this.entrance = new Entrance(bus);
    }

    void register(Routes routes) {
        routes.post("/events", this::ingest);
    }

    private Future<Answer> ingest(Call call) {
        NewEvent event = IngestBody.read(call);
        return entrance.bring(event)
                .recover(fault ->
                        Future.failedFuture(fault instanceof Entrance.Closed ? NativeErrors.unavailable() : fault))
                .compose(ingested -> answer(event, ingested));
    }

    private Future<Answer> answer(NewEvent event, Ingested ingested) {
        if (ingested instanceof Ingested.Refused refused) {
            throw NativeErrors.of(refused.problem());
        }
        var accepted = (Ingested.Accepted) ingested;
        return accepted.duplicate() ? repeated(event, accepted.id()) : taken(event, accepted);
    }

    private Future<Answer> taken(NewEvent event, Ingested.Accepted accepted) {
        Map<String, Object> data = Answer.body(
                "id", accepted.id(),
                "event", event.name(),
                "resolved_identity_type", identityType(event),
                "resolved_identity_value", identityValue(event),
                "occurred_at", IsoMillis.of(event.occurredAt() == null ? accepted.receivedAt() : event.occurredAt()));
        return disagreement(event).map(warnings -> {
            if (!warnings.isEmpty()) {
                data.put("warnings", warnings);
            }
            return Answer.accepted(Answer.body("data", data));
        });
    }

    private static String identityType(NewEvent event) {
        return event.contactId() != null ? "contact_id" : event.externalId() != null ? "external_id" : "email";
    }

    private static Object identityValue(NewEvent event) {
        return event.contactId() != null
                ? event.contactId()
                : event.externalId() != null ? event.externalId() : event.email();
    }

    private Future<Answer> repeated(NewEvent event, UUID id) {
        return Events.byIds(store.client(), List.of(event.projectId()), List.of(id))
                .map(found -> found.get(id))
                .map(stored -> {
                    Map<String, Object> data = Answer.body(
                            "id",
                            id,
                            "event",
                            stored == null ? event.name() : SendrealmWords.event(stored.name()),
                            "deduplicated",
                            true,
                            "occurred_at",
                            stored == null ? null : IsoMillis.of(stored.occurredAt()));
                    if (stored != null && isAnother(stored, event)) {
                        data.put(
                                "warnings",
                                List.of("This idempotency key came with another event before, which is the one that"
                                        + " counts. Use a new key for a new event."));
                    }
                    return Answer.ok(Answer.body("data", data));
                });
    }

    private static boolean isAnother(Event stored, NewEvent event) {
        return !stored.name().equals(event.name()) || !Objects.equals(stored.payload(), event.payload());
    }

    /** Names that lead to different people are worth a word; the first of them counts. */
    private Future<List<String>> disagreement(NewEvent event) {
        int names = (event.contactId() == null ? 0 : 1)
                + (event.externalId() == null ? 0 : 1)
                + (event.email() == null ? 0 : 1);
        return names < 2 ? Future.succeededFuture(List.of()) : people(event).map(people -> words(event, people));
    }

    /** Whom each name that was given leads to, null for nobody. */
    private Future<List<UUID>> people(NewEvent event) {
        List<Future<UUID>> people = new ArrayList<>();
        if (event.contactId() != null) {
            people.add(Future.succeededFuture(event.contactId()));
        }
        if (event.externalId() != null) {
            Key key = new Key(event.projectId(), event.externalId());
            people.add(
                    Matching.contactsByExternalId(store.client(), List.of(key)).map(found -> found.get(key)));
        }
        if (event.email() != null) {
            people.add(Contacts.find(store.client(), event.projectId(), ContactRef.email(Address.key(event.email())))
                    .map(found -> found.map(contact -> contact.id()).orElse(null)));
        }
        return Future.all(people).map(all -> all.list());
    }

    private static List<String> words(NewEvent event, List<UUID> people) {
        long known = people.stream().filter(Objects::nonNull).distinct().count();
        return known < 2
                ? List.of()
                : List.of(
                        "The identities that were given belong to different contacts; the event counts for the one of "
                                + identityType(event) + ".");
    }
}
