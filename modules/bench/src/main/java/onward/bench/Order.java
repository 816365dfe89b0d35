package onward.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import onward.bench.work.Workload;

/**
 * What the command line asks for.
 *
 * @param count what the workload counts by; 0 where it counts nothing
 * @param databaseUrl an empty database to use; null for the embedded one
 * @param databaseSettings lines for the embedded one, beside the server's
 * @param serverOptions for the server's Java, beside the launcher's
 * @param keep where data and log go and stay; null for a place that is deleted
 */
record Order(
        Workload workload,
        Duration time,
        int count,
        int finished,
        int connections,
        int warmUp,
        boolean json,
        String databaseUrl,
        List<String> databaseSettings,
        List<String> serverOptions,
        Path keep) {
    static final int SECONDS_DEFAULT = 20;
    static final int CONNECTIONS_DEFAULT = 256;
    static final int WARM_UP_DEFAULT = 60_000;
    private static final int COUNT_MAX = 10_000_000;
    private static final int FINISHED_MAX = 20_000_000;

    /** The command line was not understood; the message has a line for each problem. */
    static final class NotUnderstood extends Exception {
        private static final long serialVersionUID = 1;

        NotUnderstood(List<String> problems) {
            super(String.join("\n", problems));
        }
    }

    static Order read(List<String> args, Map<String, Workload> workloads) throws NotUnderstood {
        String name = args.isEmpty() ? "nothing" : args.get(0);
        Workload workload = workloads.get(name);
        if (workload == null) {
            throw new NotUnderstood(List.of(
                    "Expected one of " + String.join(", ", workloads.keySet()) + ", micro, found " + name + "."));
        }
        return new Reading(workload).read(args.subList(1, args.size()));
    }

    /** The flags of one workload. */
    private static final class Reading {
        private final List<String> problems = new ArrayList<>();
        private final Workload workload;
        private int seconds = SECONDS_DEFAULT;
        private int count;
        private int finished;
        private int connections = CONNECTIONS_DEFAULT;
        private int warmUp = WARM_UP_DEFAULT;
        private boolean json;
        private String databaseUrl;
        private final List<String> databaseSettings = new ArrayList<>();
        private final List<String> serverOptions = new ArrayList<>();
        private Path keep;

        Reading(Workload workload) {
            this.workload = workload;
            this.count = workload.count();
        }

        Order read(List<String> args) throws NotUnderstood {
            for (int i = 0; i < args.size(); i++) {
                String[] flag = args.get(i).split("=", 2);
                if (flag[0].equals("--json")) {
                    json = true;
                } else {
                    take(flag[0], flag.length == 2 ? flag[1] : i + 1 < args.size() ? args.get(++i) : "");
                }
            }
            if (!problems.isEmpty()) {
                throw new NotUnderstood(problems);
            }
            return new Order(
                    workload,
                    Duration.ofSeconds(seconds),
                    count,
                    finished,
                    connections,
                    warmUp,
                    json,
                    databaseUrl,
                    databaseSettings,
                    serverOptions,
                    keep);
        }

        private void take(String flag, String value) {
            switch (flag) {
                case "--seconds" -> seconds = number(flag, value, 1, 3_600);
                case "--count" -> count = counted(flag, value);
                case "--finished" -> finished = finished(flag, value);
                case "--connections" -> connections = number(flag, value, 1, 1_000);
                case "--warm-up" -> warmUp = number(flag, value, workload.warmUpMin(), 1_000_000);
                case "--database-url" -> databaseUrl = databaseUrl(flag, value);
                case "--database-setting" -> databaseSettings.add(value);
                case "--server-options" ->
                    serverOptions.addAll(List.of(value.strip().split("\\s+")));
                case "--keep" -> keep = Path.of(value).toAbsolutePath();
                default -> problems.add("Expected a flag of the bench, found " + flag + ".");
            }
        }

        private int counted(String flag, String value) {
            if (!workload.isCounted()) {
                problems.add(flag + ": expected it with a workload that counts, and " + workload.name()
                        + " does not. Its length is --seconds.");
                return 0;
            }
            return number(flag, value, 2, COUNT_MAX);
        }

        private int finished(String flag, String value) {
            if (!workload.name().equals("w4")) {
                problems.add(flag + ": expected it with w4 alone, found it with " + workload.name() + ".");
                return 0;
            }
            return number(flag, value, 0, FINISHED_MAX);
        }

        private String databaseUrl(String flag, String value) {
            if (workload.name().equals("w4")) {
                problems.add(flag + ": expected no database of your own with w4, which needs two.");
            }
            return value;
        }

        private int number(String flag, String value, int least, int most) {
            if (value.matches("\\d{1,9}") && Integer.parseInt(value) >= least && Integer.parseInt(value) <= most) {
                return Integer.parseInt(value);
            }
            problems.add(flag + ": expected a whole number from " + least + " to " + most + ", found "
                    + (value.isEmpty() ? "nothing" : value) + ".");
            return least;
        }
    }
}
