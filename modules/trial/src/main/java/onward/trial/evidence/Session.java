package onward.trial.evidence;

import java.time.Instant;

/**
 * One mail transaction at the sink, from MAIL to its end; a connection that came to none has no sender.
 *
 * @param node who dialled: each node has a port of its own
 * @param mailAt when MAIL was read; of a connection without one, when it was opened
 * @param dataAt when DATA was answered with 354, or null
 * @param dotAt when the final dot was read, or null
 * @param messageId of the headers, or null when the body never ended
 * @param hash of the body as it was meant, without the stuffing of dots; or null
 * @param reply the last reply that was meant for it, 0 for none
 * @param flushed whether all of that reply was handed to the network
 * @param endedAt when the reply was flushed or the connection was cut
 * @param mischief what the sink did to it, {@code NONE} if nothing
 */
public record Session(
        long number,
        String node,
        Instant connectedAt,
        Instant mailAt,
        String from,
        String to,
        Instant dataAt,
        Instant dotAt,
        String messageId,
        String hash,
        int reply,
        boolean flushed,
        Instant endedAt,
        String mischief) {

    /** The relay took the mail and said so. */
    public boolean isAccepted() {
        return dotAt != null && reply == 250 && flushed;
    }

    public boolean isRefused() {
        return reply >= 500 && flushed;
    }

    /** Deferred for the sake of this mail, not of the whole host. */
    public boolean isDeferred() {
        return reply >= 400 && reply < 500 && reply != 421 && flushed;
    }

    /** Which mail it was about, known before its Message-ID is. */
    public MailKey key() {
        return new MailKey(from, to);
    }
}
