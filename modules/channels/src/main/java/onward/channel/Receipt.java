package onward.channel;

import java.time.Duration;

/** What became of one delivery. A channel says {@link Unclear} when it truly does not know. */
public sealed interface Receipt {

    /** What the other side said, or what we saw; for people, at most {@value #REPLY_CHARS_MAX} characters. */
    String reply();

    int REPLY_CHARS_MAX = 1_000;

    /** The other side took it over. */
    record Accepted(String reply) implements Receipt {}

    /**
     * Not now; try again later. Nothing was taken over.
     *
     * @param isOfHost true when the other side as a whole was not there or takes nothing from us for now, which says
     *     nothing about this message
     * @param pause how long another attempt is of no use; zero when that is not known
     */
    record Deferred(String reply, boolean isOfHost, Duration pause) implements Receipt {

        /** Something about this message, and for now. */
        public Deferred(String reply) {
            this(reply, false, Duration.ZERO);
        }
    }

    /** Never; a final refusal. */
    record Refused(String reply) implements Receipt {}

    /** It may or may not have been taken over: the answer to the final dot was lost. */
    record Unclear(String reply) implements Receipt {}
}
