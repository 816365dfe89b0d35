package onward.store.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import onward.store.DatabaseUri;

/**
 * A PostgreSQL of our own in one directory: unpacked, initialised and started on first use, started again
 * later with everything it knew. It listens on 127.0.0.1 only, with a random password, and never trades
 * durability for speed. The caller holds a lock on the directory, so no second program starts it too.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    private static final Duration INITDB_PATIENCE = Duration.ofSeconds(120);
    private static final Duration START_PATIENCE = Duration.ofSeconds(120);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(60);
    private static final long LOG_BYTES_MAX = 16L * 1024 * 1024;
    private static final String USER = "onward";

    private final Path programs;
    private final Path log;
    private final Cluster cluster;
    private final Command command;
    private final Privilege privilege;
    private int port;
    private boolean stopped;

    private EmbeddedPostgres(Path home, Path programs) throws IOException {
        this.programs = programs;
        this.cluster = new Cluster(home);
        this.log = freshLog(home.resolve("postgres.log"));
        this.command = new Command(log);
        this.privilege = Privilege.find(command);
    }

    /**
     * Blocks until the server answers.
     *
     * @param home made if missing; holds the programs, the data, the password and the log
     * @throws EmbeddedFault with words for the operator
     */
    public static EmbeddedPostgres start(Path home) {
        return start(home, home);
    }

    /** The same with the unpacked programs kept elsewhere, to be shared by several. */
    public static EmbeddedPostgres start(Path home, Path programs) {
        try {
            Files.createDirectories(home);
            var server = new EmbeddedPostgres(home.toAbsolutePath(), Binaries.unpackedInto(programs.toAbsolutePath()));
            server.start();
            return server;
        } catch (IOException e) {
            throw new EmbeddedFault("Expected to prepare PostgreSQL in " + home + ", found: " + e, e);
        }
    }

    /**
     * Where the server of a directory is reached that another program runs; empty when none runs there. Starts and
     * changes nothing.
     */
    public static Optional<String> runningIn(Path home) {
        var cluster = new Cluster(home.toAbsolutePath());
        try {
            return new PidFile(cluster.data()).namesAServer()
                    ? Optional.of(uri(cluster, cluster.lastPort()))
                    : Optional.empty();
        } catch (IOException e) {
            throw new EmbeddedFault("Expected to read the port and the password in " + home, e);
        }
    }

    /** Was a database made in this directory? */
    public static boolean isIn(Path home) {
        return new Cluster(home.toAbsolutePath()).isInitialised();
    }

    /** Hands a directory that was filled by somebody else over to whom the server runs as. */
    static void own(Path home) throws IOException {
        var cluster = new Cluster(home);
        Path log = home.resolve("postgres.log");
        if (!Files.exists(log)) {
            Files.createFile(log);
        }
        var privilege = Privilege.find(new Command(log));
        privilege.own(cluster.passwordFile());
        privilege.own(Trees.deepestFirst(cluster.data()).toArray(Path[]::new));
    }

    private static String uri(Cluster cluster, int port) throws IOException {
        return new DatabaseUri("127.0.0.1", port, "postgres", USER, cluster.password(), null).text();
    }

    /** The database of the name {@code postgres}, with user and password. */
    public String uri() {
        try {
            return uri(cluster, port);
        } catch (IOException e) {
            throw new EmbeddedFault("Expected to read the password beside " + cluster.data(), e);
        }
    }

    /** Stops the server: open transactions are rolled back, all is flushed. A second call does nothing. */
    public synchronized void stop() {
        stop("fast");
    }

    /** Ends the server without flushing, as a power cut would: the next start recovers from its log. */
    public synchronized void stopAtOnce() {
        stop("immediate");
    }

    private void stop(String mode) {
        if (!stopped) {
            stopped = true;
            pgCtl(STOP_PATIENCE, "stop", "-m", mode, "-w");
        }
    }

    @Override
    public void close() {
        stop();
    }

    private void start() throws IOException {
        if (!cluster.isInitialised()) {
            initialise();
        }
        stopOrphan();
        port = cluster.port();
        privilege.own(cluster.writeSettings(port), log);
        if (pgCtl(START_PATIENCE, "start", "-w", "-t", "90", "-l", log.toString()) != 0) {
            throw new EmbeddedFault(
                    "Expected PostgreSQL to start in " + cluster.data() + ", it did not. " + lastLines());
        }
    }

    /** A directory of an interrupted initdb has no settings of ours, hence no rows: it is made anew. */
    private void initialise() throws IOException {
        Trees.delete(cluster.data());
        Files.createDirectory(cluster.data());
        cluster.password();
        privilege.own(cluster.data(), cluster.passwordFile());
        int code = command.run(
                privilege.of(List.of(
                        program("initdb"),
                        "-D",
                        cluster.data().toString(),
                        "-U",
                        USER,
                        "-E",
                        "UTF8",
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8",
                        "--locale=C",
                        "--auth=scram-sha-256",
                        "--pwfile=" + cluster.passwordFile())),
                INITDB_PATIENCE);
        if (code != 0) {
            throw new EmbeddedFault(
                    "Expected initdb to fill " + cluster.data() + ", it ended with " + code + ". " + lastLines());
        }
        cluster.include();
    }

    /** After a kill -9 of the program its server goes on; it is stopped, so that this process owns the next. */
    private void stopOrphan() {
        PidFile pidFile = new PidFile(cluster.data());
        if (pidFile.namesAServer() && pgCtl(STOP_PATIENCE, "status") == 0) {
            pgCtl(STOP_PATIENCE, "stop", "-m", "fast", "-w");
        }
    }

    private int pgCtl(Duration patience, String... words) {
        List<String> all = new ArrayList<>(
                List.of(program("pg_ctl"), "-s", "-D", cluster.data().toString()));
        all.addAll(List.of(words));
        return command.run(privilege.of(all), patience);
    }

    private String program(String name) {
        return programs.resolve("bin").resolve(name).toString();
    }

    private Path freshLog(Path file) throws IOException {
        if (Files.exists(file) && Files.size(file) > LOG_BYTES_MAX) {
            Files.delete(file);
        }
        if (!Files.exists(file)) {
            Files.createFile(file);
        }
        return file;
    }

    private String lastLines() throws IOException {
        List<String> lines = Files.readAllLines(log);
        return "The end of " + log + ":\n"
                + String.join("\n", lines.subList(Math.max(0, lines.size() - 12), lines.size()));
    }
}
