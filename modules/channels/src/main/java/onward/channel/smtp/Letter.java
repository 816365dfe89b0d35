package onward.channel.smtp;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Properties;
import onward.flow.fact.Problem;
import onward.flow.fact.Result;
import onward.flow.message.Envelope;

/**
 * An envelope as the bytes that go over the wire, and the addresses they go to. Composed before any line is
 * opened, so that what cannot be written never leaves a relay in the middle of a body.
 */
final class Letter extends MimeMessage {
    /** RFC 5322, section 2.1.1. */
    private static final int LINE_CHARS_MAX = 998;

    private static final Session SESSION = Session.getInstance(new Properties());

    private final InternetAddress sender;
    private final List<InternetAddress> recipients;
    private final byte[] bytes;

    private Letter(Letterhead head, byte[] bytes) {
        super(SESSION);
        this.sender = head.from();
        this.recipients = head.everyone();
        this.bytes = bytes;
    }

    /**
     * Composes the mail.
     *
     * @return the letter, the same bytes for the same envelope on any machine at any time; or why this
     *     envelope can never be sent: a header with a control character, an address that is none, …
     */
    static Result<Letter> of(Envelope envelope) {
        return of(envelope, DkimKeys.NONE);
    }

    /** The same, signed where there is a key for its sender. */
    static Result<Letter> of(Envelope envelope, DkimKeys keys) {
        var head = Letterhead.of(envelope);
        return head.isOk() ? composed(envelope, head.value(), keys) : Result.failed(head.problems());
    }

    private static Result<Letter> composed(Envelope envelope, Letterhead head, DkimKeys keys) {
        try {
            var bytes = new ByteArrayOutputStream();
            new Draft(SESSION, envelope, head).writeTo(bytes);
            var key = keys.key(envelope.projectId(), envelope.from());
            return checked(new Letter(
                    head,
                    key.isPresent()
                            ? DkimSignature.before(bytes.toByteArray(), key.get(), envelope.createdAt())
                            : bytes.toByteArray()));
        } catch (MessagingException | IOException unwritable) {
            return Result.failed(Problem.invalid("", "The mail could not be composed: " + unwritable.getMessage()));
        }
    }

    private static Result<Letter> checked(Letter letter) {
        var longest = letter.longestLine();
        return longest <= LINE_CHARS_MAX
                ? Result.of(letter)
                : Result.failed(Problem.invalid(
                        "",
                        "Expected headers that fold to lines of at most " + LINE_CHARS_MAX
                                + " characters, found one of " + longest + " without a space."));
    }

    private int longestLine() {
        var longest = 0;
        var length = 0;
        for (byte b : bytes) {
            length = b == '\n' ? 0 : b == '\r' ? length : length + 1;
            longest = Math.max(longest, length);
        }
        return longest;
    }

    InternetAddress[] recipients() {
        return recipients.toArray(InternetAddress[]::new);
    }

    byte[] bytes() {
        return bytes.clone();
    }

    /** The sender of the SMTP envelope, where bounces go. */
    @Override
    public Address[] getFrom() {
        return new Address[] {sender};
    }

    @Override
    public void writeTo(OutputStream out, String[] ignoredHeaders) throws IOException {
        out.write(bytes);
    }
}
