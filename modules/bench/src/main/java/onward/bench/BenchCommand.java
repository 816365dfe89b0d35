package onward.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import onward.bench.house.BenchRefused;
import onward.bench.house.Premises;
import onward.bench.work.Job;
import onward.bench.work.Sheet;
import onward.bench.work.Work;

/** {@code onward bench}: measures one workload and says what came of it, in words or JSON. */
final class BenchCommand {
    static final String HELP = """
            onward bench <workload> [flags]

            Starts a server with an embedded PostgreSQL of its own, as ./onward start does, and drives it over HTTP
            from this second process; fsync and synchronous_commit are on. Prints how much it did, how long it took,
            and what it cost, and beside it what the same machine takes at most in the same minute. Nothing else of
            this machine is touched. Everything else that runs on it makes the numbers worse: close it.

              w1      welcome: an event in, one POST each; a run of mail, condition, mail; two mails to a channel that
                      counts them. Full load, then 30 % of it, then next to nothing; then raw
              raw     the ceilings alone: W1's rows by COPY, single-row commits, bare HTTP

              --seconds N            of each loaded phase (default 20)
              --connections N        of the driver (default 256)
              --warm-up N            events before anything is measured, at most 90 s of them (default 60000)
              --json                 numbers for programs, on standard output; progress is on standard error
              --database-url URL     an empty database of your own; its CPU and memory are not measured, and latencies
                                     only where track_commit_timestamp is on
              --database-setting X   a line more for the embedded database, as "shared_buffers = 512MB"; repeatable
              --server-options "…"   more options for the server's Java, for profiling
              --keep DIR             where data and server.log go, and stay

            Examples
              ./onward bench w1 --seconds 30            the headline
              ./onward bench raw                        the ceilings alone
              ./onward bench w1 --server-options "-XX:StartFlightRecording=filename=/tmp/w1.jfr,settings=profile"

            How to read a number: a median of three is worth more than the best of one, and the ratio to raw more than
            either.

            Exit codes
              0  measured
              1  measured, but something was not as it must be (an event refused, a step missing): the numbers are void
              2  the command was not understood, or the machine does not fit
            """;

    private static final int DONE = 0;
    private static final int VOID = 1;
    private static final int NOT_UNDERSTOOD = 2;

    private BenchCommand() {}

    static int run(List<String> args, PrintStream out, PrintStream err) {
        if (args.isEmpty() || args.stream().anyMatch(List.of("--help", "-h", "help")::contains)) {
            out.print(HELP);
            return DONE;
        }
        try {
            Order order = Order.read(args, Work.all().keySet());
            Sheet sheet = Work.all().get(order.workload()).apply(job(order, err));
            out.print(order.json() ? sheet.json() : sheet.text());
            return sheet.faults().isEmpty() ? DONE : VOID;
        } catch (Order.NotUnderstood e) {
            err.println(e.getMessage());
            err.println("See onward bench --help.");
        } catch (BenchRefused e) {
            err.println(e.getMessage());
        } catch (IOException e) {
            err.println("Expected a directory for the server, found: " + e);
        }
        return NOT_UNDERSTOOD;
    }

    private static Job job(Order order, PrintStream err) throws IOException {
        long begun = System.nanoTime();
        return new Job(
                premises(order),
                order.time(),
                order.connections(),
                order.warmUp(),
                words -> err.printf("[%4d s] %s%n", (System.nanoTime() - begun) / 1_000_000_000, words));
    }

    private static Premises premises(Order order) throws IOException {
        Path home =
                Path.of(System.getProperty("onward.home", ".")).toAbsolutePath().normalize();
        Path jar = home.resolve("modules/app/target/app.jar");
        if (!Files.isRegularFile(jar)) {
            throw new BenchRefused("Expected the server at " + jar + ", found nothing. Start the bench with ./onward.");
        }
        var options = new ArrayList<String>(List.of(
                System.getProperty("onward.server.options", "-XX:+UseSerialGC").split(" ", -1)));
        options.addAll(order.serverOptions());
        return new Premises(
                jar,
                options,
                directory(home, order),
                order.keep() != null,
                order.databaseSettings(),
                order.databaseUrl());
    }

    /** Beside the build, so that the rows go to the disk of the checkout and not into memory. */
    private static Path directory(Path home, Order order) throws IOException {
        if (order.keep() != null) {
            return Files.createDirectories(order.keep());
        }
        Path parent = Files.createDirectories(home.resolve("modules/bench/target/data"));
        return Files.createTempDirectory(parent, order.workload() + "-");
    }
}
