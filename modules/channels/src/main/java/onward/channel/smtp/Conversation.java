package onward.channel.smtp;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import javax.net.ssl.SSLSocketFactory;
import onward.channel.Claim;
import onward.channel.smtp.SmtpUrl.Tls;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/**
 * The library's SMTP client, watched: it remembers the phase and the replies that decide what became of a
 * letter, which the library's exceptions lose. Not safe for use by two threads at once.
 */
final class Conversation extends SMTPTransport {
    private static final String SENDER = "MAIL FROM:";
    private static final String RECIPIENT = "RCPT TO:";

    private final Line line;
    private final List<Refusal> refusals = new ArrayList<>();
    private Phase phase = Phase.OPENING;
    private String command = "";
    private Reply reply = Reply.NONE;
    private Claim claim = Claim.ALWAYS;
    private boolean isSettled;
    private boolean isProtected;
    private final boolean wantsLogin;

    Conversation(Session session, URLName relay, Line line) {
        super(session, relay);
        this.line = line;
        this.wantsLogin = relay.getUsername() != null;
    }

    /** What the library must know to talk to this relay. */
    static Properties properties(SmtpUrl url, SSLSocketFactory trust) {
        var settings = new Properties();
        settings.put("mail.smtp.auth", url.user() != null);
        settings.put("mail.smtp.auth.mechanisms", "PLAIN LOGIN");
        settings.put("mail.smtp.sendpartial", true);
        settings.put("mail.smtp.quitwait", false);
        settings.put("mail.smtp.starttls.enable", url.tls() == Tls.STARTTLS || url.tls() == Tls.REQUIRED);
        settings.put("mail.smtp.starttls.required", url.tls() == Tls.REQUIRED);
        settings.putAll(trusted(url, trust));
        return settings;
    }

    /** TLS merely because it was offered beats no TLS, whoever signed it (RFC 7435), unless a password goes over it. */
    private static Map<String, Object> trusted(SmtpUrl url, SSLSocketFactory trust) {
        return url.tls() == Tls.STARTTLS && url.user() == null
                ? Map.of("mail.smtp.ssl.trust", "*", "mail.smtp.ssl.checkserveridentity", false)
                : Map.of("mail.smtp.ssl.socketFactory", trust, "mail.smtp.ssl.checkserveridentity", true);
    }

    /** Greets, protects and logs in on the open line. */
    void open() throws MessagingException {
        try {
            connect(line.socket());
        } catch (MessagingException failed) {
            throw lacksTls() ? new Unfit("TLS is required, but the relay does not offer STARTTLS") : failed;
        }
        if (wantsLogin && !supportsExtension("AUTH")) {
            throw new Unfit("A login is asked for, but the relay offers none");
        }
    }

    private boolean lacksTls() {
        return getRequireStartTLS() && command.startsWith("EHLO") && reply.isPositive() && !isProtected;
    }

    /** Sends one letter, its beginning and its end only while the claim holds. What came of it, see {@link #phase}, {@link #reply} and {@link #refusals}. */
    void send(Letter letter, Claim claim) throws MessagingException {
        this.claim = claim;
        phase = Phase.ADDRESSING;
        command = "";
        reply = Reply.NONE;
        isSettled = false;
        refusals.clear();
        // Dialling may have taken long, or somebody stopped this process meanwhile.
        if (!claim.holds()) {
            throw new LeaseOver();
        }
        line.waitForReplies();
        sendMessage(letter, letter.recipients());
    }

    Phase phase() {
        return phase;
    }

    /** The reply that decided: the last one of a command about the letter, never that of a clean-up after it. */
    Reply reply() {
        return reply;
    }

    /** Recipients that were not taken, in order. */
    List<Refusal> refusals() {
        return refusals;
    }

    /** The reply that decided came while recipients were named, so {@link #refusals} say more. */
    boolean endedAtRecipients() {
        return command.startsWith(RECIPIENT);
    }

    /** The relay has not heard of a recipient yet. */
    boolean isBeforeRecipients() {
        return command.isEmpty() || command.startsWith(SENDER);
    }

    /** The relay had hung up before this letter was mentioned, as relays do with idle lines. */
    boolean wasStale() {
        return phase == Phase.ADDRESSING && command.startsWith(SENDER) && (!reply.isReply() || reply.code() == 421);
    }

    /** Ready for another letter: nothing of the last one is half said. */
    boolean isClean() {
        return reply.isReply() && reply.code() != 421 && phase != Phase.BODY && line.isOpen();
    }

    /** Says goodbye if that can do no harm, and hangs up in any case. */
    void hangUp() {
        try {
            if (phase != Phase.BODY) {
                super.close();
            }
        } catch (MessagingException | RuntimeException gone) {
            // The line is cut below whatever the relay thinks of it.
        } finally {
            line.cut();
        }
    }

    @Override
    protected void startTLS() throws MessagingException {
        isProtected = true;
        super.startTLS();
    }

    @Override
    protected OutputStream data() throws MessagingException {
        var stream = super.data();
        phase = Phase.BODY;
        return stream;
    }

    @Override
    protected void finishData() throws IOException, MessagingException {
        if (!claim.holds()) {
            throw new LeaseOver();
        }
        line.waitForAnswer();
        super.finishData();
    }

    @Override
    protected void sendCommand(String text) throws MessagingException {
        if (text.equals(".")) {
            phase = Phase.DOT;
        }
        isSettled |= text.equals("RSET") || text.equals("QUIT");
        if (!isSettled) {
            command = text;
            reply = Reply.NONE;
        }
        super.sendCommand(text);
    }

    @Override
    protected int readServerResponse() throws MessagingException {
        var decides = !isSettled;
        var code = super.readServerResponse();
        if (decides) {
            reply = new Reply(code, getLastServerResponse());
            noteRefusal();
        }
        return code;
    }

    private void noteRefusal() {
        if (command.startsWith(RECIPIENT) && !reply.isPositive()) {
            refusals.add(new Refusal(command.substring(RECIPIENT.length()), reply));
        }
    }

    /** A recipient the relay did not take, as it was named in the command. */
    record Refusal(String recipient, Reply reply) {}

    /** Somebody else may have the letter by now, so its end was not said. */
    static final class LeaseOver extends MessagingException {
        LeaseOver() {
            super("The lease ran out before the end of the mail, which was not sent");
        }
    }

    /** The relay cannot do what the settings ask for; the message is for people. */
    static final class Unfit extends MessagingException {
        Unfit(String message) {
            super(message);
        }
    }
}
