package onward.trial.simulate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import onward.flow.fact.Contact;
import onward.flow.message.OnUncertain;
import onward.flow.run.Run;
import onward.flow.run.RunStatus;
import onward.trial.simulate.Evidence.Attempt;
import onward.trial.simulate.Evidence.Met;
import onward.trial.simulate.Evidence.Reply;

/** Holds what the mail server saw against what is promised of mails. */
final class MailJudgement {
    /** Between a deferral and the next attempt, the part that is left to chance taken off. */
    private static final long DEFERRAL_MIN = Courier.RETRY_FIRST * 4 / 5;

    private final World world;
    private final Database db;
    private final Laws laws;
    private final Evidence evidence;

    MailJudgement(World world) {
        this.world = world;
        this.db = world.db;
        this.laws = world.laws;
        this.evidence = world.evidence;
    }

    void judge() {
        Set<String> messageIds = new HashSet<>();
        for (Row<Rows.Mail> row : db.mails.rows()) {
            if (row.value != null) {
                evidence.met(Met.MAILS);
                judge(row.value);
                if (!messageIds.add(row.value.envelope().messageId())) {
                    laws.violated(
                            "I-17", row.value.envelope().id(), "Expected a Message-ID of its own, found another's");
                }
            }
        }
    }

    private void judge(Rows.Mail mail) {
        List<Attempt> attempts = new ArrayList<>();
        for (Attempt attempt : evidence.attempts.getOrDefault(mail.envelope().id(), List.of())) {
            if (attempt.startedAt >= 0) {
                attempts.add(attempt);
            }
        }
        attempts.sort(Comparator.comparingLong(attempt -> attempt.startedAt));
        accepted(mail, attempts);
        answered(mail, attempts);
        outcome(mail, attempts);
        attempts.forEach(attempt -> judge(mail, attempt));
    }

    /** I-13: once, or behind something that hid how the attempt before ended; a held mail never twice. */
    private void accepted(Rows.Mail mail, List<Attempt> attempts) {
        Attempt before = null;
        for (Attempt attempt : attempts) {
            if (attempt.reply != Reply.ACCEPTED) {
                continue;
            }
            if (before != null) {
                evidence.met(Met.ACCEPTED_AGAIN);
                if (!before.isHidden || mail.envelope().onUncertain() == OnUncertain.HOLD) {
                    laws.violated("I-13", mail.envelope().id(), "Expected one acceptance, found a second");
                }
            }
            before = attempt;
        }
    }

    /** I-18: a refusal is final, a deferral lasts a while; unless the node could not say so any more. */
    private void answered(Rows.Mail mail, List<Attempt> attempts) {
        for (int i = 0; i + 1 < attempts.size(); i++) {
            Attempt attempt = attempts.get(i);
            Attempt next = attempts.get(i + 1);
            if (!attempt.isReplyRead || attempt.isHidden) {
                continue;
            }
            if (attempt.reply == Reply.REFUSED) {
                laws.violated("I-18", mail.envelope().id(), "Expected no attempt after a refusal, found one");
            }
            if (attempt.reply == Reply.DEFERRED && next.startedAt < attempt.startedAt + DEFERRAL_MIN) {
                laws.violated("I-18", mail.envelope().id(), "Expected a pause after a deferral, found none");
            }
        }
    }

    /** I-15: what is said of it is what happened. */
    private void outcome(Rows.Mail mail, List<Attempt> attempts) {
        boolean isTrue = switch (mail.state()) {
            case SENT -> attempts.stream().anyMatch(one -> one.reply == Reply.ACCEPTED);
            case FAILED ->
                unsubscribed(mail) != null
                        || cancelled(mail) != null
                        || attempts.stream().anyMatch(one -> one.reply == Reply.REFUSED && one.isReplyRead);
            case UNCERTAIN -> mail.envelope().onUncertain() == OnUncertain.HOLD;
            case QUEUED, SENDING -> true;
        };
        if (!isTrue) {
            laws.violated("I-15", mail.envelope().id(), "Expected a reason for " + mail.state() + ", found none");
        }
    }

    private Long unsubscribed(Rows.Mail mail) {
        return evidence.unsubscribed.get(world.personOf(mail.envelope().contactId()));
    }

    /** The number of the commit that cancelled its run; null for none. */
    private Long cancelled(Rows.Mail mail) {
        Row<Run> row = db.run(mail.envelope().runId());
        return row.value.status() == RunStatus.CANCELLED ? row.lastSeq : null;
    }

    private void judge(Rows.Mail mail, Attempt attempt) {
        if (!attempt.messageId.equals(mail.envelope().messageId())) {
            laws.violated("I-17", mail.envelope().id(), "Expected the same Message-ID each time, found another");
        }
        if (attempt.dotAt >= attempt.leaseUntil) {
            laws.violated("I-28", mail.envelope().id(), "Expected no end of a mail after its lease, found one");
        }
        Long cancelled = cancelled(mail);
        if (cancelled != null && cancelled <= attempt.leasedSeq) {
            laws.violated("I-25", mail.envelope().id(), "Expected no attempt after the cancel, found one");
        }
        Long unsubscribed = unsubscribed(mail);
        Contact contact = world.contactOf(mail.envelope().contactId());
        boolean isMeant = contact.updatedAt().equals(mail.envelope().createdAt());
        if (unsubscribed != null && unsubscribed <= attempt.leasedSeq && !isMeant) {
            laws.violated("I-19", mail.envelope().id(), "Expected no attempt after the unsubscribe, found one");
        }
    }
}
