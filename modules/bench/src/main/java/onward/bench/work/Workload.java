package onward.bench.work;

import java.util.function.Function;

/**
 * Something to measure.
 *
 * @param name on the command line
 * @param summary what it is, in some words
 * @param help what it does and how to read it, in full
 * @param counts what --count says of it; null when nothing
 * @param count unless the command line says another; 0 when it counts nothing
 * @param warmUpMin the fewest events before anything is measured that it needs
 * @param measure does it
 */
public record Workload(
        String name,
        String summary,
        String help,
        String counts,
        int count,
        int warmUpMin,
        Function<Job, Sheet> measure) {

    public boolean isCounted() {
        return counts != null;
    }
}
