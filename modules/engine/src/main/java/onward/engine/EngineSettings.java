package onward.engine;

import java.time.Duration;

/**
 * What an operator may choose about the engine.
 *
 * @param defaultSender the sender of mails for which neither step nor template has one; null when there is none
 * @param messageIdDomain the right-hand side of Message-IDs when a sender has no domain of its own
 * @param matchBatchMax events per match pass
 * @param runBatchMax due runs per run pass
 * @param runsPerPassMax runs started per match pass; one event may exceed it alone
 * @param versionCacheMax parsed automations kept in memory
 * @param courierBatchMax envelopes per lease
 * @param courierLanes leases under way at once
 * @param mailroom what mails need to know of the house they leave
 */
public record EngineSettings(
        String defaultSender,
        String messageIdDomain,
        int matchBatchMax,
        int runBatchMax,
        int runsPerPassMax,
        int versionCacheMax,
        int courierBatchMax,
        int courierLanes,
        Mailroom mailroom) {
    public static final int MATCH_BATCH_MAX = 500;
    public static final int RUN_BATCH_MAX = 500;
    public static final int RUNS_PER_PASS_MAX = 2_000;
    public static final int VERSION_CACHE_MAX = 1_000;
    /** Compiled templates that each pass keeps in memory. */
    public static final int TEMPLATE_CACHE_MAX = 200;

    public static final int COURIER_BATCH_MAX = 100;
    public static final int COURIER_LANES = 4;

    /**
     * How long an envelope belongs to the courier that leased it, who renews it while a delivery is under way.
     * What a killed process had in hand waits this long for another attempt.
     */
    public static final Duration LEASE = Duration.ofSeconds(15);
    /** How long after a first attempt the second one comes; twice as long after each further one. */
    public static final Duration RETRY_FIRST = Duration.ofSeconds(5);
    /** How long between two attempts at most. */
    public static final Duration RETRY_MAX = Duration.ofHours(1);
    /** How old an envelope may be when it is tried once more. */
    public static final Duration DELIVERY_AGE_MAX = Duration.ofDays(4);

    public EngineSettings {
        if (matchBatchMax < 1
                || runBatchMax < 1
                || runsPerPassMax < 1
                || versionCacheMax < 1
                || courierBatchMax < 1
                || courierLanes < 1) {
            throw new IllegalArgumentException("Expected every number of the engine to be at least 1");
        }
    }

    /** Of a house whose mails need to know nothing of it. */
    EngineSettings(
            String defaultSender,
            String messageIdDomain,
            int matchBatchMax,
            int runBatchMax,
            int runsPerPassMax,
            int versionCacheMax,
            int courierBatchMax,
            int courierLanes) {
        this(
                defaultSender,
                messageIdDomain,
                matchBatchMax,
                runBatchMax,
                runsPerPassMax,
                versionCacheMax,
                courierBatchMax,
                courierLanes,
                Mailroom.NONE);
    }

    /** The same with another mailroom. */
    public EngineSettings with(Mailroom other) {
        return new EngineSettings(
                defaultSender,
                messageIdDomain,
                matchBatchMax,
                runBatchMax,
                runsPerPassMax,
                versionCacheMax,
                courierBatchMax,
                courierLanes,
                other);
    }

    /** Everything by default but the two that have no good one. */
    public static EngineSettings of(String defaultSender, String messageIdDomain) {
        return new EngineSettings(
                defaultSender,
                messageIdDomain,
                MATCH_BATCH_MAX,
                RUN_BATCH_MAX,
                RUNS_PER_PASS_MAX,
                VERSION_CACHE_MAX,
                COURIER_BATCH_MAX,
                COURIER_LANES);
    }

    /** For one's own machine. */
    public static EngineSettings defaults() {
        return of(null, "localhost");
    }
}
