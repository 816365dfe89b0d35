package onward.web.emails;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import onward.flow.message.Envelope;
import onward.store.Store;
import onward.store.table.Envelopes;
import onward.store.table.Envelopes.Posted;
import onward.web.emails.EmailView.Field;
import onward.web.ui.Commands;
import onward.web.ui.MailFrame;
import onward.web.ui.Moment;
import onward.web.ui.PageProblem;
import onward.web.ui.Pill;
import onward.web.ui.Shown;
import onward.web.ui.Times;
import onward.web.ui.Visit;

/** {@code GET /dashboard/emails/<id>}, and beside it {@code /body}: the mail's own HTML, for a frame. */
public final class EmailPage {
    private final Store store;

    public EmailPage(Store store) {
        this.store = store;
    }

    public Future<Shown> show(Visit visit) {
        return find(visit).map(posted -> new Shown("email", "emails", view(visit, posted)));
    }

    private Future<Posted> find(Visit visit) {
        return Envelopes.find(store.client(), visit.projectId(), visit.pathId("email"))
                .map(found -> found.orElseThrow(() -> PageProblem.absent("email")));
    }

    /** The mail's HTML as it was sealed. */
    public Future<Void> body(Visit visit) {
        return find(visit)
                .compose(posted -> MailFrame.send(visit, posted.envelope().html()));
    }

    private static EmailView view(Visit visit, Posted posted) {
        Envelope envelope = posted.envelope();
        Instant now = visit.now();
        String id = envelope.id().toString();
        return new EmailView(
                id,
                envelope.subject(),
                Pill.of(posted.lastEvent()),
                sentence(posted, now),
                fields(posted),
                envelope.html() == null ? null : "/dashboard/emails/" + id + "/body",
                envelope.html(),
                envelope.text(),
                envelope.runId() == null ? null : "/dashboard/runs/" + envelope.runId(),
                envelope.stepKey(),
                Moment.of(envelope.createdAt(), now),
                Moment.of(posted.sentAt(), now),
                Commands.get(visit.context().request(), "/emails/" + id));
    }

    private static String sentence(Posted posted, Instant now) {
        return switch (posted.state()) {
            case "sent" -> "The mail server took it at " + Times.words(posted.sentAt(), now) + after(posted) + ".";
            case "queued" ->
                posted.attempts() == 0
                        ? "Waiting to go out" + due(posted, now) + "."
                        : "Tried " + times(posted.attempts()) + "; tried again" + due(posted, now) + said(posted);
            case "sending" -> "On its way at this moment.";
            case "uncertain" ->
                "Nobody knows whether it arrived: the mail server hung up before it said so. It is held"
                        + " until somebody decides.";
            case "canceled" -> "Canceled before it went out.";
            default -> "It did not go out" + said(posted);
        };
    }

    private static String after(Posted posted) {
        return posted.attempts() > 1 ? ", at attempt " + posted.attempts() : "";
    }

    private static String times(int attempts) {
        return attempts == 1 ? "once" : attempts + " times";
    }

    private static String due(Posted posted, Instant now) {
        return posted.dueAt() == null || !posted.dueAt().isAfter(now)
                ? ""
                : " at " + Times.words(posted.dueAt(), now) + ", "
                        + Moment.of(posted.dueAt(), now).distance();
    }

    private static String said(Posted posted) {
        return posted.lastReply() == null ? "." : ": " + posted.lastReply();
    }

    private static List<Field> fields(Posted posted) {
        Envelope envelope = posted.envelope();
        List<Field> fields = new ArrayList<>();
        fields.add(new Field("From", envelope.from()));
        fields.add(new Field("To", String.join(", ", envelope.to())));
        add(fields, "Cc", envelope.cc());
        add(fields, "Bcc", envelope.bcc());
        add(fields, "Reply-To", envelope.replyTo());
        fields.add(new Field("Message-ID", envelope.messageId()));
        if (posted.lastReply() != null) {
            fields.add(new Field("Last reply", posted.lastReply()));
        }
        return fields;
    }

    private static void add(List<Field> fields, String name, List<String> addresses) {
        if (addresses != null && !addresses.isEmpty()) {
            fields.add(new Field(name, String.join(", ", addresses)));
        }
    }
}
