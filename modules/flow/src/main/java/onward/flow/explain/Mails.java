package onward.flow.explain;

import java.time.Instant;
import java.util.Optional;
import onward.flow.explain.Findings.Mail;
import onward.flow.explain.Findings.Person;
import onward.flow.explain.Findings.Suppression;
import onward.flow.explain.Findings.TopicChoice;

/** What became of a mail once it was sealed. */
final class Mails {
    private final Findings facts;
    private final Instant now;

    Mails(Findings facts, Instant now) {
        this.facts = facts;
        this.now = now;
    }

    Reason reason(Mail mail) {
        if (mail.sentAt() == null) {
            return switch (mail.state()) {
                case "queued", "sending" -> onItsWay(mail);
                case "uncertain" -> uncertain(mail);
                default -> mail.lastEvent().equals("suppressed") ? keptBack(mail) : refused(mail);
            };
        }
        return switch (mail.lastEvent()) {
            case "bounced", "complained" -> cameBack(mail);
            case "failed" -> refused(mail);
            case "suppressed" -> byProvider(mail);
            default -> delivered(mail);
        };
    }

    private Reason of(Mail mail, Code code, Instant at, String what) {
        return Reason.of(code, at, Subject.email(mail.id()), "the mail of " + Words.quoted(mail.stepKey()) + " " + what)
                .with("step", mail.stepKey())
                .with("state", mail.state())
                .with("last_event", mail.lastEvent())
                .with("reply", mail.lastReply());
    }

    private static String said(Mail mail) {
        return mail.lastReply() == null || mail.lastReply().isBlank() ? "" : ": " + Words.quoted(mail.lastReply());
    }

    private Reason onItsWay(Mail mail) {
        boolean isTried = (mail.attempts() > 0 && mail.state().equals("queued")) || mail.lastReply() != null;
        return isTried ? deferred(mail) : queued(mail);
    }

    private Reason queued(Mail mail) {
        boolean isLeased = mail.state().equals("sending");
        String what =
                isLeased ? "is being handed to the mail server right now" : "waits for its first attempt" + due(mail);
        return of(mail, Code.QUEUED, mail.createdAt(), what)
                .suggest("Ask again in a moment; if it stays so, see whether the mail server can be reached.");
    }

    private String due(Mail mail) {
        return mail.dueAt() == null
                ? ""
                : mail.dueAt().isAfter(now)
                        ? ", due at " + Words.at(mail.dueAt())
                        : ", due since " + Words.at(mail.dueAt());
    }

    private Reason deferred(Mail mail) {
        String next = mail.dueAt() == null ? "" : "; the next attempt is due at " + Words.at(mail.dueAt());
        return of(
                        mail,
                        Code.NOT_ACCEPTED,
                        mail.createdAt(),
                        "was put off by the mail server, attempt " + Math.max(1, mail.attempts()) + said(mail) + next)
                .with("attempts", mail.attempts())
                .with("next_attempt_at", mail.dueAt() == null ? null : Words.at(mail.dueAt()))
                .suggest("It is tried again by itself; if the answer stays the same, ask who runs the mail server.");
    }

    private Reason uncertain(Mail mail) {
        return of(
                        mail,
                        Code.NOT_ACCEPTED,
                        mail.createdAt(),
                        "may or may not have arrived, because the mail server gave no last answer" + said(mail))
                .suggest("Send it again with POST /emails/" + mail.id() + "/resend, or settle it with POST /emails/"
                        + mail.id() + "/settle.");
    }

    private Reason refused(Mail mail) {
        boolean isGone = mail.lastEvent().equals("bounced");
        String what = isGone ? "was refused, because the mailbox is not there" : "was refused";
        return of(mail, Code.NOT_ACCEPTED, mail.createdAt(), what + said(mail) + suppressedFor(mail))
                .with("attempts", mail.attempts())
                .suggest(
                        isGone
                                ? "Ask the person for an address that works."
                                : "Remove what the answer tells of, then send the event again.");
    }

    /** The address was suppressed for this very mail. */
    private String suppressedFor(Mail mail) {
        return ofThisMail(mail)
                .map(found -> "; the address is suppressed since " + Words.at(found.since()))
                .orElse("");
    }

    private Optional<Suppression> ofThisMail(Mail mail) {
        return Optional.ofNullable(facts.person().suppression())
                .filter(found -> mail.id().equals(found.sourceId()));
    }

