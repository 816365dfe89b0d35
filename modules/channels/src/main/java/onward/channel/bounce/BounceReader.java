package onward.channel.bounce;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.ParseException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import onward.flow.message.HeaderValue;
import onward.flow.message.MailEvent;
import onward.flow.message.MailReport;

/**
 * Reads delivery status notifications (RFC 3464) and abuse reports (RFC 5965) out of raw mails. What a person wrote, an
 * out-of-office note for example, is no report.
 */
public final class BounceReader {
    /** How much of each part is read. */
    static final int PART_BYTES_MAX = 64 * 1024;
    /** How many recipients of one report are looked at. */
    static final int RECIPIENTS_MAX = 100;
    /** How long a text of another server may be that is kept. */
    static final int WORDS_MAX = 1_000;

    private static final Session SESSION = Session.getInstance(new Properties());

    private BounceReader() {}

    /** The report in a raw mail, or empty when it is none: it never fails, whatever the bytes are. */
    public static Optional<MailReport> read(byte[] mail) {
        try {
            var message = new MimeMessage(SESSION, new ByteArrayInputStream(mail));
            return message.isMimeType("multipart/report") && message.getContent() instanceof Multipart parts
                    ? report(parts, new ContentType(message.getContentType()).getParameter("report-type"))
                    : Optional.empty();
        } catch (MessagingException | IOException | RuntimeException unreadable) {
            // The mail library throws what it likes for mails that are none.
            return Optional.empty();
        }
    }

    private static Optional<MailReport> report(Multipart parts, String type) throws MessagingException, IOException {
        String word = String.valueOf(type).toLowerCase(Locale.ROOT);
        InternetHeaders original = original(parts);
        return switch (word) {
            case "delivery-status" -> status(parts, original);
            case "feedback-report" -> complaint(parts, original);
            default -> Optional.empty();
        };
    }

    /** The blocks of a delivery status: the first is of the message, each other one of a recipient. */
    private static Optional<MailReport> status(Multipart parts, InternetHeaders original)
            throws MessagingException, IOException {
        Optional<BodyPart> part = part(parts, "message/delivery-status");
        if (part.isEmpty()) {
            return Optional.empty();
        }
        List<InternetHeaders> recipients = blocks(text(part.get()));
        return recipients.stream()
                .skip(1)
                .limit(RECIPIENTS_MAX)
                .map(BounceReader::event)
                .flatMap(Optional::stream)
                .findFirst()
                .map(event -> of(event, original, addresses(recipients)));
    }

    private static List<InternetHeaders> blocks(String text) throws MessagingException {
        var blocks = new ArrayList<InternetHeaders>();
        for (String block : text.replace("\r\n", "\n").strip().split("\n\\s*\n")) {
            byte[] bytes = (block.strip() + "\n\n").getBytes(StandardCharsets.UTF_8);
            blocks.add(new InternetHeaders(new ByteArrayInputStream(bytes)));
        }
        return blocks;
    }

    private static Optional<MailEvent> event(InternetHeaders recipient) {
        String status = first(recipient, "Status").split("\\s", 2)[0];
        String diagnostic = first(recipient, "Diagnostic-Code");
        String action = first(recipient, "Action").toLowerCase(Locale.ROOT);
        String words = diagnostic.isEmpty() ? "The mail server said " + status + "." : diagnostic;
        return switch (action) {
            case "failed" ->
                Optional.of(MailReport.bounced(status, words, diagnostic.isEmpty() ? List.of() : List.of(diagnostic)));
            case "delayed" -> Optional.of(new MailEvent("delivery_delayed", Map.of("delay", Map.of("reason", words))));
            case "delivered", "relayed" -> Optional.of(MailEvent.of("delivered"));
            default -> Optional.empty();
        };
    }

    private static List<String> addresses(List<InternetHeaders> recipients) {
        return recipients.stream()
                .skip(1)
                .limit(RECIPIENTS_MAX)
                .map(block -> address(first(block, "Final-Recipient")))
                .filter(address -> !address.isEmpty())
                .toList();
    }

    /** {@code rfc822; ada@example.com}. */
    private static String address(String typed) {
        return typed.substring(typed.indexOf(';') + 1).strip();
    }

    private static Optional<MailReport> complaint(Multipart parts, InternetHeaders original)
            throws MessagingException, IOException {
        Optional<BodyPart> part = part(parts, "message/feedback-report");
        if (part.isEmpty()) {
            return Optional.empty();
        }
        InternetHeaders feedback = blocks(text(part.get())).get(0);
        String type = first(feedback, "Feedback-Type").toLowerCase(Locale.ROOT);
        var event = new MailEvent("complained", Map.of("complaint", Map.of("type", type)));
        String recipient = address(first(feedback, "Original-Rcpt-To")).replaceAll("[<>]", "");
        // "not-spam" takes a complaint back (RFC 5965, section 7.3); a report of fraud is one as much as of abuse.
        return type.isEmpty() || type.equals("not-spam")
                ? Optional.empty()
                : Optional.of(of(event, original, recipient.isEmpty() ? List.of() : List.of(recipient)));
    }

    private static MailReport of(MailEvent event, InternetHeaders original, List<String> recipients) {
        String messageId = first(original, "Message-ID");
        return new MailReport(
                event, messageId.isEmpty() ? null : messageId, id(first(original, "X-Onward-Id")), recipients);
    }

    private static UUID id(String text) {
        return text.matches("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}") ? UUID.fromString(text) : null;
    }

    /** The headers of the mail that it is about: whole, or the headers alone. */
    private static InternetHeaders original(Multipart parts) throws MessagingException, IOException {
        for (String type :
                List.of("message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers")) {
            Optional<BodyPart> part = part(parts, type);
            if (part.isPresent()) {
                return new InternetHeaders(new ByteArrayInputStream(
                        (text(part.get()).stripLeading() + "\r\n\r\n").getBytes(StandardCharsets.UTF_8)));
            }
        }
        return new InternetHeaders();
    }

    private static Optional<BodyPart> part(Multipart parts, String type) throws MessagingException {
        for (int i = 0; i < Math.min(parts.getCount(), 10); i++) {
            BodyPart part = parts.getBodyPart(i);
            if (isOf(part, type)) {
                return Optional.of(part);
            }
        }
        return Optional.empty();
    }

    private static boolean isOf(Part part, String type) throws MessagingException {
        try {
            return new ContentType(part.getContentType()).match(type);
        } catch (ParseException unreadable) {
            // A part of a type that cannot be read is not the one that is looked for.
            return false;
        }
    }

    private static String text(BodyPart part) throws MessagingException, IOException {
        try (InputStream in = part.getInputStream()) {
            return new String(in.readNBytes(PART_BYTES_MAX), StandardCharsets.UTF_8);
        }
    }

    private static String first(InternetHeaders headers, String name) {
        String[] values = headers.getHeader(name);
        String value =
                values == null ? "" : HeaderValue.cleaned(values[0]).text().replaceAll("\\s+", " ");
        return value.length() <= WORDS_MAX ? value : value.substring(0, WORDS_MAX);
    }
}
