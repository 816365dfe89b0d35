package onward.flow.fact;

import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/** Secure random numbers, drawn by the page: to draw each by itself would be a system call a number. */
final class DrawnBits implements RandomGenerator {
    private static final int PAGE_BYTES = 4096;

    private final SecureRandom source;
    private final byte[] page = new byte[PAGE_BYTES];
    private int at = PAGE_BYTES;

    DrawnBits(SecureRandom source) {
        this.source = source;
    }

    @Override
    public synchronized long nextLong() {
        if (at == PAGE_BYTES) {
            source.nextBytes(page);
            at = 0;
        }
        long bits = 0;
        for (int end = at + Long.BYTES; at < end; at++) {
            bits = bits << Byte.SIZE | page[at] & 0xff;
        }
        return bits;
    }
}
