package onward.api;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.UUID;
import onward.bus.Address;
import onward.bus.Bell;
import onward.store.Store;
import onward.store.table.Envelopes;
import onward.store.table.Envelopes.Posted;
import onward.store.table.Outbox;

/** {@code PATCH /emails/:id} and {@code POST /emails/:id/cancel}: a scheduled mail that nobody took yet is moved or kept. */
final class EmailSchedule {
    private static final int SCHEDULED_CHARS_MAX = 100;

    private final Store store;
    private final Bell bell;

    EmailSchedule(Store store, Bell bell) {
        this.store = store;
        this.bell = bell;
    }

    void register(Routes routes) {
        routes.patch("/emails/:emailId", this::reschedule).post("/emails/:emailId/cancel", this::cancel);
    }

    private Future<Answer> reschedule(Call call) {
        UUID id = Noun.EMAIL.id(call);
        Fields fields = call.fields();
        String text = fields.string("scheduled_at", 1, SCHEDULED_CHARS_MAX);
        fields.check();
        return store.now()
                .compose(now -> moved(call, id, Sealer.moment(text, now), now))
                .onSuccess(answer -> bell.ring(Address.WAKE_TIMER));
    }

    private Future<Answer> moved(Call call, UUID id, Instant scheduledAt, Instant now) {
        return Outbox.reschedule(store.client(), call.projectId(), id, scheduledAt, now)
                .compose(isMoved -> isMoved
                        ? Future.succeededFuture(Answer.ok(Noun.EMAIL.body(id)))
                        : refused(call, id, "moved to another time"));
    }

    private Future<Answer> cancel(Call call) {
        UUID id = Noun.EMAIL.id(call);
        return Outbox.cancel(store.client(), call.projectId(), id)
                .compose(isCanceled -> isCanceled
                        ? Future.succeededFuture(Answer.ok(Noun.EMAIL.body(id)))
                        : Envelopes.find(store.client(), call.projectId(), id).compose(found -> {
                            Posted mail = Noun.EMAIL.existing(found);
                            return mail.state().equals("canceled")
                                    ? Future.succeededFuture(Answer.ok(Noun.EMAIL.body(id)))
                                    : refused(call, id, "canceled");
                        }));
    }

    private Future<Answer> refused(Call call, UUID id, String what) {
        return Envelopes.find(store.client(), call.projectId(), id).map(found -> {
            Posted mail = Noun.EMAIL.existing(found);
            throw NativeErrors.validation("Expected a scheduled email that is not yet on its way, found one that is "
                    + mail.lastEvent() + ". It cannot be " + what + ".");
        });
    }
}
