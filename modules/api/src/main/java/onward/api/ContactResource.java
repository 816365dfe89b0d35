package onward.api;

import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import onward.flow.fact.Contact;
import onward.flow.fact.Uuids;
import onward.store.Page;
import onward.store.Store;
import onward.store.Taken;
import onward.store.table.ContactChange;
import onward.store.table.ContactRef;
import onward.store.table.Contacts;
import onward.store.table.ExternalIds;
import onward.store.table.Members;
import onward.store.table.Segments;

/**
 * {@code /contacts}: the people of a project, each known by an id and by an address (contract/resend.md 9);
 * also those of one segment, and by the paths of older clients, in which a contact stands below an audience.
 */
final class ContactResource {
    private final Store store;
    private final ContactKeeper keeper;

    ContactResource(Store store, ContactKeeper keeper) {
        this.store = store;
        this.keeper = keeper;
    }

    void register(Routes routes) {
        routes.post("/contacts", this::upsert)
                .get("/contacts", this::list)
                .get("/contacts/:contactId", this::get)
                .patch("/contacts/:contactId", this::update)
                .delete("/contacts/:contactId", this::delete)
                .get("/segments/:segmentId/contacts", call -> listOf(call, Noun.SEGMENT, Noun.SEGMENT.id(call)))
                .get("/audiences/:audienceId/contacts", call -> listOf(call, Noun.AUDIENCE, Noun.AUDIENCE.id(call)))
                .post("/audiences/:audienceId/contacts", inAudience(this::upsertIntoAudience))
                .get("/audiences/:audienceId/contacts/:contactId", inAudience(this::get))
                .patch("/audiences/:audienceId/contacts/:contactId", inAudience(this::update))
                .delete("/audiences/:audienceId/contacts/:contactId", inAudience(this::deleteFromAudience));
    }

    /** An address that is known already keeps its contact, which takes on what is given. */
    private Future<Answer> upsert(Call call) {
        Fields fields = call.fields();
        ContactChange change = ContactBody.ofNew(fields);
        ContactTies ties = ContactTies.read(fields);
        Naming naming = Naming.read(fields);
        fields.check();
        return upserted(call, change, ties, naming);
    }

    private Future<Answer> upserted(Call call, ContactChange change, ContactTies ties, Naming naming) {
        return keeper.upsert(call.projectId(), change, ties, naming).map(id -> Answer.created(Noun.CONTACT.body(id)));
    }

    private Future<Answer> list(Call call) {
        Optional<String> segment = call.query().get("segment_id");
        if (segment.isPresent()) {
            UUID id = Uuids.read(segment.get()).orElseThrow(() -> NativeErrors.invalidUuid("segment_id"));
            return listOf(call, Noun.SEGMENT, id);
        }
        return Paging.pageOrWhole(
                        call.query(), page -> Contacts.list(store.client(), call.projectId(), page), Contact::id)
                .map(ContactResource::listed);
    }

    private Future<Answer> listOf(Call call, Noun noun, UUID segmentId) {
        return known(call, noun, segmentId)
                .compose(known -> Paging.pageOrWhole(
                        call.query(),
                        page -> Members.contacts(store.client(), call.projectId(), segmentId, page),
                        Contact::id))
                .map(ContactResource::listed);
    }

    private static Answer listed(Page<Contact> page) {
        return Answer.list(page, ContactView::item);
    }

    private Future<Answer> get(Call call) {
        return Contacts.find(store.client(), call.projectId(), ContactKeeper.ref(call))
                .map(Noun.CONTACT::existing)
                .compose(contact -> ExternalIds.of(store.client(), call.projectId(), contact.id())
                        .map(externalId -> Answer.ok(ContactView.whole(contact, externalId.orElse(null)))));
    }

    private Future<Answer> update(Call call) {
        ContactRef ref = ContactKeeper.ref(call);
        Fields fields = call.fields();
        ContactChange change = ContactBody.ofUpdate(fields);
        Naming naming = Naming.read(fields);
        fields.check();
        return keeper.update(call.projectId(), ref, change, naming)
                .map(id -> Answer.ok(Noun.CONTACT.body(Noun.CONTACT.existing(id))))
                .recover(failure -> Future.failedFuture(failure instanceof Taken ? emailTaken() : failure));
    }

    private static Refusal emailTaken() {
        return NativeErrors.validation(
                "Expected an `email` that no other contact has, found one that is taken. Update that contact instead.");
    }

    /** Newer clients read the id from {@code contact}, older ones from {@code id}. */
    private Future<Answer> delete(Call call) {
        return keeper.delete(call.projectId(), ContactKeeper.ref(call)).map(found -> {
            UUID id = Noun.CONTACT.existing(found);
            return Answer.ok(Answer.body("object", "contact", "contact", id, "id", id, "deleted", true));
        });
    }

    /** What is below an audience that is not there is not there either. */
    private Handler inAudience(Handler handler) {
        return call -> known(call, Noun.AUDIENCE, Noun.AUDIENCE.id(call)).compose(known -> handler.handle(call));
    }

    private Future<Void> known(Call call, Noun noun, UUID segmentId) {
        return Segments.find(store.client(), call.projectId(), segmentId)
                .map(noun::existing)
                .mapEmpty();
    }

    private Future<Answer> upsertIntoAudience(Call call) {
        ContactChange change = ContactBody.ofNew(call.fields());
        return upserted(call, change, new ContactTies(Set.of(Noun.AUDIENCE.id(call)), Map.of()), Naming.NONE);
    }

    /** Older clients hear what they said, and that it is gone, whether it was there or not. */
    private Future<Answer> deleteFromAudience(Call call) {
        return keeper.delete(call.projectId(), ContactKeeper.ref(call))
                .map(gone -> Answer.ok(
                        Answer.body("object", "contact", "contact", call.path("contactId"), "deleted", true)));
    }
}
