package onward.channel.smtp;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;

/** Asks whether mail would find its way: everything up to the first letter, and then goodbye. */
public final class SmtpProbe {
    private static final Timeouts PATIENCE =
            new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofSeconds(15), Duration.ofSeconds(15));

    private SmtpProbe() {}

    /**
     * Connects, greets, protects the line and logs in as the channel would. Blocks, half a minute at most.
     *
     * @return what went wrong, in words for people and without the password; empty when nothing did
     */
    public static Optional<String> problem(SmtpUrl url) {
        var trust = (SSLSocketFactory) SSLSocketFactory.getDefault();
        var session = Session.getInstance(Conversation.properties(url, trust));
        var relay = new URLName("smtp", url.host(), url.port(), null, url.user(), url.password());
        try {
            return greeted(new Conversation(session, relay, Line.open(url, trust, PATIENCE)));
        } catch (IOException | RuntimeException failed) {
            return Optional.of(Verdict.opening(Reply.NONE, failed).reply());
        }
    }

    private static Optional<String> greeted(Conversation conversation) {
        try {
            conversation.open();
            return Optional.empty();
        } catch (MessagingException | RuntimeException failed) {
            return Optional.of(Verdict.opening(conversation.reply(), failed).reply());
        } finally {
            conversation.hangUp();
        }
    }
}
