package onward.channel;

import io.vertx.core.Future;
import java.util.List;
import onward.flow.message.Envelope;

/** A way out of the house: mail or push. Delivers lists and answers with one receipt each. */
public interface Channel {

    /** The envelope channel it serves, {@code email} or {@code push}. */
    String name();

    /**
     * Delivers every envelope once and says what became of each.
     *
     * @return one receipt per envelope, in the order given; the future fails only for a bug, never for the
     *     world's bad day
     */
    Future<List<Receipt>> deliver(List<Envelope> envelopes);

    /**
     * The same, by a channel that asks the claim before what cannot be taken back. One that delivers at once need not.
     *
     * @param claim what does not hold any more is given back as Deferred
     */
    default Future<List<Receipt>> deliver(List<Envelope> envelopes, Claim claim) {
        return deliver(envelopes);
    }

    /** Lets go of connections after the deliveries under way. */
    Future<Void> close();
}
