package onward.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What the command line asks for.
 *
 * @param databaseUrl an empty database to use; null for the embedded one
 * @param databaseSettings lines for the embedded one, beside the server's
 * @param serverOptions for the server's Java, beside the launcher's
 * @param keep where data and log go and stay; null for a place that is deleted
 */
record Order(
        String workload,
        Duration time,
        int connections,
        int warmUp,
        boolean json,
        String databaseUrl,
        List<String> databaseSettings,
        List<String> serverOptions,
        Path keep) {
    private static final int SECONDS_DEFAULT = 20;
    private static final int CONNECTIONS_DEFAULT = 256;
    private static final int WARM_UP_DEFAULT = 60_000;

    /** The command line was not understood; the message has a line for each problem. */
    static final class NotUnderstood extends Exception {
        private static final long serialVersionUID = 1;

        NotUnderstood(List<String> problems) {
            super(String.join("\n", problems));
        }
    }

    static Order read(List<String> args, Iterable<String> workloads) throws NotUnderstood {
        List<String> problems = new ArrayList<>();
        String workload = args.isEmpty() ? "nothing" : args.get(0);
        int seconds = SECONDS_DEFAULT;
        int connections = CONNECTIONS_DEFAULT;
        int warmUp = WARM_UP_DEFAULT;
        boolean json = false;
        String databaseUrl = null;
        List<String> databaseSettings = new ArrayList<>();
        List<String> serverOptions = new ArrayList<>();
        Path keep = null;
        for (int i = 1; i < args.size(); i++) {
            String[] flag = args.get(i).split("=", 2);
            if (flag[0].equals("--json")) {
                json = true;
                continue;
            }
            String value = flag.length == 2 ? flag[1] : i + 1 < args.size() ? args.get(++i) : "";
            switch (flag[0]) {
                case "--seconds" -> seconds = number(flag[0], value, 1, 3_600, problems);
                case "--connections" -> connections = number(flag[0], value, 1, 1_000, problems);
                case "--warm-up" -> warmUp = number(flag[0], value, 30_000, 1_000_000, problems);
                case "--database-url" -> databaseUrl = value;
                case "--database-setting" -> databaseSettings.add(value);
                case "--server-options" ->
                    serverOptions.addAll(List.of(value.strip().split("\\s+")));
                case "--keep" -> keep = Path.of(value).toAbsolutePath();
                default -> problems.add("Expected a flag of the bench, found " + flag[0] + ".");
            }
        }
        List<String> known = new ArrayList<>();
        workloads.forEach(known::add);
        if (!known.contains(workload)) {
            problems.add(0, "Expected one of " + String.join(", ", known) + ", found " + workload + ".");
        }
        if (!problems.isEmpty()) {
            throw new NotUnderstood(problems);
        }
        return new Order(
                workload,
                Duration.ofSeconds(seconds),
                connections,
                warmUp,
                json,
                databaseUrl,
                databaseSettings,
                serverOptions,
                keep);
    }

    private static int number(String flag, String value, int least, int most, List<String> problems) {
        if (value.matches("\\d{1,9}") && Integer.parseInt(value) >= least && Integer.parseInt(value) <= most) {
            return Integer.parseInt(value);
        }
        problems.add(flag + ": expected a whole number from " + least + " to " + most + ", found " + value + ".");
        return least;
    }
}
