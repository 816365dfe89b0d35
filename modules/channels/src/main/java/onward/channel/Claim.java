package onward.channel;

/** The right to deliver, which may end while a delivery is under way: somebody else has the envelopes then. */
@FunctionalInterface
public interface Claim {
    /** A right that never ends. */
    Claim ALWAYS = () -> true;

    /** Asked before what cannot be taken back; never blocks. False means: give the envelope back as Deferred. */
    boolean holds();
}
