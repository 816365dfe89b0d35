package onward.channel.smtp;

import jakarta.mail.BodyPart;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.internet.ParameterList;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import onward.flow.message.Envelope;

/**
 * The MIME form of an envelope (RFC 5322, RFC 2046), with everything taken from the envelope that the
 * library would otherwise draw from clock, host name and chance.
 */
final class Draft extends MimeMessage {
    /** Names the envelope in the sent mail, for people who trace one. */
    static final String ID_HEADER = "X-Onward-Id";

    private static final String UTF_8 = "UTF-8";
    /** RFC 5322, section 3.3, in UTC, so that the machine's zone changes nothing. */
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final String messageId;

    Draft(Session session, Envelope envelope, Letterhead head) throws MessagingException, UnsupportedEncodingException {
        super(session);
        this.messageId = envelope.messageId();
        address(head);
        setSubject(envelope.subject(), UTF_8);
        setHeader("Date", DATE.format(envelope.createdAt()));
        for (var header : envelope.headers().entrySet()) {
            setHeader(header.getKey(), folded(header.getKey(), header.getValue()));
        }
        setHeader(ID_HEADER, envelope.id().toString());
        write(envelope);
        saveChanges();
    }

    /** Bcc stays out: those recipients are named to the relay only. */
    private void address(Letterhead head) throws MessagingException {
        setFrom(head.from());
        setRecipients(RecipientType.TO, array(head.to()));
        setRecipients(RecipientType.CC, array(head.cc()));
        if (!head.replyTo().isEmpty()) {
            setReplyTo(array(head.replyTo()));
        }
    }

    private static InternetAddress[] array(List<InternetAddress> addresses) {
        return addresses.toArray(InternetAddress[]::new);
    }

    private static String folded(String name, String value) throws UnsupportedEncodingException {
        return MimeUtility.fold(name.length() + 2, MimeUtility.encodeText(value, UTF_8, null));
    }

    private void write(Envelope envelope) throws MessagingException {
        if (envelope.html() != null && envelope.text() != null) {
            setContent(new Alternatives(
                    envelope.messageId(), part(envelope.text(), "plain"), part(envelope.html(), "html")));
        } else if (envelope.html() != null) {
            setText(envelope.html(), UTF_8, "html");
        } else {
            setText(envelope.text(), UTF_8, "plain");
        }
    }

    private static MimeBodyPart part(String text, String subtype) throws MessagingException {
        var part = new MimeBodyPart();
        part.setText(text, UTF_8, subtype);
        return part;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
        setHeader("Message-ID", messageId);
    }

    /** Plain text first, HTML last and so preferred; the boundary follows from the Message-ID. */
    private static final class Alternatives extends MimeMultipart {
        Alternatives(String messageId, BodyPart... parts) throws MessagingException {
            super("alternative", parts);
            var boundary = new ParameterList();
            boundary.set("boundary", "=_" + UUID.nameUUIDFromBytes(messageId.getBytes(StandardCharsets.UTF_8)));
            contentType = new ContentType("multipart", "alternative", boundary).toString();
        }
    }
}
