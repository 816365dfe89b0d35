package onward.channel;

/** What became of one delivery. A channel says {@link Unclear} when it truly does not know. */
public sealed interface Receipt {

    /** What the other side said, or what we saw; for people, at most {@value #REPLY_CHARS_MAX} characters. */
    String reply();

    int REPLY_CHARS_MAX = 1_000;

    /** The other side took it over. */
    record Accepted(String reply) implements Receipt {}

    /** Not now; try again later. Nothing was taken over. */
    record Deferred(String reply) implements Receipt {}

    /** Never; a final refusal. */
    record Refused(String reply) implements Receipt {}

    /** It may or may not have been taken over: the answer to the final dot was lost. */
    record Unclear(String reply) implements Receipt {}
}
