package onward.api;

import io.vertx.core.Future;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import onward.flow.fact.Contact;
import onward.flow.fact.Ids;
import onward.store.Store;
import onward.store.Taken;
import onward.store.table.ContactChange;
import onward.store.table.ContactRef;
import onward.store.table.Contacts;

/** {@code /contacts}: the people of a project, each known by an id and by an address (contract/resend.md 9). */
final class ContactResource {
    private final Store store;
    private final Ids ids = Ids.from(new SecureRandom());

    ContactResource(Store store) {
        this.store = store;
    }

    void register(Routes routes) {
        routes.post("/contacts", this::upsert)
                .get("/contacts", this::list)
                .get("/contacts/:contactId", this::get)
                .patch("/contacts/:contactId", this::update)
                .delete("/contacts/:contactId", this::delete);
    }

    /** An address that is known already keeps its contact, which takes on what is given. */
    private Future<Answer> upsert(Call call) {
        ContactChange change = ContactBody.ofNew(call.fields());
        return call.now()
                .compose(now -> Contacts.upsert(store.client(), call.projectId(), ids.next(now), change, now))
                .map(id -> Answer.created(Answer.body("object", "contact", "id", id)));
    }

    private Future<Answer> list(Call call) {
        return Paging.pageOrWhole(
                        call.query(), page -> Contacts.list(store.client(), call.projectId(), page), Contact::id)
                .map(page -> Answer.list(page, ContactResource::item));
    }

    private Future<Answer> get(Call call) {
        return Contacts.find(store.client(), call.projectId(), ref(call))
                .map(found -> Answer.ok(whole(existing(found))));
    }

    private Future<Answer> update(Call call) {
        ContactRef ref = ref(call);
        ContactChange change = ContactBody.ofUpdate(call.fields());
        return call.now()
                .compose(now -> Contacts.update(store.client(), call.projectId(), ref, change, now))
                .map(id -> Answer.ok(Answer.body("object", "contact", "id", existing(id))))
                .recover(failure -> Future.failedFuture(failure instanceof Taken ? emailTaken() : failure));
    }

    /** Newer clients read the id from {@code contact}, older ones from {@code id}. */
    private Future<Answer> delete(Call call) {
        return Contacts.delete(store.client(), call.projectId(), ref(call)).map(found -> {
            UUID id = existing(found);
            return Answer.ok(Answer.body("object", "contact", "contact", id, "id", id, "deleted", true));
        });
    }

    private static ContactRef ref(Call call) {
        String text = call.path("contactId");
        Optional<UUID> id = Uuids.read(text);
        if (id.isEmpty() && text.indexOf('@') < 0) {
            throw NativeErrors.invalidParameter("The `contactId` must be a valid UUID or an email address.");
        }
        return id.map(ContactRef::id).orElseGet(() -> ContactRef.email(text));
    }

    private static <T> T existing(Optional<T> found) {
        return found.orElseThrow(() -> NativeErrors.notFound("Contact not found"));
    }

    private static Refusal emailTaken() {
        return NativeErrors.validation(
                "Expected an `email` that no other contact has, found one that is taken. Update that contact instead.");
    }

    private static Map<String, Object> item(Contact contact) {
        return Answer.body(
                "id", contact.id(),
                "email", contact.email(),
                "first_name", contact.firstName(),
                "last_name", contact.lastName(),
                "created_at", PgText.of(contact.createdAt()),
                "unsubscribed", contact.unsubscribed());
    }

    private static Map<String, Object> whole(Contact contact) {
        Map<String, Object> body = Answer.body("object", "contact");
        body.putAll(item(contact));
        body.put("properties", ContactBody.typed(contact.properties()));
        return body;
    }
}
