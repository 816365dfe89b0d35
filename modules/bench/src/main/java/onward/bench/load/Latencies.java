package onward.bench.load;

import java.util.Arrays;

/** Times in microseconds, all of them kept. */
public final class Latencies {
    private long[] micros = new long[1024];
    private int count;
    private boolean sorted;

    public void add(long value) {
        if (count == micros.length) {
            micros = Arrays.copyOf(micros, count * 2);
        }
        micros[count++] = value;
        sorted = false;
    }

    public int count() {
        return count;
    }

    /** The least value that the share of them does not exceed, in milliseconds; NaN when there are none. */
    public double millis(double share) {
        if (count == 0) {
            return Double.NaN;
        }
        if (!sorted) {
            Arrays.sort(micros, 0, count);
            sorted = true;
        }
        int at = (int) Math.ceil(share * count) - 1;
        return micros[Math.max(0, Math.min(count - 1, at))] / 1e3;
    }
}
