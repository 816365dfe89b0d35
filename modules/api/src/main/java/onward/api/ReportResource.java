package onward.api;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import onward.bus.Address;
import onward.bus.Bell;
import onward.flow.fact.Ids;
import onward.flow.message.MailEvent;
import onward.flow.message.MailReport;
import onward.store.Store;
import onward.store.table.Envelopes;
import onward.store.table.Outbox;
import onward.store.table.Outbox.Told;

/**
 * {@code POST /inbound/bounces}, an addition of ours: takes a raw mail that came back, as {@code message/rfc822} or as
 * {@code {"raw": …}}, and records what it tells of a mail of ours. What it does not understand it answers with success
 * too, for whoever pipes a mailbox here must not stop at the first note from a person. {@code POST
 * /inbound/notifications} takes the same news as providers tell them by HTTP.
 */
final class ReportResource {
    static final String PATH = "/inbound/bounces";
    static final String PROVIDERS_PATH = "/inbound/notifications";
    static final String SNS_TYPE = "text/plain";
    static final String MAIL_TYPE = "message/rfc822";
    /** How large a mail may be; what is said of a mail stands at its beginning. */
    static final int RAW_CHARS_MAX = 900_000;

    private static final int CONFIRMATION_BYTES_MAX = 64 * 1024;

    private final Store store;
    private final Bell bell;
    private final Outside.Reports reports;
    private final FaceSettings.Fetcher fetcher;
    private final Ids ids = Ids.from(new SecureRandom());

    ReportResource(Store store, Bell bell, Outside outside, FaceSettings.Fetcher fetcher) {
        this.store = store;
        this.bell = bell;
        this.reports = outside.reports();
        this.fetcher = fetcher;
    }

    void register(Routes routes) {
        routes.postTyped(PATH, MAIL_TYPE, this::take).postTyped(PROVIDERS_PATH, SNS_TYPE, this::takeOfProvider);
    }

    private Future<Answer> take(Call call) {
        Optional<MailReport> report = reports.read(raw(call));
        return report.isEmpty()
                ? Future.succeededFuture(ignored("This is no report of a mail server."))
                : take(call.projectId(), report.get());
    }

    /** SNS says text/plain of its JSON, and wants to be told once that its messages are welcome. */
    private Future<Answer> takeOfProvider(Call call) {
        Map<String, Object> json = call.object();
        Optional<String> subscription = ProviderReport.subscription(json);
        if (subscription.isPresent()) {
            return fetcher.fetch(subscription.get(), CONFIRMATION_BYTES_MAX)
                    .map(fetched -> ignored(
                            fetched.problem() == null
                                    ? "The subscription is confirmed."
                                    : "The subscription could not be confirmed: " + fetched.problem()));
        }
        return ProviderReport.read(json)
                .map(report -> take(call.projectId(), report))
                .orElseGet(() -> Future.succeededFuture(ignored("This tells nothing of a mail that is kept here.")));
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
                                ? Future.succeededFuture(List.<Told>of())
                                : store.now(tx).compose(now -> told(tx, project, found.get(), report, now))))
                .onSuccess(told -> {
                    if (told.stream().anyMatch(Told::isHeard)) {
                        bell.ring(Address.WAKE_RUNNER);
                    }
                })
                .map(told -> told.isEmpty()
                        ? ignored("It is about no mail of this project.")
                        : Answer.accepted(body(told, report)));
    }

    /** One after the other: each looks at what the mail was known by before. */
    private Future<List<Told>> told(SqlClient tx, UUID project, UUID envelope, MailReport report, Instant now) {
        Future<List<Told>> all = Future.succeededFuture(new ArrayList<>());
        for (MailEvent event : report.events()) {
            all = all.compose(told -> Outbox.tell(tx, project, envelope, event, now, now, ids)
                    .map(one -> {
                        one.ifPresent(told::add);
                        return told;
                    }));
        }
        return all;
    }

    /** By its Message-ID, for which every server cares; else by the header of ours. */
    private static Future<Optional<UUID>> envelope(SqlClient tx, UUID project, MailReport report) {
        Future<Optional<UUID>> byMessage = report.messageId() == null
                ? Future.succeededFuture(Optional.empty())
                : Envelopes.findMessage(tx, project, report.messageId());
        return byMessage.map(found -> found.or(() -> Optional.ofNullable(report.envelopeId())));
    }

    private static Map<String, Object> body(List<Told> told, MailReport report) {
        String lastEvent = told.get(0).before().lastEvent();
        for (int i = 0; i < told.size(); i++) {
            lastEvent = told.get(i).isBeyond() ? report.events().get(i).kind() : lastEvent;
        }
        return Answer.body(
                "object",
                "email_event",
                "id",
                told.get(0).before().envelope().id(),
                "type",
                report.events().get(0).kind(),
                "last_event",
                lastEvent);
    }

    private static Answer ignored(String why) {
        return Answer.accepted(Answer.body("object", "email_event", "id", null, "type", null, "ignored", why));
    }
}
