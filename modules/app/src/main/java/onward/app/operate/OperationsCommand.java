package onward.app.operate;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import onward.app.config.BadConfig;
import onward.app.home.StartRefused;

/** {@code onward operations}: writes out what Prometheus and Grafana are given. */
public final class OperationsCommand {
    public static final String HELP = """
            onward operations DIR

            Writes into DIR, which is made if it is missing, what watches an Onward:

              onward-scrape.yml       the job for prometheus.yml
              onward-alerts.yml       alert rules, each with what to do
              onward-dashboard.json   a dashboard to import into Grafana

            A file that is there already is left alone, and nothing is written; --force writes over it.

            Exit code: 0 written, 1 it cannot be written, 2 the command was not understood.
            """;

    /** The files, as they are beside the classes. */
    static final List<String> FILES = List.of("onward-scrape.yml", "onward-alerts.yml", "onward-dashboard.json");

    private static final String FORCE = "--force";

    private OperationsCommand() {}

    /** Writes; the exit code. */
    public static int run(List<String> args, PrintStream out) {
        Arguments arguments = Arguments.read(args, Set.of(), Set.of(FORCE));
        if (arguments.words().size() != 1 || !arguments.settings().isEmpty()) {
            throw new BadConfig(
                    List.of("Expected onward operations DIR, with " + FORCE + " at most, found " + args + "."));
        }
        Path directory = Path.of(arguments.words().get(0));
        try {
            if (!arguments.has(FORCE)) {
                refuseExisting(directory);
            }
            Files.createDirectories(directory);
            for (String file : FILES) {
                Files.write(directory.resolve(file), content(file));
                out.println(directory.resolve(file));
            }
            return 0;
        } catch (IOException e) {
            throw new StartRefused("Expected to write into " + directory + ", found: " + e + ".");
        }
    }

    private static void refuseExisting(Path directory) throws IOException {
        for (String file : FILES) {
            if (Files.exists(directory.resolve(file))) {
                throw new FileAlreadyExistsException(
                        directory.resolve(file) + " is there; " + FORCE + " writes over it");
            }
        }
    }

    static byte[] content(String file) throws IOException {
        try (InputStream in = OperationsCommand.class.getResourceAsStream("/operations/" + file)) {
            return in.readAllBytes();
        }
    }
}
