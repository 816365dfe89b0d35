package onward.engine;

import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import onward.channel.Claim;

/**
 * How long leases are surely ours, by a clock that goes on while the process is paused. It begins before the clock
 * that ends the leases is read, and ends a margin before they do; so whoever finds that it holds, holds the leases.
 */
final class Tenure implements Claim {
    /** What may pass between the last question and the act that cannot be taken back. */
    static final Duration MARGIN = EngineSettings.LEASE.dividedBy(5);

    private final LongSupplier nanos;
    private final Set<UUID> barred = ConcurrentHashMap.newKeySet();
    private volatile long endNanos;

    /** @param nanos a clock that only goes forward */
    Tenure(LongSupplier nanos) {
        this.nanos = nanos;
        begin(reading());
    }

    /** To be taken before a renewal is asked for. */
    long reading() {
        return nanos.getAsLong();
    }

    /** Begins anew, for leases that were granted or renewed after the reading. */
    void begin(long reading) {
        endNanos = reading + EngineSettings.LEASE.minus(MARGIN).toNanos();
    }

    /** These must not go out any more, though the leases are ours; for good. */
    void bar(Set<UUID> envelopes) {
        barred.addAll(envelopes);
    }

    @Override
    public boolean allows(UUID envelope) {
        return !barred.contains(envelope);
    }

    @Override
    public boolean holds() {
        return reading() - endNanos < 0;
    }
}
