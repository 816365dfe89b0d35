package onward.api;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How many wrong keys came from an address lately, so that nobody can guess at leisure and have each guess looked up.
 * Keys that were right before are not asked for here. Belongs to one event loop.
 */
final class WrongKeys {
    /** How many an address may show within {@link #WINDOW_SECONDS}, on each event loop. */
    static final int WRONG_KEYS_MAX = 50;

    static final long WINDOW_SECONDS = 10;
    /** Of how many addresses it knows; then the one that was counted first is forgotten. */
    static final int ADDRESSES_MAX = 10_000;

    private record Window(long begunNanos, int wrong) {}

    private final LongSupplier nanos;
    private final Map<String, Window> windows = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Window> eldest) {
            return size() > ADDRESSES_MAX;
        }
    };

    WrongKeys(LongSupplier nanos) {
        this.nanos = nanos;
    }

    boolean areTooMany(String address) {
        Window window = windows.get(address);
        return window != null && window.wrong() >= WRONG_KEYS_MAX && !isOver(window);
    }

    void count(String address) {
        windows.merge(
                address,
                new Window(nanos.getAsLong(), 1),
                (old, one) -> isOver(old) ? one : new Window(old.begunNanos(), old.wrong() + 1));
    }

    private boolean isOver(Window window) {
        return nanos.getAsLong() - window.begunNanos() > TimeUnit.SECONDS.toNanos(WINDOW_SECONDS);
    }
}
