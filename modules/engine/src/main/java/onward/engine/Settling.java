package onward.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import onward.channel.Receipt;
import onward.flow.message.Address;
import onward.flow.message.OnUncertain;
import onward.flow.message.Push;
import onward.store.table.Outbox.Lease;
import onward.store.table.Outbox.Settlement;

/**
 * What a receipt means for its envelope.
 *
 * <pre>
 *   Accepted           sent; but when some recipients were left out for now, queued again for those
 *   Refused            failed; known as bounced when no recipient's mailbox is there
 *   Deferred  young    queued again, later            old    failed
 *     of the host      the same, and it counts as no attempt
 *   Unclear   young    queued again, same Message-ID  old, or its step says hold    uncertain, for a person to decide
 * </pre>
 *
 * <p>A push is worth less after a while: it is old sooner, and failed where a mail is uncertain, for a second one takes
 * the place of the first on the device. One whose device is gone is failed.
 */
final class Settling {
    private static final String UNCLEAR =
            "Whether the last attempt arrived is not known; it is sent again with the same Message-ID. ";

    private static final String UNCLEAR_PUSH =
            "Whether the last attempt arrived is not known; it is sent again and takes its place. ";

    private static final String UNCERTAIN_PUSH = "Whether the last attempt arrived is not known. ";

    private static final String HELD = "Whether the last attempt arrived is not known; "
            + "its step says to hold it, so a person decides: resend it, or settle it as sent or failed. ";

    private static final String LEFT_BEHIND = "The last attempt ended without an answer.";

    private final Backoff backoff;

    Settling(Backoff backoff) {
        this.backoff = backoff;
    }

    /** A mail that some of its recipients have is sent, whatever became of the others; its reply tells. */
    Settlement of(Lease lease, Receipt receipt, Instant now) {
        Settlement settlement = ofThisAttempt(lease, receipt, now);
        return lease.hasReached() && settlement.state().equals("failed")
                ? new Settlement(lease, "sent", "sent", null, now, settlement.lastReply(), now)
                        .bouncing(settlement.bounced())
                : settlement;
    }

    private Settlement ofThisAttempt(Lease lease, Receipt receipt, Instant now) {
        if (receipt instanceof Receipt.Accepted accepted) {
            return accepted(lease, accepted, now).bouncing(gone(accepted.leftOut()));
        }
        if (receipt instanceof Receipt.Refused refused) {
            boolean isBounce =
                    !refused.leftOut().isEmpty() && refused.leftOut().stream().allMatch(Receipt.LeftOut::isMailboxGone);
            String lastEvent = isBounce && !lease.envelope().isPush() ? "bounced" : "failed";
            return new Settlement(lease, "failed", lastEvent, null, null, words(refused.reply()), now)
                    .bouncing(gone(refused.leftOut()));
        }
        boolean unclear = receipt instanceof Receipt.Unclear;
        if (unclear && isHeld(lease)) {
            return uncertain(lease, HELD + receipt.reply(), now);
        }
        if (isTooOld(lease, now)) {
            return givenUp(lease, receipt, unclear, now);
        }
        return receipt instanceof Receipt.Deferred deferred && deferred.isOfHost()
                ? spared(lease, deferred, now)
                : again(lease, receipt, unclear, now);
    }

    /** Those who were refused for now get another attempt, unless the mail is too old for it. */
    private Settlement accepted(Lease lease, Receipt.Accepted receipt, Instant now) {
        List<String> waiting = receipt.leftOut().stream()
                .filter(left -> !left.isFinal())
                .map(left -> Address.key(left.recipient()))
                .toList();
        if (waiting.isEmpty() || isTooOld(lease, now)) {
            return new Settlement(lease, "sent", "sent", null, now, words(receipt.reply()), now);
        }
        List<String> reached = lease.envelope().recipientKeys().stream()
                .filter(key -> !waiting.contains(key))
                .toList();
        Instant dueAt = now.plus(backoff.after(lease.attempt()));
        return new Settlement(lease, "queued", "delivery_delayed", dueAt, null, words(receipt.reply()), now)
                .reaching(reached);
    }

    private static List<String> gone(List<Receipt.LeftOut> leftOut) {
        return leftOut.stream()
                .filter(Receipt.LeftOut::isMailboxGone)
                .map(left -> Address.key(left.recipient()))
                .toList();
    }

    /** So old that another attempt is of no use. */
    static boolean isTooOld(Lease lease, Instant now) {
        Duration ageMax = lease.envelope().isPush() ? Push.LIFETIME : EngineSettings.DELIVERY_AGE_MAX;
        return now.isAfter(lease.envelope().date().plus(ageMax));
    }

    /** For a lease that is barred: it is not attempted. */
    static Settlement suppressed(Lease lease, Instant now) {
        boolean isAddress = lease.barred().startsWith("address");
        String reply = "Not sent, because its " + lease.barred() + (isAddress ? "." : " since it was sealed.")
                + (lease.leftBehind() ? " " + LEFT_BEHIND : "");
        return new Settlement(lease, "failed", "suppressed", null, null, words(reply), now);
    }

    private static boolean isHeld(Lease lease) {
        return lease.envelope().onUncertain() == OnUncertain.HOLD;
    }

    /** An attempt before may have arrived, and another one is of no use or not wanted. */
    static boolean isOver(Lease lease, Instant now) {
        return lease.leftBehind() && (isHeld(lease) || isTooOld(lease, now));
    }

    /** For a lease that {@link #isOver}: it is not attempted once more. */
    static Settlement leftBehind(Lease lease, Instant now) {
        return uncertain(lease, isHeld(lease) ? HELD + LEFT_BEHIND : LEFT_BEHIND, now);
    }

    private static Settlement uncertain(Lease lease, String reply, Instant now) {
        return lease.envelope().isPush()
                ? new Settlement(lease, "failed", "failed", null, null, words(UNCERTAIN_PUSH + reply), now)
                : new Settlement(lease, "uncertain", "delivery_delayed", null, null, words(reply), now);
    }

    private Settlement again(Lease lease, Receipt receipt, boolean unclear, Instant now) {
        String known = lease.envelope().isPush() ? UNCLEAR_PUSH : UNCLEAR;
        String reply = unclear ? known + receipt.reply() : receipt.reply();
        Instant dueAt = now.plus(backoff.after(lease.attempt()));
        return new Settlement(lease, "queued", "delivery_delayed", dueAt, null, words(reply), now);
    }

    /** The mail server failed as a whole, which is no mark against this mail: it waits for the server alone. */
    private Settlement spared(Lease lease, Receipt.Deferred deferred, Instant now) {
        Instant dueAt = now.plus(backoff.after(1, deferred.pause()));
        return new Settlement(lease, "queued", "delivery_delayed", dueAt, null, words(deferred.reply()), now)
                .uncounted();
    }

    private static Settlement givenUp(Lease lease, Receipt receipt, boolean unclear, Instant now) {
        return unclear
                ? uncertain(lease, receipt.reply(), now)
                : new Settlement(lease, "failed", "failed", null, null, words(receipt.reply()), now);
    }

    /** What can be stored and shown: bounded, without control characters. */
    private static String words(String reply) {
        String plain = reply == null ? "" : reply.replaceAll("\\p{Cntrl}+", " ").strip();
        return plain.substring(0, Math.min(plain.length(), Receipt.REPLY_CHARS_MAX));
    }
}
