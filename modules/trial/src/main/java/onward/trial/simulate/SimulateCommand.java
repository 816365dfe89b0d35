package onward.trial.simulate;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** {@code onward trial --simulate}: lets worlds run and says what came of them, in words and as an exit code. */
public final class SimulateCommand {
    public static final String HELP = """
            onward trial --simulate [flags]

            Runs the core of the server in a world of its own, in memory and without a clock: nodes, a database with
            the same transactions, a mail server, and every fault that can befall them between any two statements. One
            seed makes one world; the same seed makes the same one. docs/trial.md says what is in it and what is not.

              --seeds N          how many worlds (default 10000)
              --seed N           the first of them (default 1)
              --nodes N          nodes of each, 1 to 9 (default: 1 to 3, as the seed says)
              --mutant NAME      with a mistake planted in the protocol, to see it found; M1, M2, …
              --mutants          each mistake in turn, and how many seeds it took to find it; --seeds at most
              --keep DIR         where a seed that failed is kept (default: target)
              --replay FILE      such a seed once more, told step by step

            Examples
              ./onward trial --simulate --seeds 1000000
              ./onward trial --simulate --mutants
              ./onward trial --simulate --mutant M12 --seeds 1000
              ./onward trial --simulate --replay target/simulated-68-M12.txt

            Exit codes
              0  every promise held; with --mutants: every mistake was found
              1  a promise was broken: the seed is printed and kept
              2  the command was not understood
              3  void: something that was to be put to the test never happened
            """;

    private static final int DONE = 0;
    private static final int BROKEN = 1;
    private static final int NOT_UNDERSTOOD = 2;
    private static final int VOID = 3;

    private static final long PROGRESS_EVERY = Duration.ofSeconds(5).toNanos();
    /** After so many seeds that failed, more say nothing new. */
    private static final int FAILURES_MAX = 10;

    private final SimulateOrder order;
    private final PrintStream out;
    private final PrintStream progress;

    private SimulateCommand(SimulateOrder order, PrintStream out, PrintStream progress) {
        this.order = order;
        this.out = out;
        this.progress = progress;
    }

    /** Is this command line one for the simulator? */
    public static boolean isMeantBy(List<String> args) {
        return args.stream()
                .map(arg -> arg.split("=", 2)[0])
                .anyMatch(List.of("--simulate", "--mutants", "--mutant", "--replay")::contains);
    }

    /**
     * Does what the command line asks for.
     *
     * @param home the checkout
     * @return the exit code
     */
    public static int run(List<String> args, Path home, PrintStream out, PrintStream err) {
        try {
            return new SimulateCommand(SimulateOrder.read(args, home), out, err).run();
        } catch (SimulateOrder.NotUnderstood e) {
            err.println(e.getMessage());
            err.println("See onward trial --simulate --help.");
        } catch (IOException e) {
            err.println("Expected to read or keep a seed, found: " + e.getMessage());
        }
        return NOT_UNDERSTOOD;
    }

    private int run() throws IOException {
        if (order.replay() != null) {
            return replay();
        }
        return order.isEachMutant() ? findMutants() : simulate();
    }

    private int simulate() throws IOException {
        var simulator = new Simulator(order.nodes(), order.mutant());
        var tally = new Tally();
        int failures = 0;
        long toldAt = System.nanoTime();
        for (int i = 0; i < order.seeds() && failures < FAILURES_MAX; i++) {
            Outcome outcome = simulator.run(order.seed() + i);
            tally.add(outcome);
            if (!outcome.isGood()) {
                failures++;
                tell(simulator, outcome);
            }
            if (System.nanoTime() - toldAt > PROGRESS_EVERY) {
                toldAt = System.nanoTime();
                progress.printf("%d of %d worlds, %d a second%n", i + 1, order.seeds(), tally.perSecond());
            }
        }
        boolean isVoid = failures == 0 && !tally.missed().isEmpty();
        String verdict =
                failures > 0 ? "BROKEN, " + failures + " seeds failed" : isVoid ? "VOID" : "every promise held";
        out.printf("Simulation from seed %d: %s%n%n%s", order.seed(), verdict, tally.text());
        if (isVoid) {
            out.println("Expected each of these to happen, found none: " + tally.missed());
        }
        return failures > 0 ? BROKEN : isVoid ? VOID : DONE;
    }

    private void tell(Simulator simulator, Outcome outcome) throws IOException {
        Path file = Failure.of(simulator, outcome).write(order.keep(), outcome);
        out.printf("seed %d failed; kept in %s%n", outcome.seed(), file);
        outcome.violations().forEach(one -> out.printf("  %s %s: %s%n", one.invariant(), one.id(), one.text()));
    }

    private int replay() throws IOException {
        Failure failure = Failure.read(order.replay());
        Outcome outcome = failure.simulator().run(failure.seed(), out::println);
        outcome.violations().forEach(one -> out.printf("%s %s: %s%n", one.invariant(), one.id(), one.text()));
        if (outcome.fingerprint() != failure.fingerprint()) {
            out.println("This is not the way it went when it was kept: the simulator or the core was changed since.");
        }
        return outcome.isGood() ? DONE : BROKEN;
    }

    private int findMutants() {
        boolean isEachFound = true;
        out.printf("%-8s %6s  %s%n", "mutant", "seeds", "what it does");
        for (Mutant mutant : Mutant.values()) {
            int seeds = new Simulator(order.nodes(), mutant).seedsUntilFound(order.seed(), order.seeds());
            isEachFound &= seeds > 0;
            out.printf("%-8s %6s  %s%n", mutant, seeds > 0 ? seeds : "NONE", mutant.what());
        }
        return isEachFound ? DONE : BROKEN;
    }
}
