package onward.channel.smtp;

import jakarta.activation.DataHandler;
import jakarta.mail.BodyPart;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimePart;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.internet.ParameterList;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import onward.flow.message.Attachment;
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
        setHeader("Date", DATE.format(envelope.date()));
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

    /**
     * <pre>
     *   mixed            where files stand beside the text
     *     related        where files are shown inside the html (RFC 2387)
     *       alternative  where there are both texts
     * </pre>
     */
    private void write(Envelope envelope) throws MessagingException {
        var inline =
                envelope.attachments().stream().filter(Attachment::isInline).toList();
        var beside =
                envelope.attachments().stream().filter(file -> !file.isInline()).toList();
        if (inline.isEmpty() && beside.isEmpty()) {
            writeText(this, envelope);
        } else if (beside.isEmpty()) {
            setContent(new Parts("related", messageId, textPart(envelope), inline));
        } else {
            var body = inline.isEmpty()
                    ? textPart(envelope)
                    : partOf(new Parts("related", messageId, textPart(envelope), inline));
            setContent(new Parts("mixed", messageId, body, beside));
        }
    }

    private static void writeText(MimePart part, Envelope envelope) throws MessagingException {
        if (envelope.html() != null && envelope.text() != null) {
            part.setContent(new Parts(
                    "alternative",
                    envelope.messageId(),
                    List.of(part(envelope.text(), "plain"), part(envelope.html(), "html"))));
        } else if (envelope.html() != null) {
            part.setText(envelope.html(), UTF_8, "html");
        } else {
            part.setText(envelope.text(), UTF_8, "plain");
        }
    }

    private static MimeBodyPart textPart(Envelope envelope) throws MessagingException {
        var part = new MimeBodyPart();
        writeText(part, envelope);
        return part;
    }

    private static MimeBodyPart partOf(MimeMultipart parts) throws MessagingException {
        var part = new MimeBodyPart();
        part.setContent(parts);
        return part;
    }

    private static MimeBodyPart part(String text, String subtype) throws MessagingException {
        var part = new MimeBodyPart();
        part.setText(text, UTF_8, subtype);
        return part;
    }

    /** Names and ids were checked before; the library writes a name as RFC 2231 says. */
    private static MimeBodyPart part(Attachment file) throws MessagingException {
        var part = new MimeBodyPart();
        part.setDataHandler(new DataHandler(new ByteArrayDataSource(file.content(), file.contentType())));
        part.setHeader("Content-Type", file.contentType());
        part.setHeader("Content-Transfer-Encoding", "base64");
        part.setDisposition(file.isInline() ? Part.INLINE : Part.ATTACHMENT);
        part.setFileName(file.filename());
        if (file.isInline()) {
            part.setContentID("<" + file.contentId() + ">");
        }
        return part;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
        setHeader("Message-ID", messageId);
    }

    /** What is preferred comes last (RFC 2046, section 5.1.4); the boundary follows from the Message-ID. */
    private static final class Parts extends MimeMultipart {
        Parts(String subtype, String messageId, MimeBodyPart first, List<Attachment> files) throws MessagingException {
            this(subtype, messageId, List.of(first));
            for (var file : files) {
                addBodyPart(part(file));
            }
        }

        Parts(String subtype, String messageId, List<MimeBodyPart> parts) throws MessagingException {
            super(subtype, parts.toArray(BodyPart[]::new));
            var boundary = new ParameterList();
            boundary.set("boundary", "=_" + UUID.nameUUIDFromBytes(seed(subtype, messageId)));
            contentType = new ContentType("multipart", subtype, boundary).toString();
        }

        private static byte[] seed(String subtype, String messageId) {
            var text = subtype.equals("alternative") ? messageId : subtype + " " + messageId;
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }
}
