package onward.channel;

import java.util.UUID;

/** The right to deliver, which may end while a delivery is under way: somebody else has the envelopes then. */
@FunctionalInterface
public interface Claim {
    /** A right that never ends. */
    Claim ALWAYS = () -> true;

    /** Asked before what cannot be taken back; never blocks. False means: give the envelope back as Deferred. */
    boolean holds();

    /**
     * Asked when an envelope's turn comes, which may be long after the delivery began; never blocks.
     *
     * @param envelope its id
     * @return false when it must not go out any more, for example because its contact unsubscribed meanwhile: give it
     *     back as Deferred by the host, which counts no attempt
     */
    default boolean allows(UUID envelope) {
        return true;
    }
}