    private Reason keptBack(Mail mail) {
        String reply = mail.lastReply() == null ? "" : mail.lastReply();
        if (reply.contains("run was cancelled")) {
            return of(mail, Code.CANCELLED, mail.createdAt(), "was kept back, because its run was cancelled")
                    .suggest("See why the run was cancelled.");
        }
        if (reply.contains("left the topic")) {
            return of(mail, Code.SUPPRESSED, mail.createdAt(), "was kept back, because " + topic())
                    .suggest(
                            "If the person asks for the topic, opt in at PATCH /contacts/:id/topics, then send the event"
                                    + " again.");
        }
        return reply.contains("address is suppressed") ? addressSuppressed(mail) : unsubscribed(mail);
    }

    private String topic() {
        Optional<TopicChoice> left =
                facts.person().topics().stream().filter(one -> !one.isTaken()).findFirst();
        return Skips.topicWords(facts.person().name(), left, "of the mail");
    }

    private Reason unsubscribed(Mail mail) {
        Person person = facts.person();
        String since =
                person.contact() != null && person.contact().unsubscribed() ? "; " + Skips.lastChange(facts) : "";
        return of(
                        mail,
                        Code.SUPPRESSED,
                        mail.createdAt(),
                        "was kept back, because " + person.name() + " unsubscribed after it was sealed" + since)
                .suggest("If the person asks for mails again, set `unsubscribed` to false, then send the event again.");
    }

    private Reason addressSuppressed(Mail mail) {
        Suppression found = facts.person().suppression();
        String since =
                found == null ? "; by now it is not any more" : " since " + Words.at(found.since()) + origin(found);
        Reason reason = of(
                        mail,
                        Code.SUPPRESSED,
                        found == null ? mail.createdAt() : found.since(),
                        "was kept back, because the address " + facts.person().name() + " is suppressed" + since)
                .with("origin", found == null ? null : found.origin())
                .with(
                        "source_id",
                        found == null || found.sourceId() == null
                                ? null
                                : found.sourceId().toString())
                .suggest(
                        found == null
                                ? "Send the event again."
                                : "If the address works again, take it off with DELETE /suppressions/" + found.id()
                                        + ", then send the event again.");
        return found == null
                ? reason
                : new Reason(
                        reason.code(),
                        reason.at(),
                        Subject.suppression(found.id()),
                        reason.clause(),
                        reason.suggestion(),
                        reason.values());
    }

    private static String origin(Suppression found) {
        String source = found.sourceId() == null ? "" : " of the mail " + found.sourceId();
        return switch (found.origin()) {
            case "bounce" -> ", after a bounce" + source;
            case "complaint" -> ", after a complaint" + source;
            default -> ", by hand";
        };
    }

    private Reason byProvider(Mail mail) {
        return of(mail, Code.SUPPRESSED, mail.sentAt(), "was kept back by the provider" + said(mail))
                .suggest("Take the address off the provider's own list.");
    }

    private Reason cameBack(Mail mail) {
        boolean isComplaint = mail.lastEvent().equals("complained");
        String what = "was taken by the mail server at " + Words.at(mail.sentAt()) + " and then "
                + (isComplaint ? "marked as spam" : "bounced");
        return of(
                        mail,
                        Code.BOUNCED,
                        ofThisMail(mail).map(Suppression::since).orElse(mail.sentAt()),
                        what + suppressedFor(mail))
                .with("sent_at", Words.at(mail.sentAt()))
                .suggest(
                        isComplaint
                                ? "Do not write to this person again."
                                : "Ask the person for an address that works.");
    }

    private Reason delivered(Mail mail) {
        return of(
                        mail,
                        Code.DELIVERED,
                        mail.sentAt(),
                        "was taken by the mail server at " + Words.at(mail.sentAt())
                                + (isKnownDelivered(mail) ? " and reached the mailbox" : "") + opens(mail))
                .with("sent_at", Words.at(mail.sentAt()))
                .with("opened", mail.opened())
                .with("tracks_opens", mail.tracksOpens())
                .suggest(
                        isOpened(mail)
                                ? null
                                : "Look for the mail in the folder for spam; what the mailbox did with it is not known"
                                        + " here.");
    }

    private static boolean isKnownDelivered(Mail mail) {
        return mail.lastEvent().equals("delivered") || isOpened(mail);
    }

    private static boolean isOpened(Mail mail) {
        return mail.opened() > 0
                || mail.clicked() > 0
                || mail.lastEvent().equals("opened")
                || mail.lastEvent().equals("clicked");
    }

    private static String opens(Mail mail) {
        if (isOpened(mail)) {
            return mail.opened() > 1 ? "; it was opened " + mail.opened() + " times" : "; it was opened";
        }
        return Boolean.TRUE.equals(mail.tracksOpens())
                ? "; it was not opened so far"
                : "; whether it was opened is not known, because opens are not tracked";
    }
}
