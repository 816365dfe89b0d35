package onward.api;

import io.vertx.core.http.HttpServerResponse;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How many requests a key may make in a second, on this node; windows of one second that begin with the first request
 * in them. Every answer says where its key stands, in the headers of contract/resend.md 2.8. May be used from any
 * thread.
 */
public final class RateLimiter {
    /** What the headers say while there is no limit. */
    static final int UNLIMITED = 1_000_000;

    /** How many keys are counted before those of past windows are forgotten. */
    private static final int KEYS_COUNTED_MAX = 10_000;

    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(1);

    private record Window(long begunNanos, int used) {}

    /**
     * Where a key stands after a request.
     *
     * @param remaining how many more requests this window has room for; -1 when this one had none any more
     */
    record Standing(int limit, int remaining) {
        boolean isExceeded() {
            return remaining < 0;
        }

        /** A window is one second, so that is the longest anybody waits for the next. */
        void write(HttpServerResponse response) {
            response.putHeader("ratelimit-limit", String.valueOf(limit))
                    .putHeader("ratelimit-policy", limit + ";w=1")
                    .putHeader("ratelimit-remaining", String.valueOf(Math.max(0, remaining)))
                    .putHeader("ratelimit-reset", "1");
            if (isExceeded()) {
                response.putHeader("retry-after", "1");
            }
        }
    }

    private final int perSecond;
    private final LongSupplier nanos;
    private final Map<UUID, Window> windows = new ConcurrentHashMap<>();

    RateLimiter(int perSecond, LongSupplier nanos) {
        this.perSecond = perSecond;
        this.nanos = nanos;
    }

    /** @param perSecond 0 for no limit */
    public static RateLimiter of(int perSecond) {
        return new RateLimiter(perSecond, System::nanoTime);
    }

    int perSecond() {
        return perSecond;
    }

    /** Counts one request of the key. */
    Standing take(UUID key) {
        if (perSecond == 0) {
            return unused();
        }
        long now = nanos.getAsLong();
        if (windows.size() > KEYS_COUNTED_MAX) {
            windows.values().removeIf(window -> isOver(window, now));
        }
        Window window = windows.merge(
                key,
                new Window(now, 1),
                (before, first) -> isOver(before, now)
                        ? first
                        : new Window(before.begunNanos(), Math.min(before.used(), perSecond) + 1));
        return new Standing(perSecond, perSecond - window.used());
    }

    private static boolean isOver(Window window, long now) {
        return now - window.begunNanos() >= WINDOW_NANOS;
    }

    /** What to say to somebody who is not known. */
    Standing unused() {
        int limit = perSecond == 0 ? UNLIMITED : perSecond;
        return new Standing(limit, limit);
    }
}
