package onward.trial.evidence;

import java.time.Instant;

/**
 * One request at the web server of the trial.
 *
 * @param readAt when all of it was there
 * @param path what was asked for: a step's own place, or that of the webhook
 * @param key its {@code Idempotency-Key}: the same whenever the same is told again
 * @param hash of the body
 * @param about what the body says: the address of a request, the id of the mail of what a webhook is told
 * @param type of what a webhook is told, or null
 * @param signed whether its signature is that of the webhook's secret; true where none is due
 * @param status that was meant for it, 0 for none
 * @param flushed whether all of the answer was handed to the network
 * @param mischief what was done to it, {@code NONE} if nothing
 */
public record Request(
        long number,
        Instant readAt,
        String path,
        String key,
        String hash,
        String about,
        String type,
        boolean signed,
        int status,
        boolean flushed,
        String mischief) {

    /** It was taken, and the answer said so. */
    public boolean isAccepted() {
        return status / 100 == 2 && flushed;
    }

    /** Of no use to ask again, and the answer said so. */
    public boolean isRefused() {
        return status == REFUSAL && flushed;
    }

    /** The answer that says so. */
    public static final int REFUSAL = 410;
}
