package onward.trial.simulate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What the outside saw of one world, and what befell it: the judges' side of the story, which no statement reads. */
final class Evidence {
    final List<Intent> intents = new ArrayList<>();
    final List<Ack> acks = new ArrayList<>();
    final Map<UUID, List<Attempt>> attempts = new LinkedHashMap<>();
    /** By person, the number of the commit that unsubscribed them. */
    final Map<Integer, Long> unsubscribed = new LinkedHashMap<>();

    final List<Toggle> toggles = new ArrayList<>();
    /** How often what was met, for the report: a law that is never put to the test proves nothing. */
    final int[] met = new int[Met.values().length];

    /** What has to be met often enough. */
    enum Met {
        EVENTS,
        RUNS,
        MAILS,
        ATTEMPTS,
        WAITS_RECEIVED,
        WAITS_TIMED_OUT,
        WAITS_OPEN,
        EXITS,
        COMMITS,
        COMMITS_UNKNOWN,
        CONNECTIONS_LOST,
        CRASHES,
        PAUSES_PAST_LEASE,
        OUTAGES,
        DRAINS,
        DEADLOCKS,
        ROW_FAULTS,
        LEASES_LOST,
        FENCED,
        REPLIES_HIDDEN,
        ACCEPTED_AGAIN,
        SUPPRESSED,
        WITHIN_5_MS_OF_TIMEOUT,
        COMMITTED_ACROSS_TIMEOUT
    }

    record Ack(Intent intent, UUID eventId, boolean isDeduplicated) {}

    /**
     * An automation was stopped, or enabled, or given another version.
     *
     * @param readAt the instant that it counts from
     * @param committedAt when others could see it
     */
    record Toggle(int automation, long readAt, long committedAt) {}

    /** What the mail server said, or was about to say, to one attempt. */
    enum Reply {
        NONE,
        ACCEPTED,
        DEFERRED,
        REFUSED
    }

    /** One delivery of a mail, from its lease to its settling. */
    static final class Attempt {
        final UUID envelopeId;
        final Node node;
        final long leasedSeq;
        final long leasedAt;
        /** The end of the lease as it was renewed last. */
        long leaseUntil;

        String messageId;
        long startedAt = -1;
        long dotAt = -1;
        Reply reply = Reply.NONE;
        boolean isReplyRead;
        /** Something befell it that can keep others from knowing how it ended. */
        boolean isHidden;

        Attempt(UUID envelopeId, Node node, long leasedSeq, long leasedAt, long leaseUntil) {
            this.envelopeId = envelopeId;
            this.node = node;
            this.leasedSeq = leasedSeq;
            this.leasedAt = leasedAt;
            this.leaseUntil = leaseUntil;
        }
    }

    void met(Met what) {
        met[what.ordinal()]++;
    }
}
