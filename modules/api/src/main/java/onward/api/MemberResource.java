package onward.api;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import onward.flow.fact.Contact;
import onward.store.Store;
import onward.store.table.Contacts;
import onward.store.table.Matching;
import onward.store.table.Members;
import onward.store.table.Segments;

/** {@code /contacts/:contactId/segments}: which segments a contact is in, joins and leaves (contract/resend.md 9.1). */
final class MemberResource {
    private final Store store;

    MemberResource(Store store) {
        this.store = store;
    }

    void register(Routes routes) {
        routes.get("/contacts/:contactId/segments", this::list)
                .post("/contacts/:contactId/segments/:segmentId", this::join)
                .delete("/contacts/:contactId/segments/:segmentId", this::leave);
    }

    private Future<Answer> list(Call call) {
        var page = Paging.of(call.query());
        return Contacts.find(store.client(), call.projectId(), ContactKeeper.ref(call))
                .map(Noun.CONTACT::existing)
                .map(Contact::id)
                .compose(id -> Members.segments(store.client(), call.projectId(), id, page))
                .map(segments -> Answer.list(segments, SegmentResource::item));
    }

    private Future<Answer> join(Call call) {
        return changed(call, this::joined).map(ids -> Answer.ok(ids.body()));
    }

    private Future<Void> joined(SqlClient tx, Membership ids) {
        var joining = new Matching.Joining(ids.project(), ids.segment(), ids.contact());
        return store.now(tx).compose(now -> Matching.joinSegments(tx, List.of(joining), now));
    }

    private Future<Answer> leave(Call call) {
        return changed(call, MemberResource::left).map(ids -> {
            Map<String, Object> body = ids.body();
            body.put("audienceId", ids.segment());
            body.put("deleted", true);
            return Answer.ok(body);
        });
    }

    private static Future<Void> left(SqlClient tx, Membership ids) {
        return Members.leave(tx, ids.project(), ids.contact(), ids.segment());
    }

    /** Who is to be in which segment, or no more. */
    private record Membership(UUID project, UUID contact, UUID segment) {

        /** Clients read the segment from {@code id}, the documentation has the longer names. */
        Map<String, Object> body() {
            return Answer.body(
                    "object", "contact_segment", "id", segment, "contact_id", contact, "segment_id", segment);
        }
    }

    private interface Change {
        Future<Void> of(SqlClient tx, Membership ids);
    }

    private Future<Membership> changed(Call call, Change change) {
        UUID project = call.projectId();
        var ref = ContactKeeper.ref(call);
        UUID segment = Noun.SEGMENT.id(call);
        return store.transaction(tx -> Contacts.hold(tx, project, ref)
                .map(Noun.CONTACT::existing)
                .compose(contact -> Segments.hold(tx, project, Set.of(segment)).compose(held -> {
                    Noun.SEGMENT.requireExisting(!held.isEmpty());
                    var ids = new Membership(project, contact, segment);
                    return change.of(tx, ids).map(ids);
                })));
    }
}
