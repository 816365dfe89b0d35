package onward.flow.message;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What another mail server, or a provider of mailboxes, tells of a mail of ours.
 *
 * @param event what became of the mail, with what is known of it
 * @param messageId the Message-ID of the mail, {@code <…@…>}; null when it is not said
 * @param envelopeId the id of the mail, from the header that all our mails carry; null when it is not said
 * @param recipients whom it is about; may be empty
 */
public record MailReport(MailEvent event, String messageId, UUID envelopeId, List<String> recipients) {

    /** A permanent failure (RFC 3463, section 3.1), in the words of webhooks; 4.x.x and no status are told as such. */
    public static MailEvent bounced(String status, String message, List<String> diagnosticCodes) {
        String type = status.startsWith("5") ? "Permanent" : status.startsWith("4") ? "Transient" : "Undetermined";
        return new MailEvent(
                "bounced",
                Map.of(
                        "bounce",
                        Map.of(
                                "message", message,
                                "type", type,
                                "subType", subType(status),
                                "diagnosticCode", diagnosticCodes)));
    }

    /** What the second and third number of a status mean (RFC 3463, section 3), as far as providers have a word for it. */
    private static String subType(String status) {
        if (status.endsWith(".1.1") || status.endsWith(".1.10")) {
            return "NoEmail";
        }
        if (status.endsWith(".2.2")) {
            return "MailboxFull";
        }
        if (status.endsWith(".2.3") || status.endsWith(".3.4")) {
            return "MessageTooLarge";
        }
        return status.contains(".6.") ? "ContentRejected" : "General";
    }
}
