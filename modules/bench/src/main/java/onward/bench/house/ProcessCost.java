package onward.bench.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What a process and its children used, as Linux counts it under {@code /proc}. */
public final class ProcessCost {
    private static final double TICKS_PER_SECOND = 100;

    private ProcessCost() {}

    /** CPU seconds of the process alone. */
    public static double cpuSeconds(long pid) {
        return ticks(pid, false) / TICKS_PER_SECOND;
    }

    /** CPU seconds of the process, of those of its children that ended, and of those that live. */
    static double cpuSecondsOfTree(long pid) {
        double ticks = ticks(pid, true);
        for (long child : children(pid)) {
            ticks += ticks(child, true);
        }
        return ticks / TICKS_PER_SECOND;
    }

    /** The most memory it had at once, in bytes. */
    static long peakBytes(long pid) {
        return kibibytes(pid, "status", "VmHWM:") * 1024;
    }

    /** The memory it has now, in bytes. */
    static long residentBytes(long pid) {
        return kibibytes(pid, "status", "VmRSS:") * 1024;
    }

    /** All the memory there is. */
    static long machineMebibytes() {
        return kibibytes("/proc/meminfo", "MemTotal:") / 1024;
    }

    /** What it and its children hold now: each its own, and once what the most of them share. */
    static long bytesOfTree(long pid) {
        long own = kibibytes(pid, "status", "RssAnon:");
        long shared = kibibytes(pid, "status", "RssShmem:");
        for (long child : children(pid)) {
            own += kibibytes(child, "status", "RssAnon:");
            shared = Math.max(shared, kibibytes(child, "status", "RssShmem:"));
        }
        return (own + shared) * 1024;
    }

    private static double ticks(long pid, boolean ofTheDead) {
        String stat = text("/proc/" + pid + "/stat");
        if (stat.isEmpty()) {
            return 0;
        }
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        double own = Double.parseDouble(fields[11]) + Double.parseDouble(fields[12]);
        return ofTheDead ? own + Double.parseDouble(fields[13]) + Double.parseDouble(fields[14]) : own;
    }

    private static List<Long> children(long pid) {
        var children = new ArrayList<Long>();
        try (Stream<Path> tasks = Files.list(Path.of("/proc/" + pid + "/task"))) {
            for (Path task : tasks.toList()) {
                String line = Files.readString(task.resolve("children")).strip();
                if (!line.isEmpty()) {
                    Stream.of(line.split(" ", -1)).map(Long::valueOf).forEach(children::add);
                }
            }
        } catch (IOException | UncheckedIOException gone) {
            return children;
        }
        return children;
    }

    private static long kibibytes(long pid, String file, String field) {
        return kibibytes("/proc/" + pid + "/" + file, field);
    }

    private static long kibibytes(String path, String field) {
        return text(path)
                .lines()
                .filter(line -> line.startsWith(field))
                .map(line -> line.replaceAll("\\D", ""))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElse(0);
    }

    /** Empty when it ended meanwhile, or is not ours to look at. */
    private static String text(String path) {
        try {
            return Files.readString(Path.of(path));
        } catch (IOException gone) {
            return "";
        }
    }
}
