package onward.api;

import io.vertx.core.Future;
import java.security.SecureRandom;
import java.util.Map;
import java.util.UUID;
import onward.flow.fact.Ids;
import onward.store.Store;
import onward.store.table.Segments;
import onward.store.table.Segments.Segment;

/**
 * {@code /segments}, and {@code /audiences}, which is what older clients call them: made, shown, renamed and
 * deleted (contract/resend.md 10). Who is in them is {@link MemberResource}'s.
 */
final class SegmentResource {
    private final Store store;
    private final Noun noun;
    private final Ids ids = Ids.from(new SecureRandom());

    SegmentResource(Store store, Noun noun) {
        this.store = store;
        this.noun = noun;
    }

    void register(Routes routes) {
        routes.post(noun.all(), this::create)
                .get(noun.all(), this::list)
                .get(noun.one(), this::get)
                .patch(noun.one(), this::rename)
                .delete(noun.one(), this::delete);
    }

    private Future<Answer> create(Call call) {
        String name = name(call);
        return call.now().compose(now -> {
            UUID id = ids.next(now);
            return Segments.create(store.client(), call.projectId(), id, name, now)
                    .map(done -> Answer.created(Answer.body("object", noun.singular(), "id", id, "name", name)));
        });
    }

    private static String name(Call call) {
        Fields fields = call.fields();
        String name = fields.string("name", 1, Fields.NAME_CHARS_MAX);
        fields.check();
        return name;
    }

    private Future<Answer> list(Call call) {
        return Paging.pageOrWhole(
                        call.query(), page -> Segments.list(store.client(), call.projectId(), page), Segment::id)
                .map(page -> Answer.list(page, SegmentResource::item));
    }

    /** A segment as lists show it. */
    static Map<String, Object> item(Segment segment) {
        return Answer.body(
                "id", segment.id(),
                "name", segment.name(),
                "created_at", PgText.of(segment.createdAt()));
    }

    private Future<Answer> get(Call call) {
        return Segments.find(store.client(), call.projectId(), noun.id(call)).map(found -> {
            Map<String, Object> body = Answer.body("object", noun.singular());
            body.putAll(item(noun.existing(found)));
            return Answer.ok(body);
        });
    }

    private Future<Answer> rename(Call call) {
        UUID id = noun.id(call);
        return Segments.rename(store.client(), call.projectId(), id, name(call)).map(found -> {
            noun.requireExisting(found);
            return Answer.ok(noun.body(id));
        });
    }

    /** Of what is not there nothing is left either, so that is answered alike. */
    private Future<Answer> delete(Call call) {
        UUID id = noun.id(call);
        return Segments.delete(store.client(), call.projectId(), id)
                .map(done -> Answer.ok(Answer.body("object", noun.singular(), "id", id, "deleted", true)));
    }
}
