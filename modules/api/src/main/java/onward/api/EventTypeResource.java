package onward.api;

import io.vertx.core.Future;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import onward.flow.fact.Ids;
import onward.flow.fact.Schema;
import onward.flow.fact.Uuids;
import onward.store.Store;
import onward.store.table.EventTypes;
import onward.store.table.EventTypes.EventType;

/** {@code /events}: the definitions of events, by id or by name. Sending one is {@link SendResource}'s. */
final class EventTypeResource {
    private final Store store;
    private final Ids ids = Ids.from(new SecureRandom());

    EventTypeResource(Store store) {
        this.store = store;
    }

    void register(Routes routes) {
        routes.post("/events", this::create)
                .get("/events", this::list)
                .get("/events/:eventId", this::get)
                .patch("/events/:eventId", this::update)
                .delete("/events/:eventId", this::delete);
    }

    private Future<Answer> create(Call call) {
        Fields fields = call.fields();
        String name = EventBody.name(fields, "name");
        Map<String, Object> schema = schema(fields);
        fields.check();
        return call.now()
                .compose(now -> EventTypes.create(store.client(), call.projectId(), name, schema, now, ids))
                .map(made -> made.orElseThrow(EventTypeResource::nameTaken))
                .map(id -> Answer.created(Answer.body("object", "event", "id", id)));
    }

    private Future<Answer> list(Call call) {
        return EventTypes.list(store.client(), call.projectId(), Paging.of(call.query()))
                .map(page -> Answer.list(page, EventTypeResource::item));
    }

    private Future<Answer> get(Call call) {
        return found(call).map(type -> {
            Map<String, Object> body = Answer.body("object", "event");
            body.putAll(item(type));
            return Answer.ok(body);
        });
    }

    private Future<Answer> update(Call call) {
        Fields fields = call.fields();
        if (!fields.isGiven("schema")) {
            throw NativeErrors.missingField("schema");
        }
        Map<String, Object> schema = schema(fields);
        fields.check();
        return found(call)
                .compose(type -> call.now()
                        .compose(now ->
                                EventTypes.updateSchema(store.client(), call.projectId(), type.id(), schema, now))
                        .map(done -> changed(done, Answer.body("object", "event", "id", type.id()))));
    }

    private Future<Answer> delete(Call call) {
        return found(call)
                .compose(type -> EventTypes.delete(store.client(), call.projectId(), type.id())
                        .map(done -> changed(done, Answer.body("object", "event", "id", type.id(), "deleted", true))));
    }

    /** By id or name; a plus is read as a space when no name has it, because Ruby's client writes spaces so. */
    private Future<EventType> found(Call call) {
        String reference = call.path("eventId");
        return find(call, reference)
                .compose(found -> found.isEmpty() && reference.indexOf('+') >= 0
                        ? find(call, reference.replace('+', ' '))
                        : Future.succeededFuture(found))
                .map(found -> found.orElseThrow(EventTypeResource::notFound));
    }

    private Future<Optional<EventType>> find(Call call, String reference) {
        UUID id = Uuids.read(reference).orElse(null);
        return EventTypes.find(store.client(), call.projectId(), id, reference);
    }

    private static Map<String, Object> schema(Fields fields) {
        Map<String, Object> given = fields.optionalMap("schema");
        Schema schema = given == null ? null : fields.take(Schema.read(given));
        return schema == null ? null : schema.toMap();
    }

    private static Map<String, Object> item(EventType type) {
        return Answer.body(
                "id", type.id(),
                "name", type.name(),
                "schema", type.schema(),
                "created_at", PgText.of(type.createdAt()),
                "updated_at", PgText.of(type.updatedAt()));
    }

    private static Answer changed(boolean done, Object body) {
        if (!done) {
            throw notFound();
        }
        return Answer.ok(body);
    }

    private static Refusal notFound() {
        return NativeErrors.notFound("Event not found");
    }

    private static Refusal nameTaken() {
        return NativeErrors.validation(
                "Expected a `name` that no other event definition has, found one that is taken. Update that one.");
    }
}
