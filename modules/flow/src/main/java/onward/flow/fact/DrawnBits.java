package onward.flow.fact;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/** Secure random numbers, drawn by the page: to draw each by itself would be a system call a number. */
final class DrawnBits implements RandomGenerator {
    private static final int PAGE_BYTES = 4096;

    private final SecureRandom source;
    private final ByteBuffer page = ByteBuffer.allocate(PAGE_BYTES).limit(0);

    DrawnBits(SecureRandom source) {
        this.source = source;
    }

    @Override
    public synchronized long nextLong() {
        if (!page.hasRemaining()) {
            source.nextBytes(page.array());
            page.clear();
        }
        return page.getLong();
    }
}
