package onward.flow.fact;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Where new ids come from. The core asks for them and never makes one itself. */
@FunctionalInterface
public interface Ids {

    /** A new UUIDv7 (RFC 9562, section 5.7) whose time part is {@code now}, in milliseconds. */
    UUID next(Instant now);

    /** Ids whose 74 random bits come from the given generator; with a seeded one they repeat. */
    static Ids from(RandomGenerator random) {
        return random instanceof SecureRandom source ? of(new DrawnBits(source)) : of(random);
    }

    /** The least id that is made at this instant or later; of one before 1970, the least of all. */
    static UUID first(Instant instant) {
        return new UUID(Math.max(0, instant.toEpochMilli()) << 16, 0);
    }

    /** An id that is not drawn: that of the number at the instant, the same whenever it is asked for. */
    static UUID numbered(Instant now, long number) {
        return new UUID(first(now).getMostSignificantBits() | 0x7000L, Long.MIN_VALUE | number);
    }

    private static Ids of(RandomGenerator random) {
        return now -> {
            long high = (now.toEpochMilli() << 16) | 0x7000L | (random.nextLong() & 0x0fffL);
            long low = (random.nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
            return new UUID(high, low);
        };
    }
}
