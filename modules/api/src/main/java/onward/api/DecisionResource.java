package onward.api;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import onward.bus.Address;
import onward.bus.Bell;
import onward.flow.fact.Ids;
import onward.store.Store;
import onward.store.table.Envelopes.Posted;
import onward.store.table.Outbox;

/**
 * What a person decides of a mail of which nobody knows whether it arrived: send it again, or take it for sent or
 * failed. Only such mails, of the state {@code uncertain}, wait for that; these paths are an addition of ours.
 */
final class DecisionResource {
    private static final String UNCERTAIN = "uncertain";
    private static final List<String> OUTCOMES = List.of("sent", "failed");
    private static final int WORDS_MAX = 1_000;

    private final Store store;
    private final Bell bell;
    private final Ids ids = Ids.from(new SecureRandom());

    DecisionResource(Store store, Bell bell) {
        this.store = store;
        this.bell = bell;
    }

    void register(Routes routes) {
        routes.post("/emails/:emailId/resend", this::resend).post("/emails/:emailId/settle", this::settle);
    }

    private Future<Answer> resend(Call call) {
        return decided(call, this::queued)
                .onSuccess(done -> bell.ring(Address.WAKE_COURIER))
                .map(Answer::ok);
    }

    private Future<Map<String, Object>> queued(SqlClient tx, Posted mail, Instant now) {
        String words = words("A person had it sent again.", mail);
        return Outbox.resend(tx, mail, words, now).map(done -> body(mail, "queued", mail.lastEvent()));
    }

    private Future<Answer> settle(Call call) {
        Fields fields = call.fields();
        String as = fields.oneOf("as", OUTCOMES);
        fields.check();
        return decided(call, (tx, mail, now) -> settled(tx, mail, as, now))
                .onSuccess(done -> bell.ring(Address.WAKE_RUNNER))
                .map(Answer::ok);
    }

    private Future<Map<String, Object>> settled(SqlClient tx, Posted mail, String as, Instant now) {
        String words = words("A person settled it as " + as + ".", mail);
        return Outbox.settleAs(tx, mail, as, words, now, ids)
                .map(told -> body(mail, as, told.isBeyond() ? as : mail.lastEvent()));
    }

    private Future<Map<String, Object>> decided(Call call, Decision decision) {
        UUID id = Noun.EMAIL.id(call);
        return store.transaction(tx -> Outbox.hold(tx, call.projectId(), id)
                .map(Noun.EMAIL::existing)
                .map(DecisionResource::undecided)
                .compose(mail -> store.now(tx).compose(now -> decision.make(tx, mail, now))));
    }

    private static Posted undecided(Posted mail) {
        if (!mail.state().equals(UNCERTAIN)) {
            throw NativeErrors.validation("Expected a mail of which nobody knows whether it arrived, in the state "
                    + UNCERTAIN + ", found one in the state " + mail.state() + ". There is nothing to decide.");
        }
        return mail;
    }

    /** Who decided, and what was known before, for those who look at the mail later. */
    private static String words(String decision, Posted mail) {
        String words = mail.lastReply() == null ? decision : decision + " Before that: " + mail.lastReply();
        return words.substring(0, Math.min(words.length(), WORDS_MAX));
    }

    private static Map<String, Object> body(Posted mail, String state, String lastEvent) {
        return Answer.body("object", "email", "id", mail.envelope().id(), "state", state, "last_event", lastEvent);
    }

    /** What is done with a mail that the transaction holds. */
    private interface Decision {
        Future<Map<String, Object>> make(SqlClient tx, Posted mail, Instant now);
    }
}
