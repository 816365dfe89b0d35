package onward.channel.smtp;

import jakarta.mail.AuthenticationFailedException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import onward.channel.Receipt;

/** Turns what was said, and in which phase it ended, into a receipt. See the package for the rule. */
final class Verdict {
    private Verdict() {}

    /**
     * @param said the conversation, which has ended or is ready for the next letter
     * @param failure what the library threw, or null
     */
    static Receipt of(Conversation said, Exception failure) {
        if (failure instanceof Conversation.LeaseOver) {
            return deferred(failure.getMessage());
        }
        return switch (said.phase()) {
            case OPENING -> opening(said.reply(), failure);
            case ADDRESSING -> addressing(said, failure);
            case BODY -> deferred("The connection was lost while the mail was on its way, before its end", failure);
            case DOT -> afterDot(said, failure);
        };
    }

    /** The relay could not be reached, or would not talk to us: about no recipient, so never final. */
    static Receipt opening(Reply reply, Exception failure) {
        if (failure instanceof Conversation.Unfit) {
            return ofHost(failure.getMessage());
        }
        if (cause(failure, AuthenticationFailedException.class).isPresent()) {
            return ofHost("The login was refused; check user and password" + said(reply));
        }
        if (cause(failure, SSLException.class).isPresent()) {
            return ofHost("TLS failed; the certificate is not trusted, or does not name the host", failure);
        }
        return reply.isReply() && !reply.isPositive()
                ? ofHost("The relay would not talk to us" + said(reply))
                : ofHost("The relay could not be reached" + said(reply), failure);
    }

    private static Receipt addressing(Conversation said, Exception failure) {
        if (!said.reply().isReply() && said.isBeforeRecipients()) {
            return ofHost("The relay fell silent before it heard of a recipient" + said(said.reply()), failure);
        }
        if (said.endedAtRecipients() && !said.refusals().isEmpty()) {
            return recipients(said, failure);
        }
        return addressing(said.reply(), failure);
    }

    /** All recipients refused for good: final. One of them only for now: worth another try. */
    private static Receipt recipients(Conversation said, Exception failure) {
        var soft = said.refusals().stream()
                .filter(refusal -> !refusal.reply().isRefusing())
                .findFirst();
        return soft.map(refusal -> addressing(refusal.reply(), failure))
                .orElseGet(() -> new Receipt.Refused(words(said.reply().text()), leftOut(said)));
    }

    private static Receipt addressing(Reply reply, Exception failure) {
        if (!reply.isReply()) {
            return deferred(
                    "The connection was lost, or the reply made no sense, before the mail was sent" + said(reply),
                    failure);
        }
        if (isAboutLogin(reply)) {
            return ofHost("The relay wants a login" + said(reply));
        }
        return reply.isRefusing() ? new Receipt.Refused(words(reply.text())) : notNow(reply);
    }

    /** RFC 5321, section 4.2.2: with 421 the relay takes nothing at all and hangs up. */
    private static Receipt notNow(Reply reply) {
        return reply.code() == 421 ? ofHost(reply.text()) : deferred(reply.text());
    }

    /** RFC 4954, section 6: our own set-up is wrong, the recipient may be fine. */
    private static boolean isAboutLogin(Reply reply) {
        return reply.code() == 530 || reply.code() == 534 || reply.code() == 535 || reply.code() == 538;
    }

    private static Receipt afterDot(Conversation said, Exception failure) {
        var reply = said.reply();
        if (reply.isAccepting()) {
            return new Receipt.Accepted(words(reply.text() + whoIsLeftOut(said)), leftOut(said));
        }
        if (reply.isRefusing()) {
            return new Receipt.Refused(words(reply.text()));
        }
        return reply.code() >= 400 && reply.code() <= 499 ? notNow(reply) : unclear(reply, failure);
    }

    private static List<Receipt.LeftOut> leftOut(Conversation said) {
        return said.refusals().stream()
                .map(refusal -> new Receipt.LeftOut(
                        bare(refusal.recipient()),
                        words(refusal.reply().text()),
                        refusal.reply().isRefusing(),
                        Mailbox.isGone(refusal.reply())))
                .toList();
    }

    /** {@code ada@example.com} of {@code <ada@example.com> NOTIFY=NEVER}. */
    private static String bare(String recipient) {
        var from = recipient.indexOf('<');
        var to = recipient.indexOf('>', from);
        return from < 0 || to < 0 ? recipient.strip() : recipient.substring(from + 1, to);
    }

    private static String whoIsLeftOut(Conversation said) {
        return said.refusals().stream()
                .map(refusal -> "; not taken for " + refusal.recipient() + said(refusal.reply()))
                .collect(Collectors.joining());
    }

    private static Receipt unclear(Reply reply, Exception failure) {
        return new Receipt.Unclear(words(
                "The whole mail was sent, but its receipt never came or made no sense" + said(reply) + why(failure)));
    }

    static Receipt deferred(String text) {
        return new Receipt.Deferred(words(text));
    }

    /** About the relay, so it is no mark against the letter. */
    static Receipt ofHost(String text) {
        return new Receipt.Deferred(words(text), true, Duration.ZERO);
    }

    private static Receipt ofHost(String text, Exception failure) {
        return ofHost(text + why(failure));
    }

    private static Receipt deferred(String text, Exception failure) {
        return deferred(text + why(failure));
    }

    private static String said(Reply reply) {
        return reply.text().isBlank() ? "" : ": " + reply.text().strip();
    }

    /** The innermost reason, which is where the network's own words are. */
    private static String why(Exception failure) {
        if (cause(failure, SocketTimeoutException.class).isPresent()) {
            return " (no answer in time)";
        }
        return innermost(failure)
                .map(reason -> " (" + reason.getClass().getSimpleName() + ": " + reason.getMessage() + ")")
                .orElse("");
    }

    private static Optional<Throwable> innermost(Exception failure) {
        return Causes.of(failure).reduce((outer, inner) -> inner);
    }

    private static <T extends Throwable> Optional<Throwable> cause(Exception failure, Class<T> type) {
        return Causes.of(failure).filter(type::isInstance).findFirst();
    }

    /** One line without control characters, at most {@value Receipt#REPLY_CHARS_MAX} characters. */
    static String words(String text) {
        var line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return line.length() <= Receipt.REPLY_CHARS_MAX ? line : line.substring(0, Receipt.REPLY_CHARS_MAX - 1) + "…";
    }
}
