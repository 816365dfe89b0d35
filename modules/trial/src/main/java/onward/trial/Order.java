package onward.trial;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import onward.trial.mutant.Mutant;

/**
 * What the command line asks for.
 *
 * @param home the checkout
 * @param keep where the evidence goes
 * @param keepsAlways also of a trial that passed
 * @param mutant the id of a mutant that is put on trial in place of the product, or null
 */
record Order(
        Path home,
        Duration length,
        long seed,
        Set<String> faults,
        int nodes,
        double load,
        Path keep,
        boolean keepsAlways,
        String mutant) {
    /** Made unless others are asked for. */
    static final List<String> USUAL = List.of("kill", "pg", "smtp", "pause", "crash", "stall", "deaf", "clock");
    /** And those that are made only when they are asked for. */
    static final List<String> FAULTS =
            Stream.concat(USUAL.stream(), Stream.of("hang", "slow", "disk")).toList();

    private static final int NODES_MAX = 9;
    private static final double LOAD_MAX = 20;
    private static final double MINUTES_MAX = 24 * 60;

    /** The command line was not understood; the message has a line for each problem. */
    static final class NotUnderstood extends Exception {
        private static final long serialVersionUID = 1;

        NotUnderstood(List<String> problems) {
            super(String.join("\n", problems));
        }
    }

    static Order read(List<String> args, Path home) throws NotUnderstood {
        List<String> problems = new ArrayList<>();
        double minutes = 5;
        long seed = System.currentTimeMillis() % 1_000_000;
        Set<String> faults = new LinkedHashSet<>(USUAL);
        int nodes = 3;
        double load = 1;
        Path keep = null;
        String mutant = null;
        for (int i = 0; i < args.size(); i++) {
            String[] flag = args.get(i).split("=", 2);
            String value = flag.length == 2 ? flag[1] : i + 1 < args.size() ? args.get(++i) : "";
            switch (flag[0]) {
                case "--minutes" -> minutes = number(flag[0], value, 0.1, MINUTES_MAX, problems);
                case "--seed" -> seed = (long) number(flag[0], value, 0, 1e15, problems);
                case "--nodes" -> nodes = (int) number(flag[0], value, 1, NODES_MAX, problems);
                case "--load" -> load = number(flag[0], value, 0.1, LOAD_MAX, problems);
                case "--faults" -> faults = faults(value, problems);
                case "--keep" -> keep = Path.of(value).toAbsolutePath();
                case "--mutant" -> mutant = mutant(value, problems);
                default -> problems.add("Expected a flag of the trial, found " + flag[0] + ".");
            }
        }
        if (!problems.isEmpty()) {
            throw new NotUnderstood(problems);
        }
        Path usual = home.resolve("target").resolve("trial-" + seed);
        var length = Duration.ofMillis((long) (minutes * 60_000));
        return new Order(home, length, seed, faults, nodes, load, keep == null ? usual : keep, keep != null, mutant);
    }

    private static String mutant(String id, List<String> problems) {
        List<String> ids = Mutant.all().stream().map(Mutant::id).toList();
        if (!ids.contains(id)) {
            problems.add("--mutant: expected one of " + String.join(",", ids) + ", found " + id + ".");
        }
        return id;
    }

    private static double number(String flag, String value, double least, double most, List<String> problems) {
        if (value.matches("\\d{1,16}(\\.\\d{1,6})?")
                && Double.parseDouble(value) >= least
                && Double.parseDouble(value) <= most) {
            return Double.parseDouble(value);
        }
        problems.add(
                flag + ": expected a number from " + plain(least) + " to " + plain(most) + ", found " + value + ".");
        return least;
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }

    private static Set<String> faults(String value, List<String> problems) {
        Set<String> faults = new LinkedHashSet<>(Arrays.asList(value.split(",")));
        faults.remove("none");
        faults.remove("");
        faults.stream()
                .filter(fault -> !FAULTS.contains(fault))
                .forEach(fault -> problems.add(
                        "--faults: expected some of " + String.join(",", FAULTS) + ", or none; found " + fault + "."));
        return faults;
    }
}
