package onward.channel;

import java.time.Duration;
import java.util.List;

/** What became of one delivery. A channel says {@link Unclear} when it truly does not know. */
public sealed interface Receipt {

    /** What the other side said, or what we saw; for people, at most {@value #REPLY_CHARS_MAX} characters. */
    String reply();

    int REPLY_CHARS_MAX = 1_000;

    /** A recipient who was not taken, in the other side's words; {@code isFinal} when another attempt is of no use. */
    record LeftOut(String recipient, String reply, boolean isFinal, boolean isMailboxGone) {}

    /**
     * The other side took it over, for all recipients but those left out.
     *
     * @param leftOut never all of them
     */
    record Accepted(String reply, List<LeftOut> leftOut) implements Receipt {
        public Accepted(String reply) {
            this(reply, List.of());
        }
    }

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

    /**
     * Never; a final refusal.
     *
     * @param leftOut the recipients it was about, where it was about recipients; else empty
     */
    record Refused(String reply, List<LeftOut> leftOut) implements Receipt {
        public Refused(String reply) {
            this(reply, List.of());
        }
    }

    /** It may or may not have been taken over: the answer to the final dot was lost. */
    record Unclear(String reply) implements Receipt {}
}
