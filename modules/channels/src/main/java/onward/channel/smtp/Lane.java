package onward.channel.smtp;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.io.IOException;
import java.time.Duration;
import javax.net.ssl.SSLSocketFactory;
import onward.channel.Claim;
import onward.channel.Receipt;

/**
 * One connection to the relay, opened when needed and kept for the next letter. Blocks; one letter at a
 * time.
 */
final class Lane {
    /** After this long without a letter a line is opened afresh: relays hang up on idle ones. */
    static final Duration IDLE_MAX = Duration.ofSeconds(30);

    private final SmtpUrl url;
    private final SSLSocketFactory trust;
    private final Timeouts timeouts;
    private final Session session;
    private Conversation open;
    private long usedNanos;
    private boolean isClosed;

    Lane(SmtpUrl url, SSLSocketFactory trust, Timeouts timeouts) {
        this.url = url;
        this.trust = trust;
        this.timeouts = timeouts;
        this.session = Session.getInstance(Conversation.properties(url, trust));
    }

    /** Delivers one letter and says what became of it; a kept line that turns out dead is replaced once. */
    synchronized Receipt deliver(Letter letter, Claim claim) {
        if (isClosed) {
            return Verdict.ofHost("This server is stopping");
        }
        hangUpWhenIdle();
        var wasKept = open != null;
        var attempt = attempt(letter, claim);
        return wasKept && attempt.wasStale ? attempt(letter, claim).receipt : attempt.receipt;
    }

    private Attempt attempt(Letter letter, Claim claim) {
        try {
            open = open == null ? dialled() : open;
        } catch (NotOpened failed) {
            return new Attempt(failed.receipt, false);
        }
        return send(letter, claim);
    }

    private Conversation dialled() throws NotOpened {
        try {
            return greeted(new Conversation(session, place(), Line.open(url, trust, timeouts)));
        } catch (IOException | RuntimeException failed) {
            throw new NotOpened(Verdict.opening(Reply.NONE, failed));
        }
    }

    private URLName place() {
        return new URLName("smtp", url.host(), url.port(), null, url.user(), url.password());
    }

    private static Conversation greeted(Conversation conversation) throws NotOpened {
        try {
            conversation.open();
            return conversation;
        } catch (MessagingException | RuntimeException failed) {
            conversation.hangUp();
            throw new NotOpened(Verdict.opening(conversation.reply(), failed));
        }
    }

    private Attempt send(Letter letter, Claim claim) {
        Exception failure = null;
        try {
            open.send(letter, claim);
        } catch (MessagingException | RuntimeException failed) {
            failure = failed;
        }
        var attempt = new Attempt(Verdict.of(open, failure), open.wasStale());
        keepOrHangUp();
        return attempt;
    }

    private void keepOrHangUp() {
        usedNanos = System.nanoTime();
        if (!open.isClean()) {
            hangUp();
        }
    }

    /** Called between letters: says goodbye to the relay rather than let the line rot. */
    synchronized void hangUpWhenIdle() {
        if (open != null && System.nanoTime() - usedNanos > IDLE_MAX.toNanos()) {
            hangUp();
        }
    }

    private void hangUp() {
        open.hangUp();
        open = null;
    }

    /** Waits for the letter under way, then hangs up for good. */
    synchronized void close() {
        isClosed = true;
        if (open != null) {
            hangUp();
        }
    }

    private record Attempt(Receipt receipt, boolean wasStale) {}

    /** No line could be had; the receipt says why. */
    private static final class NotOpened extends Exception {
        private final transient Receipt receipt;

        NotOpened(Receipt receipt) {
            super(receipt.reply());
            this.receipt = receipt;
        }
    }
}
