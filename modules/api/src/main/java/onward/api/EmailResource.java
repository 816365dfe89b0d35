package onward.api;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import onward.bus.Address;
import onward.bus.Bell;
import onward.flow.fact.Ids;
import onward.flow.message.Envelope;
import onward.flow.message.MailEvent;
import onward.store.Store;
import onward.store.table.Envelopes;
import onward.store.table.Envelopes.Posted;
import onward.store.table.Outbox;
import onward.store.table.Outbox.Told;

/**
 * {@code /emails}: what was sent, to whom, and what became of it (contract/resend.md 11). What a provider tells of
 * a mail comes in here too, which is an addition of ours.
 */
final class EmailResource {
    private final Store store;
    private final Bell bell;
    private final Ids ids = Ids.from(new SecureRandom());

    EmailResource(Store store, Bell bell) {
        this.store = store;
        this.bell = bell;
    }

    void register(Routes routes) {
        routes.get("/emails", this::list)
                .get("/emails/:emailId", this::get)
                .post("/emails/:emailId/events", this::tell);
    }

    private Future<Answer> list(Call call) {
        return Envelopes.list(store.client(), call.projectId(), Paging.of(call.query()))
                .map(page -> Answer.list(page, EmailResource::item));
    }

    private Future<Answer> get(Call call) {
        return Envelopes.find(store.client(), call.projectId(), Noun.EMAIL.id(call))
                .map(found -> Answer.ok(whole(Noun.EMAIL.existing(found))));
    }

    private Future<Answer> tell(Call call) {
        UUID id = Noun.EMAIL.id(call);
        MailNews news = MailNews.read(call.fields());
        return store.transaction(tx -> store.now(tx).compose(now -> told(tx, call.projectId(), id, news, now)))
                .map(Noun.EMAIL::existing)
                .onSuccess(this::wake)
                .map(told -> Answer.accepted(body(id, news.event(), told)));
    }

    private Future<Optional<Told>> told(SqlClient tx, UUID project, UUID id, MailNews news, Instant now) {
        return Outbox.tell(tx, project, id, news.event(), news.occurredAt(now), now, ids);
    }

    private void wake(Told told) {
        if (told.isHeard()) {
            bell.ring(Address.WAKE_RUNNER);
        }
    }

    private static Map<String, Object> body(UUID id, MailEvent event, Told told) {
        String lastEvent = told.isBeyond() ? event.kind() : told.before().lastEvent();
        return Answer.body("object", "email_event", "id", id, "type", event.kind(), "last_event", lastEvent);
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
                "scheduled_at", PgText.of(envelope.scheduledAt()),
                "topic_id", envelope.topicId(),
                "run_id", envelope.runId());
    }

    private static Map<String, Object> whole(Posted mail) {
        Envelope envelope = mail.envelope();
        Map<String, Object> body = Answer.body("object", "email");
        body.putAll(item(mail));
        body.put("html", envelope.html());
        body.put("text", envelope.text());
        body.put("tags", tags(envelope.tags()));
        body.put("state", mail.state());
        body.put("last_reply", mail.lastReply());
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
