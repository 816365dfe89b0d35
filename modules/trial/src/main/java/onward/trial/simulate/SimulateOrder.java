package onward.trial.simulate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the command line asks of the simulator.
 *
 * @param nodes of each world; 0 for as many as its seed says
 * @param mutant the mistake to make; null for none
 * @param isEachMutant whether to find each mistake in turn
 * @param replay the file of a seed to go through once more; null for none
 * @param keep where seeds that failed are kept
 */
record SimulateOrder(long seed, int seeds, int nodes, Mutant mutant, boolean isEachMutant, Path replay, Path keep) {
    static final int SEEDS = 10_000;
    private static final long SEEDS_MAX = 1_000_000_000;
    private static final long NODES_MAX = 9;

    /** The command line was not understood; the message has a line for each problem. */
    static final class NotUnderstood extends Exception {
        private static final long serialVersionUID = 1;

        NotUnderstood(List<String> problems) {
            super(String.join("\n", problems));
        }
    }

    static SimulateOrder read(List<String> args, Path home) throws NotUnderstood {
        List<String> problems = new ArrayList<>();
        long seed = 1;
        long seeds = SEEDS;
        long nodes = 0;
        Mutant mutant = null;
        boolean isEachMutant = false;
        Path replay = null;
        Path keep = home.resolve("target");
        for (int i = 0; i < args.size(); i++) {
            String[] flag = args.get(i).split("=", 2);
            boolean isBare = flag[0].equals("--simulate") || flag[0].equals("--mutants");
            String value = flag.length == 2 ? flag[1] : !isBare && i + 1 < args.size() ? args.get(++i) : "";
            switch (flag[0]) {
                case "--simulate" -> {}
                case "--mutants" -> isEachMutant = true;
                case "--seeds" -> seeds = number(flag[0], value, 1, SEEDS_MAX, problems);
                case "--seed" -> seed = number(flag[0], value, 0, Long.MAX_VALUE / 2, problems);
                case "--nodes" -> nodes = number(flag[0], value, 1, NODES_MAX, problems);
                case "--mutant" -> mutant = mutant(value, problems);
                case "--replay" -> replay = Path.of(value).toAbsolutePath();
                case "--keep" -> keep = Path.of(value).toAbsolutePath();
                default -> problems.add("Expected a flag of the simulator, found " + flag[0] + ".");
            }
        }
        if (!problems.isEmpty()) {
            throw new NotUnderstood(problems);
        }
        return new SimulateOrder(seed, (int) seeds, (int) nodes, mutant, isEachMutant, replay, keep);
    }

    private static long number(String flag, String value, long least, long most, List<String> problems) {
        if (value.matches("\\d{1,18}") && Long.parseLong(value) >= least && Long.parseLong(value) <= most) {
            return Long.parseLong(value);
        }
        problems.add(flag + ": expected a whole number from " + least + " to " + most + ", found " + value + ".");
        return least;
    }

    private static Mutant mutant(String value, List<String> problems) {
        if (Mutant.of(value).isEmpty()) {
            String names = Arrays.stream(Mutant.values()).map(Mutant::name).collect(Collectors.joining(", "));
            problems.add("--mutant: expected one of " + names + "; found " + value + ".");
        }
        return Mutant.of(value).orElse(null);
    }
}
