package onward.bus;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The addresses that programs outside may use; their messages are JSON and their shapes are a promise, see
 * docs/event-bus.md. {@link Address} is the house's own and changes as it likes.
 */
public enum PublicAddress {
    /** Request. Answered with whose the key is. */
    HELLO("onward.hello"),
    /** Request. Hands over one event; answered when it is durable, as {@code POST /events/send} is. */
    INGEST("onward.events.ingest"),
    /** Request. One run as {@code GET /automation-runs/:runId} tells it. */
    GET_RUN("onward.runs.get"),
    /** Publish. Runs that started, moved or ended. */
    FEED_RUNS("onward.feed.runs"),
    /** Publish. Steps that runs came to or left. */
    FEED_STEPS("onward.feed.steps"),
    /** Publish. Mails that were queued, and what became of attempts. */
    FEED_EMAILS("onward.feed.emails");

    private static final String FEED = "onward.feed.";

    private final String text;

    PublicAddress(String text) {
        this.text = text;
    }

    /** The address of that text; empty when it is none of these. */
    public static Optional<PublicAddress> of(String text) {
        return Arrays.stream(values())
                .filter(address -> address.text.equals(text))
                .findFirst();
    }

    public static List<PublicAddress> requests() {
        return Arrays.stream(values()).filter(address -> !address.isFeed()).toList();
    }

    public static List<PublicAddress> feeds() {
        return Arrays.stream(values()).filter(PublicAddress::isFeed).toList();
    }

    public boolean isFeed() {
        return text.startsWith(FEED);
    }

    /** As programs outside say it. */
    public String text() {
        return text;
    }

    /** Where the bus itself carries the feed of one project: no address carries what two of them may not both see. */
    public String of(UUID projectId) {
        return text + "." + projectId;
    }
}
