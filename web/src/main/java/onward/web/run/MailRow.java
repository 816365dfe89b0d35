package onward.web.run;

import java.time.Instant;
import onward.store.page.RunFacts.Mail;
import onward.web.ui.Moment;
import onward.web.ui.Pill;

/**
 * A mail, or a push.
 *
 * @param to of a push what its device runs on
 * @param doing what happens to it next, or what the other side said last; null when there is nothing to say
 */
public record MailRow(String id, String step, String subject, String to, Pill state, String doing, Moment at) {

    static MailRow of(Mail mail, Instant now) {
        return new MailRow(
                mail.id().toString(),
                mail.stepKey(),
                mail.subject(),
                mail.isPush() ? mail.device() : String.join(", ", mail.recipients()),
                Pill.of(mail.lastEvent()),
                doing(mail, now),
                Moment.of(mail.sentAt() == null ? mail.createdAt() : mail.sentAt(), now));
    }

    private static String doing(Mail mail, Instant now) {
        if (mail.dueAt() == null) {
            return mail.lastReply();
        }
        String next = mail.dueAt().isAfter(now)
                ? "next attempt " + Moment.of(mail.dueAt(), now).distance()
                : "due now";
        return mail.lastReply() == null ? next : mail.lastReply() + " · " + next;
    }
}
