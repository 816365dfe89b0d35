package onward.api;

import io.vertx.core.Future;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import onward.flow.fact.Ids;
import onward.store.Store;
import onward.store.table.Topics;
import onward.store.table.Topics.Topic;

/** {@code /topics}: what people can take or leave (contract/resend.md 10). A default never changes. */
public final class TopicResource {
    /** How long the name of a topic may be. */
    public static final int TOPIC_NAME_CHARS_MAX = 50;

    /** How long its description may be. */
    public static final int TOPIC_DESCRIPTION_CHARS_MAX = 200;

    /** The words for taking a topic and leaving it. */
    static final List<String> SUBSCRIPTIONS = List.of(Topics.OPT_IN, Topics.OPT_OUT);

    private static final List<String> VISIBILITIES = List.of(Topics.PUBLIC, Topics.PRIVATE);

    private final Store store;
    private final Ids ids = Ids.from(new SecureRandom());

    TopicResource(Store store) {
        this.store = store;
    }

    void register(Routes routes) {
        routes.post("/topics", this::create)
                .get("/topics", this::list)
                .get("/topics/:topicId", this::get)
                .patch("/topics/:topicId", this::update)
                .delete("/topics/:topicId", this::delete);
    }

    private Future<Answer> create(Call call) {
        Fields fields = call.fields();
        String name = fields.string("name", 1, TOPIC_NAME_CHARS_MAX);
        String subscription = fields.oneOf("default_subscription", SUBSCRIPTIONS);
        String description = fields.optionalString("description", 0, TOPIC_DESCRIPTION_CHARS_MAX);
        String asked = fields.optionalOneOf("visibility", VISIBILITIES);
        fields.check();
        String visibility = asked == null ? Topics.PRIVATE : asked;
        return call.now().compose(now -> {
            var topic = new Topic(ids.next(now), name, description, subscription, visibility, now, now);
            return Topics.create(store.client(), call.projectId(), topic)
                    .map(done -> Answer.created(Noun.TOPIC.body(topic.id())));
        });
    }

    private Future<Answer> list(Call call) {
        return Topics.list(store.client(), call.projectId(), Paging.of(call.query()))
                .map(page -> Answer.list(page, TopicResource::item));
    }

    private static Map<String, Object> item(Topic topic) {
        return Answer.body(
                "id", topic.id(),
                "name", topic.name(),
                "description", topic.description(),
                "default_subscription", topic.defaultSubscription(),
                "visibility", topic.visibility(),
                "created_at", PgText.of(topic.createdAt()));
    }

    private Future<Answer> get(Call call) {
        return Topics.find(store.client(), call.projectId(), Noun.TOPIC.id(call))
                .map(found -> {
                    Map<String, Object> body = Answer.body("object", "topic");
                    body.putAll(item(Noun.TOPIC.existing(found)));
                    return Answer.ok(body);
                });
    }

    private Future<Answer> update(Call call) {
        UUID id = Noun.TOPIC.id(call);
        Topics.Change change = change(call.fields());
        return call.now()
                .compose(now -> Topics.update(store.client(), call.projectId(), id, change, now))
                .map(found -> {
                    Noun.TOPIC.requireExisting(found);
                    return Answer.ok(Noun.TOPIC.body(id));
                });
    }

    private static Topics.Change change(Fields fields) {
        if (fields.has("default_subscription")) {
            fields.invalid(
                    "default_subscription",
                    "Expected no `default_subscription`, found one. It is given once, when a topic is made; make"
                            + " another topic for another default.");
        }
        var change = new Topics.Change(
                fields.optionalString("name", 1, TOPIC_NAME_CHARS_MAX),
                fields.isGiven("description"),
                fields.optionalString("description", 0, TOPIC_DESCRIPTION_CHARS_MAX),
                fields.optionalOneOf("visibility", VISIBILITIES));
        fields.check();
        return change;
    }

    private Future<Answer> delete(Call call) {
        UUID id = Noun.TOPIC.id(call);
        return Topics.delete(store.client(), call.projectId(), id).map(found -> {
            Noun.TOPIC.requireExisting(found);
            return Answer.ok(Answer.body("object", "topic", "id", id, "deleted", true));
        });
    }
}
