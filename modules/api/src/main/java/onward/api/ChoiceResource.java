package onward.api;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import onward.flow.fact.Contact;
import onward.store.Store;
import onward.store.table.Choices;
import onward.store.table.Choices.Chosen;
import onward.store.table.Contacts;
import onward.store.table.Topics;

/** {@code /contacts/:contactId/topics}: which topics a contact takes and which it leaves (contract/resend.md 9.1). */
final class ChoiceResource {
    private final Store store;

    ChoiceResource(Store store) {
        this.store = store;
    }

    void register(Routes routes) {
        routes.get("/contacts/:contactId/topics", this::list).patch("/contacts/:contactId/topics", this::choose);
    }

    private Future<Answer> list(Call call) {
        var page = Paging.of(call.query());
        return Contacts.find(store.client(), call.projectId(), ContactKeeper.ref(call))
                .map(Noun.CONTACT::existing)
                .map(Contact::id)
                .compose(id -> Choices.list(store.client(), call.projectId(), id, page))
                .map(topics -> Answer.list(topics, ChoiceResource::item));
    }

    private static Map<String, Object> item(Chosen topic) {
        return Answer.body(
                "id", topic.topicId(),
                "name", topic.name(),
                "description", topic.description(),
                "subscription", topic.subscription());
    }

    private Future<Answer> choose(Call call) {
        UUID project = call.projectId();
        var ref = ContactKeeper.ref(call);
        Map<UUID, String> choices = choices(call);
        return store.transaction(tx -> Contacts.hold(tx, project, ref)
                        .map(Noun.CONTACT::existing)
                        .compose(
                                contact -> chosen(tx, project, contact, choices).map(contact)))
                .map(contact -> Answer.ok(body(contact, choices)));
    }

    /** Most clients send the list alone, the documentation wraps it. */
    private static Map<UUID, String> choices(Call call) {
        Fields fields = call.json() instanceof List<?> bare ? new Fields(Map.of("topics", bare)) : call.fields();
        fields.require("topics");
        Map<UUID, String> choices = ContactTies.topics(fields);
        fields.check();
        return choices;
    }

    private Future<Void> chosen(SqlClient tx, UUID project, UUID contact, Map<UUID, String> choices) {
        return Topics.hold(tx, project, choices.keySet()).compose(held -> {
            Noun.TOPIC.requireExisting(held.size() == choices.size());
            return store.now(tx).compose(now -> Choices.choose(tx, project, contact, choices, now));
        });
    }

    private static Map<String, Object> body(UUID contact, Map<UUID, String> choices) {
        List<Map<String, Object>> topics = choices.entrySet().stream()
                .map(choice -> Answer.body("id", choice.getKey(), "subscription", choice.getValue()))
                .toList();
        return Answer.body("object", "contact_topics", "id", contact, "contact_id", contact, "topics", topics);
    }
}
