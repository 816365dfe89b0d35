package onward.api;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlClient;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import onward.bus.Address;
import onward.bus.Bell;
import onward.flow.fact.Ids;
import onward.flow.message.Envelope;
import onward.flow.message.Push;
import onward.store.Store;
import onward.store.table.Devices;
import onward.store.table.Envelopes;
import onward.store.table.Pushes;
import onward.store.table.Pushes.At;
import onward.store.table.Pushes.Sent;
import onward.store.table.VapidKeys;

/**
 * {@code /push}: direct pushes (contract/sendrealm.md 8.1), one envelope a device, which are in the outbox before the
 * request is answered; and the key that browsers subscribe to.
 */
final class PushResource {
    private final Store store;
    private final Bell bell;
    private final Outside outside;
    private final Idempotency idempotency;
    private final Ids ids = Ids.from(new SecureRandom());

    PushResource(Vertx vertx, Store store, Bell bell, Outside outside) {
        this.store = store;
        this.bell = bell;
        this.outside = outside;
        this.idempotency = new Idempotency(vertx, store);
    }

    void register(Routes routes) {
        routes.post("/push", this::send)
                .get("/push/public-key", this::publicKey)
                .get("/push/:pushId", this::get);
    }

    private Future<Answer> publicKey(Call call) {
        return call.now()
                .compose(now -> VapidKeys.of(store.client(), call.projectId(), outside.box(), now))
                .map(key -> Answer.ok(Answer.body(
                        "object",
                        "push_public_key",
                        "public_key",
                        Base64.getUrlEncoder().withoutPadding().encodeToString(key.publicKey()))));
    }

    private Future<Answer> send(Call call) {
        PushBody body = PushBody.read(call.fields());
        return idempotency
                .answer(
                        call,
                        "/push",
                        () -> Future.succeededFuture((tx, now) -> sealed(tx, call.projectId(), body, now)))
                .onSuccess(done -> bell.ring(Address.WAKE_COURIER))
                .map(Answer::created);
    }

    private Future<Object> sealed(SqlClient tx, UUID projectId, PushBody body, Instant now) {
        return Devices.targets(tx, projectId, body.audience(), Pushes.DEVICES_MAX + 1)
                .compose(targets -> {
                    checkCount(targets.size());
                    UUID id = ids.next(now);
                    var sent = new Sent(
                            id, body.title(), body.body(), Pushes.content(body.content()), targets.size(), now);
                    var envelopes = targets.stream()
                            .map(target -> envelope(projectId, id, target, body, now))
                            .toList();
                    return Pushes.insert(tx, projectId, sent)
                            .compose(done -> envelopes.isEmpty()
                                    ? Future.<Void>succeededFuture()
                                    : Envelopes.insert(tx, envelopes, now))
                            .map(done -> answer(id, envelopes));
                });
    }

    private static void checkCount(int devices) {
        if (devices > Pushes.DEVICES_MAX) {
            throw NativeErrors.validation("Expected a push to at most " + Pushes.DEVICES_MAX
                    + " devices, found more. Send it to fewer people at a time.");
        }
    }

    private Envelope envelope(UUID projectId, UUID pushId, Devices.Target target, PushBody body, Instant now) {
        Push content = body.content();
        return Push.envelope(
                projectId,
                ids.next(now),
                null,
                null,
                0,
                target.contactId(),
                null,
                body.title(),
                body.body(),
                new Push(target.id(), pushId, content.launchUrl(), content.imageUrl(), content.data(), null),
                now);
    }

    private static Object answer(UUID id, List<Envelope> envelopes) {
        Map<String, Object> answer = counted(id, envelopes.size(), 0, envelopes.size(), 0);
        answer.put(
                "data",
                envelopes.stream()
                        .map(envelope -> Answer.body(
                                "id",
                                envelope.id().toString(),
                                "device_id",
                                envelope.push().deviceId().toString()))
                        .toList());
        return answer;
    }

    private static Map<String, Object> counted(UUID id, int total, long sent, long queued, long failed) {
        return Answer.body(
                "object",
                "push",
                "id",
                id.toString(),
                "total",
                total,
                "sent",
                sent,
                "queued",
                queued,
                "failed",
                failed);
    }

    private Future<Answer> get(Call call) {
        UUID id = Noun.PUSH.id(call);
        return Pushes.find(store.client(), call.projectId(), id)
                .map(Noun.PUSH::existing)
                .compose(sent ->
                        Pushes.of(store.client(), call.projectId(), id).map(devices -> Answer.ok(told(sent, devices))));
    }

    private static Map<String, Object> told(Sent push, List<At> devices) {
        long sent = devices.stream().filter(at -> at.state().equals("sent")).count();
        long failed = devices.stream().filter(at -> at.state().equals("failed")).count();
        Map<String, Object> body = counted(push.id(), push.total(), sent, devices.size() - sent - failed, failed);
        Map<String, Object> notification = Answer.body("title", push.title(), "body", push.body());
        notification.putAll(push.content());
        body.put("notification", notification);
        body.put("created_at", PgText.of(push.createdAt()));
        body.put("data", devices.stream().map(PushResource::at).toList());
        return body;
    }

    private static Map<String, Object> at(At at) {
        return Answer.body(
                "id", at.id(),
                "device_id", at.deviceId(),
                "contact_id", at.contactId(),
                "status", at.state(),
                "last_event", at.lastEvent(),
                "attempts", at.attempts(),
                "last_reply", at.lastReply(),
                "sent_at", at.sentAt() == null ? null : PgText.of(at.sentAt()));
    }
}
