package onward.engine;

import java.time.Instant;
import onward.channel.Receipt;
import onward.store.table.Outbox.Lease;
import onward.store.table.Outbox.Settlement;

/**
 * What a receipt means for its envelope.
 *
 * <pre>
 *   Accepted           sent
 *   Refused            failed
 *   Deferred  young    queued again, later            old    failed
 *   Unclear   young    queued again, same Message-ID  old    uncertain, for a person to decide
 * </pre>
 */
final class Settling {
    private static final String UNCLEAR =
            "Whether the last attempt arrived is not known; it is sent again with the same Message-ID. ";

    private final Backoff backoff;

    Settling(Backoff backoff) {
        this.backoff = backoff;
    }

    Settlement of(Lease lease, Receipt receipt, Instant now) {
        if (receipt instanceof Receipt.Accepted) {
            return new Settlement(lease, "sent", "sent", null, now, words(receipt.reply()), now);
        }
        if (receipt instanceof Receipt.Refused) {
            return new Settlement(lease, "failed", "failed", null, null, words(receipt.reply()), now);
        }
        boolean unclear = receipt instanceof Receipt.Unclear;
        return isTooOld(lease, now) ? givenUp(lease, receipt, unclear, now) : again(lease, receipt, unclear, now);
    }

    /** So old that another attempt is of no use. */
    static boolean isTooOld(Lease lease, Instant now) {
        return now.isAfter(lease.envelope().createdAt().plus(EngineSettings.DELIVERY_AGE_MAX));
    }

    /** For a lease that was left behind and is too old by now: it is not attempted once more. */
    static Settlement expired(Lease lease, Instant now) {
        return new Settlement(
                lease, "uncertain", "delivery_delayed", null, null, "The last attempt ended without an answer.", now);
    }

    private Settlement again(Lease lease, Receipt receipt, boolean unclear, Instant now) {
        String reply = unclear ? UNCLEAR + receipt.reply() : receipt.reply();
        Instant dueAt = now.plus(backoff.after(lease.attempt()));
        return new Settlement(lease, "queued", "delivery_delayed", dueAt, null, words(reply), now);
    }

    private static Settlement givenUp(Lease lease, Receipt receipt, boolean unclear, Instant now) {
        return unclear
                ? new Settlement(lease, "uncertain", "delivery_delayed", null, null, words(receipt.reply()), now)
                : new Settlement(lease, "failed", "failed", null, null, words(receipt.reply()), now);
    }

    /** What can be stored and shown: bounded, without control characters. */
    private static String words(String reply) {
        String plain = reply == null ? "" : reply.replaceAll("\\p{Cntrl}+", " ").strip();
        return plain.substring(0, Math.min(plain.length(), Receipt.REPLY_CHARS_MAX));
    }
}
