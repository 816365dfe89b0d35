package onward.api;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import onward.flow.message.Envelope;
import onward.store.Store;
import onward.store.table.Envelopes;
import onward.store.table.Envelopes.Posted;

/** {@code /emails}, the reading half: what was sent, to whom, and what became of it (contract/resend.md 11). */
final class EmailResource {
    private final Store store;

    EmailResource(Store store) {
        this.store = store;
    }

    void register(Routes routes) {
        routes.get("/emails", this::list).get("/emails/:emailId", this::get);
    }

    private Future<Answer> list(Call call) {
        return Envelopes.list(store.client(), call.projectId(), Paging.of(call.query()))
                .map(page -> Answer.list(page, EmailResource::item));
    }

    private Future<Answer> get(Call call) {
        return Envelopes.find(store.client(), call.projectId(), call.uuid("emailId"))
                .map(found -> Answer.ok(whole(found.orElseThrow(() -> NativeErrors.notFound("Email not found")))));
    }

    private static Map<String, Object> item(Posted mail) {
        Envelope envelope = mail.envelope();
        return Answer.body(
                "id", envelope.id(),
                "message_id", envelope.messageId(),
                "to", envelope.to(),
                "from", envelope.from(),
                "created_at", PgText.of(envelope.createdAt()),
                "subject", envelope.subject(),
                "bcc", orNull(envelope.bcc()),
                "cc", orNull(envelope.cc()),
                "reply_to", orNull(envelope.replyTo()),
                "last_event", mail.lastEvent(),
                "scheduled_at", null,
                "run_id", envelope.runId());
    }

    private static Map<String, Object> whole(Posted mail) {
        Envelope envelope = mail.envelope();
        Map<String, Object> body = Answer.body("object", "email");
        body.putAll(item(mail));
        body.put("html", envelope.html());
        body.put("text", envelope.text());
        body.put("tags", tags(envelope.tags()));
        return body;
    }

    private static List<Map<String, Object>> tags(Map<String, String> tags) {
        List<Map<String, Object>> list = new ArrayList<>();
        tags.forEach((name, value) -> list.add(Answer.body("name", name, "value", value)));
        return list;
    }

    private static List<String> orNull(List<String> list) {
        return list.isEmpty() ? null : list;
    }
}
