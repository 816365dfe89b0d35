package onward.api;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import onward.bus.Address;
import onward.bus.Bell;
import onward.flow.fact.Ids;
import onward.flow.message.MailReport;
import onward.store.Store;
import onward.store.table.Envelopes;
import onward.store.table.Outbox;
import onward.store.table.Outbox.Told;

/**
 * {@code POST /inbound/bounces}, an addition of ours: takes a raw mail that came back, as {@code message/rfc822} or as
 * {@code {"raw": …}}, and records what it tells of a mail of ours. What it does not understand it answers with success
 * too, for whoever pipes a mailbox here must not stop at the first note from a person.
 */
final class ReportResource {
    static final String PATH = "/inbound/bounces";
    static final String MAIL_TYPE = "message/rfc822";
    /** How large a mail may be; what is said of a mail stands at its beginning. */
    static final int RAW_CHARS_MAX = 900_000;

    private final Store store;
    private final Bell bell;
    private final Outside.Reports reports;
    private final Ids ids = Ids.from(new SecureRandom());

    ReportResource(Store store, Bell bell, Outside outside) {
        this.store = store;
        this.bell = bell;
        this.reports = outside.reports();
    }

    void register(Routes routes) {
        routes.post(PATH, this::take);
    }

    private Future<Answer> take(Call call) {
        Optional<MailReport> report = reports.read(raw(call));
        return report.isEmpty()
                ? Future.succeededFuture(ignored("This is no report of a mail server."))
                : take(call.projectId(), report.get());
    }

    private static byte[] raw(Call call) {
        boolean isMail = call.header("content-type")
                .filter(type -> type.toLowerCase(Locale.ROOT).startsWith(MAIL_TYPE))
                .isPresent();
        if (isMail) {
            return call.bytes();
        }
        Fields fields = call.fields();
        String raw = fields.string("raw", 1, RAW_CHARS_MAX);
        fields.check();
        return raw.getBytes(StandardCharsets.UTF_8);
    }

    private Future<Answer> take(UUID project, MailReport report) {
        return store.transaction(tx -> envelope(tx, project, report)
                        .compose(found -> found.isEmpty()
                                ? Future.succeededFuture(Optional.<Told>empty())
                                : store.now(tx)
                                        .compose(now ->
                                                Outbox.tell(tx, project, found.get(), report.event(), now, now, ids))))
                .onSuccess(told -> {
                    if (told.filter(Told::isHeard).isPresent()) {
                        bell.ring(Address.WAKE_RUNNER);
                    }
                })
                .map(told -> told.isPresent()
                        ? Answer.accepted(body(told.get(), report))
                        : ignored("It is about no mail of this project."));
    }

    /** By its Message-ID, for which every server cares; else by the header of ours. */
    private static Future<Optional<UUID>> envelope(SqlClient tx, UUID project, MailReport report) {
        Future<Optional<UUID>> byMessage = report.messageId() == null
                ? Future.succeededFuture(Optional.empty())
                : Envelopes.findMessage(tx, project, report.messageId());
        return byMessage.map(found -> found.or(() -> Optional.ofNullable(report.envelopeId())));
    }

    private static Map<String, Object> body(Told told, MailReport report) {
        return Answer.body(
                "object",
                "email_event",
                "id",
                told.before().envelope().id(),
                "type",
                report.event().kind(),
                "last_event",
                told.isBeyond() ? report.event().kind() : told.before().lastEvent());
    }

    private static Answer ignored(String why) {
        return Answer.accepted(Answer.body("object", "email_event", "id", null, "type", null, "ignored", why));
    }
}
