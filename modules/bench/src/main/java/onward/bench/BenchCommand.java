package onward.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import onward.bench.house.BenchCut;
import onward.bench.house.BenchRefused;
import onward.bench.house.Estate;
import onward.bench.house.Premises;
import onward.bench.micro.Micro;
import onward.bench.work.Job;
import onward.bench.work.Sheet;
import onward.bench.work.Work;
import onward.bench.work.Workload;

/** {@code onward bench}: measures one workload and says what came of it, in words or JSON. */
final class BenchCommand {
    private static final int DONE = 0;
    private static final int VOID = 1;
    private static final int NOT_UNDERSTOOD = 2;
    private static final int CUT = 3;

    private BenchCommand() {}

    static int run(List<String> args, PrintStream out, PrintStream err) {
        if (args.isEmpty() || args.stream().anyMatch(List.of("--help", "-h", "help")::contains)) {
            out.print(BenchHelp.of(args));
            return DONE;
        }
        try {
            return args.get(0).equals("micro") ? micro(args, out) : workload(Order.read(args, Work.all()), out, err);
        } catch (Order.NotUnderstood e) {
            err.println(e.getMessage());
            err.println("See onward bench --help.");
            return NOT_UNDERSTOOD;
        } catch (BenchRefused e) {
            err.println(e.getMessage());
            return NOT_UNDERSTOOD;
        } catch (BenchCut e) {
            err.println(e.getMessage());
            return CUT;
        } catch (RuntimeException ours) {
            err.println("The bench itself failed, and nothing was measured to the end:");
            ours.printStackTrace(err);
            return CUT;
        }
    }

    private static int micro(List<String> args, PrintStream out) throws Order.NotUnderstood {
        Micro.Order order = MicroOrder.read(args);
        return told(Micro.run(order), order.json(), out);
    }

    private static int told(Sheet sheet, boolean asJson, PrintStream out) {
        out.print(asJson ? sheet.json() : sheet.text());
        return sheet.faults().isEmpty() ? DONE : VOID;
    }

    private static int workload(Order order, PrintStream out, PrintStream err) {
        try (Estate estate = new Estate(directory(order), order.keep() != null)) {
            return measured(order, estate, out, err);
        }
    }

    private static int measured(Order order, Estate estate, PrintStream out, PrintStream err) {
        try {
            return told(order.workload().measure().apply(job(order, estate, err)), order.json(), out);
        } catch (RuntimeException e) {
            if (estate.isCut()) {
                // What fails after a signal fails because of that, and the estate has said so.
                return CUT;
            }
            throw e;
        }
    }

    private static Job job(Order order, Estate estate, PrintStream err) {
        long begun = System.nanoTime();
        return new Job(
                asked(order),
                premises(order, estate),
                order.time(),
                order.connections(),
                order.warmUp(),
                order.count(),
                order.finished(),
                words -> err.printf("[%4d s] %s%n", (System.nanoTime() - begun) / 1_000_000_000, words));
    }

    private static String asked(Order order) {
        Workload workload = order.workload();
        return workload.name() + ", " + order.time().toSeconds() + " s, " + order.connections()
                + " connections, warm-up of " + order.warmUp() + " events"
                + (workload.isCounted() ? ", " + order.count() + " " + workload.counts() : "")
                + (order.finished() > 0 ? ", " + order.finished() + " finished runs" : "");
    }

    private static Premises premises(Order order, Estate estate) {
        Path jar = home().resolve("modules/app/target/app.jar");
        if (!Files.isRegularFile(jar)) {
            throw new BenchRefused("Expected the server at " + jar + ", found nothing. Start the bench with ./onward.");
        }
        var options = new ArrayList<String>(List.of(
                System.getProperty("onward.server.options", "-XX:+UseSerialGC").split(" ", -1)));
        options.addAll(order.serverOptions());
        return new Premises(
                List.of("-jar", jar.toString()), options, estate, order.databaseSettings(), order.databaseUrl());
    }

    /** Beside the build, so that the rows go to the disk of the checkout and not into memory. */
    private static Path directory(Order order) {
        try {
            if (order.keep() != null) {
                return empty(Files.createDirectories(order.keep()));
            }
            Path parent = Files.createDirectories(home().resolve("modules/bench/target/data"));
            return Files.createTempDirectory(parent, order.workload().name() + "-");
        } catch (IOException e) {
            throw new BenchRefused("Expected a directory for the server, found:", e);
        }
    }

    private static Path empty(Path directory) throws IOException {
        try (Stream<Path> inside = Files.list(directory)) {
            if (inside.findAny().isPresent()) {
                throw new BenchRefused("Expected --keep to name an empty directory, found something in " + directory
                        + ". Name another one.");
            }
        }
        return directory;
    }

    private static Path home() {
        return Path.of(System.getProperty("onward.home", ".")).toAbsolutePath().normalize();
    }
}
