package onward.trial.house;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What is run: this Java, the server's jar, and the PostgreSQL that the server brings. A first server is started
 * once to unpack it; what it unpacked is kept for later trials.
 *
 * @param overlay classes that stand before those of the jar, or null
 */
public record Programs(Path java, Path jar, Path postgres, Path overlay) {
    private static final String MAIN = "onward.app.Main";
    private static final Duration UNPACK_PATIENCE = Duration.ofSeconds(180);

    /** @param home the checkout */
    public static Programs find(Path home) {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Path jar = home.resolve("modules/app/target/app.jar");
        if (!Files.isRegularFile(jar)) {
            throw new TrialRefused("Expected the server at " + jar + ", found nothing. Start the trial with ./onward.");
        }
        Path unpacked = home.resolve("modules/trial/target/postgres");
        Path postgres = postgresIn(unpacked).orElseGet(() -> unpack(java, jar, unpacked));
        return new Programs(java, jar, postgres, null);
    }

    /** The same, with classes that stand before those of the jar. */
    public Programs with(Path overlay) {
        return new Programs(java, jar, postgres, overlay);
    }

    /** What changed sources are compiled against. */
    public List<Path> classPath() {
        try (Stream<Path> libraries = Files.list(jar.resolveSibling("lib"))) {
            return Stream.concat(Stream.of(jar), libraries).toList();
        } catch (IOException e) {
            throw new TrialRefused("Expected the server's libraries beside " + jar + ", found:", e);
        }
    }

    /** The words that start a server, behind those for Java itself. */
    List<String> start() {
        return overlay == null
                ? List.of("-jar", jar.toString(), "start")
                : List.of("-cp", overlay + File.pathSeparator + jar, MAIN, "start");
    }

    private static Optional<Path> postgresIn(Path directory) {
        if (!Files.isDirectory(directory)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().startsWith("bin-"))
                    .map(file -> file.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("postgres")))
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Path unpack(Path java, Path jar, Path into) {
        Path log = into.resolveSibling("postgres-unpack.log");
        Process first = Shell.start(
                List.of(java.toString(), "-jar", jar.toString(), "start"),
                Map.of("ONWARD_DATA", into.toString(), "ONWARD_PORT", "0"),
                log);
        try {
            boolean there = Rest.until(() -> postgresIn(into).isPresent() || !first.isAlive(), UNPACK_PATIENCE);
            return postgresIn(into)
                    .filter(found -> there)
                    .orElseThrow(() ->
                            new TrialRefused("Expected the server to unpack PostgreSQL, it did not; see " + log + "."));
        } finally {
            end(first);
        }
    }

    private static void end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
