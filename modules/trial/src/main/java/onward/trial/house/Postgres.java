package onward.trial.house;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** The one database, started as a child so that its process id is known, with every promise of durability kept. */
public final class Postgres {
    private static final Duration INITDB_PATIENCE = Duration.ofSeconds(120);
    private static final Duration START_PATIENCE = Duration.ofSeconds(60);
    private static final String USER = "onward";
    private static final int WAL_MEGABYTES = 1024;
    private static final int WAL_MEGABYTES_OF_SMALL_DISK = 96;

    private final Path programs;
    private final Path data;
    private final Path log;
    private final List<String> prefix;
    private final int walMegabytes;
    private final int port = Shell.freePort();
    private String password;
    private Process process;

    /** @param disk where its data goes, or null: beside the log */
    Postgres(Path programs, Path home, Disk disk) {
        this.programs = programs;
        this.data = (disk == null ? home : disk.directory()).resolve("pg");
        this.log = home.resolve("pg.log");
        this.walMegabytes = disk == null ? WAL_MEGABYTES : WAL_MEGABYTES_OF_SMALL_DISK;
        this.prefix = Shell.unprivileged(log);
    }

    /** For the servers. */
    public String uri() {
        return "postgresql://" + USER + ":" + password + "@127.0.0.1:" + port + "/postgres";
    }

    /** A connection for looking. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port
                        + "/postgres?connectTimeout=5&socketTimeout=60&ApplicationName=trial",
                USER,
                password);
    }

    public void initialise() {
        try {
            Path passwordFile = log.resolveSibling("pg.password");
            Files.createDirectory(
                    data, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            byte[] bytes = new byte[16];
            new SecureRandom().nextBytes(bytes);
            password = HexFormat.of().formatHex(bytes);
            Files.createFile(
                    passwordFile, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(passwordFile, password);
            own(data, passwordFile);
            int code = Shell.run(
                    words(
                            "initdb",
                            "-D",
                            data.toString(),
                            "-U",
                            USER,
                            "-E",
                            "UTF8",
                            "--locale=C",
                            "--auth=scram-sha-256",
                            "--pwfile=" + passwordFile,
                            "--no-instructions"),
                    log,
                    INITDB_PATIENCE);
            if (code != 0) {
                throw new TrialRefused(
                        "Expected initdb to fill " + data + ", it ended with " + code + "; see " + log + ".");
            }
        } catch (IOException e) {
            throw new TrialRefused("Expected to make a database in " + data + ", found:", e);
        }
    }

    /** Blocks until it answers; it is started again when it ends at once, as after the kill of a postmaster. */
    public synchronized void start() {
        boolean answers = Rest.until(this::startedAndAnswering, START_PATIENCE);
        if (!answers) {
            throw new TrialRefused(
                    "Expected PostgreSQL to start within " + START_PATIENCE + ", it did not; see " + log + ".");
        }
    }

    private boolean startedAndAnswering() {
        if (process == null || !process.isAlive()) {
            process = Shell.start(
                    words(
                            "postgres",
                            "-D",
                            data.toString(),
                            "-c",
                            "listen_addresses=127.0.0.1",
                            "-c",
                            "port=" + port,
                            "-c",
                            "unix_socket_directories=",
                            "-c",
                            "max_connections=120",
                            "-c",
                            "shared_buffers=64MB",
                            "-c",
                            "max_wal_size=" + walMegabytes + "MB",
                            "-c",
                            "fsync=on",
                            "-c",
                            "synchronous_commit=on",
                            "-c",
                            "full_page_writes=on",
                            "-c",
                            "timezone=UTC"),
                    Map.of(),
                    log);
        }
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            return statement.execute("select 1");
        } catch (SQLException notYet) {
            return false;
        }
    }

    /** The postmaster dies at once; its backends notice by themselves. */
    public synchronized void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** As a power cut: nothing is flushed. */
    public synchronized void stopAtOnce() {
        if (process != null) {
            Shell.signal("QUIT", process.pid(), log);
            awaitEnd();
        }
    }

    /** All of it stands still for a while: connections stay, and nobody answers. */
    public synchronized void hang(Duration time) {
        List<Long> all = new ArrayList<>();
        all.add(process.pid());
        Shell.signal("STOP", process.pid(), log);
        process.descendants().map(ProcessHandle::pid).forEach(all::add);
        all.forEach(pid -> Shell.signal("STOP", pid, log));
        Rest.of(time);
        all.forEach(pid -> Shell.signal("CONT", pid, log));
    }

    private void awaitEnd() {
        if (!Rest.until(() -> !process.isAlive(), Duration.ofSeconds(10))) {
            process.destroyForcibly();
        }
    }

    /** Cuts up to so many sessions of the servers, chosen by the database's own hash of seed and process. */
    public void terminateSome(int most, long seed) throws SQLException {
        try (Connection connection = connect();
                var statement = connection.prepareStatement("select pg_terminate_backend(pid) from (select pid"
                        + " from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()"
                        + " and application_name <> 'trial' order by hashint8(pid + ?) limit ?) as s")) {
            statement.setLong(1, seed);
            statement.setInt(2, most);
            statement.execute();
        }
    }

    private List<String> words(String program, String... rest) {
        List<String> all = new ArrayList<>(prefix);
        all.add(programs.resolve(program).toString());
        all.addAll(List.of(rest));
        return all;
    }

    private void own(Path... paths) {
        if (!prefix.isEmpty() && prefix.get(0).equals("setpriv")) {
            for (Path path : paths) {
                Shell.giveAway(path);
            }
        }
    }
}
