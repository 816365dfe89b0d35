package onward.trial;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import onward.trial.Report.Verdict;
import onward.trial.house.TrialRefused;
import onward.trial.mutant.Mutant;

/**
 * Puts one mutant after the other on trial, each on the one that shows it soonest. A mutant that passes has found a
 * hole: the checker does not look there, or the workload never comes there.
 */
final class Survey {
    static final String FLAG = "--mutants";

    private final Path home;
    private final List<Mutant> mutants;
    private final List<String> flags;

    private Survey(Path home, List<Mutant> mutants, List<String> flags) {
        this.home = home;
        this.mutants = mutants;
        this.flags = flags;
    }

    /** @param args {@code --mutants}, {@code --only} with ids, and flags of a trial that go before the mutant's own */
    static Survey read(List<String> args, Path home) throws Order.NotUnderstood {
        List<String> flags = new ArrayList<>(args);
        flags.remove(FLAG);
        int only = flags.indexOf("--only");
        List<Mutant> mutants = Mutant.all();
        if (only >= 0 && only + 1 < flags.size()) {
            List<String> ids = Arrays.asList(flags.get(only + 1).split(","));
            mutants =
                    mutants.stream().filter(mutant -> ids.contains(mutant.id())).toList();
            flags.subList(only, only + 2).clear();
        }
        Order.read(flags, home);
        return new Survey(home, mutants, flags);
    }

    /** What became of one. */
    private record Line(Mutant mutant, boolean isCaught, String by, Duration took) {
        @Override
        public String toString() {
            return String.format("  %-4s %-48s %4d s   %s", mutant.id(), by, took.toSeconds(), mutant.rule());
        }
    }

    /** The exit code: 0 when all were caught, 1 when one survived. */
    int hold(PrintStream out, PrintStream progress) throws Order.NotUnderstood {
        List<Line> lines = new ArrayList<>();
        for (Mutant mutant : mutants) {
            progress.println("trial of mutant " + mutant.id() + ": " + mutant.rule());
            lines.add(hold(mutant, progress));
            progress.println(lines.get(lines.size() - 1));
        }
        out.println("\nMutants, and the promises that each was seen to break\n");
        lines.forEach(out::println);
        List<String> survivors = lines.stream()
                .filter(line -> !line.isCaught())
                .map(line -> line.mutant().id())
                .toList();
        out.println("\n" + (lines.size() - survivors.size()) + " of " + lines.size() + " caught"
                + (survivors.isEmpty() ? "." : "; survived: " + String.join(", ", survivors) + "."));
        return survivors.isEmpty() ? Verdict.PASSED.exitCode() : Verdict.BROKEN.exitCode();
    }

    private Line hold(Mutant mutant, PrintStream progress) throws Order.NotUnderstood {
        long began = System.nanoTime();
        boolean isCaught = false;
        String by;
        try {
            Report report = Trial.hold(order(mutant), progress);
            isCaught = report.verdict() == Verdict.BROKEN;
            by = isCaught ? broken(report) : "SURVIVED" + (report.verdict() == Verdict.VOID ? ", void" : "");
        } catch (TrialRefused | IOException | SQLException e) {
            by = "NO TRIAL: " + e.getMessage();
        }
        return new Line(mutant, isCaught, by, Duration.ofNanos(System.nanoTime() - began));
    }

    private Order order(Mutant mutant) throws Order.NotUnderstood {
        List<String> all = new ArrayList<>(mutant.flags());
        all.addAll(List.of("--mutant", mutant.id()));
        all.addAll(List.of(
                "--keep",
                home.resolve("target/mutants").resolve(mutant.id() + "-trial").toString()));
        all.addAll(flags);
        return Order.read(all, home);
    }

    private static String broken(Report report) {
        return report.violations().entrySet().stream()
                .map(entry -> entry.getKey() + " x" + entry.getValue().size())
                .collect(Collectors.joining(", "));
    }
}
