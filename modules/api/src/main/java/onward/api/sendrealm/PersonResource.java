package onward.api.sendrealm;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import onward.api.Answer;
import onward.api.Call;
import onward.api.ContactBody;
import onward.api.ContactKeeper;
import onward.api.Fields;
import onward.api.IsoMillis;
import onward.api.Naming;
import onward.api.NativeErrors;
import onward.api.Routes;
import onward.bus.Bell;
import onward.flow.fact.Contact;
import onward.store.Store;
import onward.store.table.Choices;
import onward.store.table.ContactChange;
import onward.store.table.ContactRef;
import onward.store.table.Contacts;
import onward.store.table.ExternalIds;
import onward.store.table.Key;
import onward.store.table.Matching;
import onward.store.table.Topics;

/**
 * {@code /contacts}: people by id, by the id their application knows them by, or by address; and what they take of
 * topics (contract/sendrealm.md 7).
 */
final class PersonResource {
    private final Store store;
    private final ContactKeeper keeper;

    PersonResource(Store store, Bell bell) {
        this.store = store;
        this.keeper = new ContactKeeper(store, bell);
    }

    void register(Routes routes) {
        routes.post("/contacts", this::upsert)
                .get("/contacts", this::look)
                .get("/contacts/:contactId", this::get)
                .put("/contacts/:contactId/topics/:topicId", this::choose);
    }

    /** Whoever has the external id already is changed, else whoever has the address, else somebody new is made. */
    private Future<Answer> upsert(Call call) {
        Fields fields = call.fields();
        Naming naming = Naming.read(fields);
        return named(call, naming.externalId()).compose(known -> {
            ContactChange change = known == null ? ContactBody.ofNew(fields) : ContactBody.ofUpdate(fields);
            fields.check();
            Future<UUID> kept = known == null
                    ? keeper.upsert(call.projectId(), change, naming)
                    : keeper.update(call.projectId(), ContactRef.id(known), change, naming)
                            .map(found -> found.orElse(known));
            return kept.compose(id -> find(call, id))
                    .compose(contact -> shown(call, contact))
                    .map(data -> Answer.ok(Answer.body("data", data)));
        });
    }

    /** Who has the external id; null for nobody. */
    private Future<UUID> named(Call call, String externalId) {
        if (externalId == null) {
            return Future.succeededFuture(null);
        }
        Key key = new Key(call.projectId(), externalId);
        return Matching.contactsByExternalId(store.client(), List.of(key)).map(found -> found.get(key));
    }

    /** The one contact of {@code external_id} or {@code email}, in a list; an empty one for nobody. */
    private Future<Answer> look(Call call) {
        Optional<String> externalId = call.query().get("external_id");
        Optional<String> email = call.query().get("email");
        if (externalId.isPresent() == email.isPresent()) {
            throw NativeErrors.validation("Expected exactly one of `external_id` and `email` in the query, found "
                    + (email.isPresent() ? "both." : "neither."));
        }
        Future<Optional<Contact>> found = email.isPresent()
                ? Contacts.find(store.client(), call.projectId(), ContactRef.email(email.get()))
                : named(call, externalId.get())
                        .compose(id -> id == null
                                ? Future.succeededFuture(Optional.<Contact>empty())
                                : Contacts.find(store.client(), call.projectId(), ContactRef.id(id)));
        return found.compose(contact -> contact.isEmpty()
                        ? Future.succeededFuture(List.<Map<String, Object>>of())
                        : shown(call, contact.get()).map(data -> List.of(data)))
                .map(data -> Answer.ok(Answer.body("data", data)));
    }

    private Future<Answer> get(Call call) {
        return find(call, call.uuid("contactId"))
                .compose(contact -> shown(call, contact))
                .map(data -> Answer.ok(Answer.body("data", data)));
    }

    private Future<Contact> find(Call call, UUID id) {
        return Contacts.find(store.client(), call.projectId(), ContactRef.id(id))
                .map(found -> found.orElseThrow(() -> NativeErrors.notFound("Contact not found")));
    }

    private Future<Map<String, Object>> shown(Call call, Contact contact) {
        return ExternalIds.of(store.client(), call.projectId(), contact.id())
                .map(externalId -> Answer.body(
                        "id", contact.id(),
                        "external_id", externalId.orElse(null),
                        "email", contact.email(),
                        "first_name", contact.firstName(),
                        "last_name", contact.lastName(),
                        "unsubscribed", contact.unsubscribed(),
                        "properties", contact.properties(),
                        "created_at", IsoMillis.of(contact.createdAt()),
                        "updated_at", IsoMillis.of(contact.updatedAt())));
    }

    private Future<Answer> choose(Call call) {
        UUID contactId = call.uuid("contactId");
        UUID topicId = call.uuid("topicId");
        Fields fields = call.fields();
        fields.require("is_subscribed");
        Boolean isSubscribed = fields.optionalBool("is_subscribed");
        fields.check();
        UUID project = call.projectId();
        return store.transaction(tx -> Contacts.hold(tx, project, ContactRef.id(contactId))
                .map(found -> found.orElseThrow(() -> NativeErrors.notFound("Contact not found")))
                .compose(contact -> Topics.hold(tx, project, List.of(topicId)))
                .compose(held ->
                        held.isEmpty() ? Future.failedFuture(NativeErrors.notFound("Topic not found")) : store.now(tx))
                .compose(now -> Choices.choose(
                                tx,
                                project,
                                contactId,
                                Map.of(topicId, isSubscribed ? Topics.OPT_IN : Topics.OPT_OUT),
                                now)
                        .map(Answer.ok(Answer.body(
                                "data",
                                Answer.body(
                                        "id",
                                        Choices.id(contactId, topicId),
                                        "contact_id",
                                        contactId,
                                        "topic_id",
                                        topicId,
                                        "is_subscribed",
                                        isSubscribed,
                                        "subscribed_at",
                                        isSubscribed ? IsoMillis.of(now) : null,
                                        "unsubscribed_at",
                                        isSubscribed ? null : IsoMillis.of(now)))))));
    }
}
