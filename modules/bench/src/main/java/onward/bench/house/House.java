package onward.bench.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** One server with its database, started as an operator starts them, and what they use. Closing ends them. */
public final class House implements AutoCloseable {
    /** The key that the server is told to accept. */
    public static final String API_KEY = "re_bench_0123456789abcdef";

    private static final Duration READY_PATIENCE = Duration.ofSeconds(120);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final Duration SAMPLE_EVERY = Duration.ofSeconds(1);

    private final Premises premises;
    private final Path home;
    private final int port = Spawn.freePort();
    private final Map<String, String> env = new HashMap<>();
    private final AtomicLong databasePeak = new AtomicLong();
    private final Thread hook = new Thread(this::end, "bench-stop");
    private Process server;
    private Database database;
    private Thread sampler;

    private House(Premises premises, String smtpUrl) {
        this.premises = premises;
        this.home = premises.directory();
        env.put("ONWARD_HOST", "127.0.0.1");
        env.put("ONWARD_PORT", Integer.toString(port));
        env.put("ONWARD_DATA", home.toString());
        env.put("ONWARD_API_KEY", API_KEY);
        env.put("ONWARD_SMTP_URL", smtpUrl);
        if (premises.databaseUrl() != null) {
            env.put("ONWARD_DATABASE_URL", premises.databaseUrl());
        }
    }

    /**
     * Starts a server on an empty database and waits until it would work.
     *
     * @param smtpUrl where its mails go; {@code null:} is nowhere
     */
    public static House open(Premises premises, String smtpUrl) {
        House house = new House(premises, smtpUrl);
        Runtime.getRuntime().addShutdownHook(house.hook);
        house.start();
        if (premises.databaseUrl() == null) {
            house.stampCommits();
        }
        house.look();
        return house;
    }

    private void start() {
        var words = new ArrayList<String>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(premises.javaOptions());
        words.addAll(List.of("-jar", premises.jar().toString(), "start"));
        server = Spawn.start(words, env, log());
        if (!Pause.until(() -> isReady() || !server.isAlive(), LOOK_EVERY, READY_PATIENCE) || !server.isAlive()) {
            throw new BenchRefused("Expected the server to be ready within " + READY_PATIENCE.toSeconds()
                    + " s, it was not; see " + log() + ".");
        }
    }

    private boolean isReady() {
        try {
            var request = HttpRequest.newBuilder(url().resolve("/ready"))
                    .timeout(Duration.ofSeconds(2))
                    .build();
            return HttpClient.newHttpClient()
                            .send(request, HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The database is to remember when each transaction committed: by that we know when a run was complete. */
    private void stampCommits() {
        try {
            Spawn.end(server);
            Files.writeString(
                    home.resolve("data-18/postgresql.conf"),
                    "\ntrack_commit_timestamp = on\n" + String.join("\n", premises.databaseSettings()) + "\n",
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new BenchRefused("Expected to write the settings of the database, found:", e);
        }
        start();
    }

    private void look() {
        database = premises.databaseUrl() == null ? Database.embedded(home) : Database.at(premises.databaseUrl());
        sampler = new Thread(this::sample, "bench-memory");
        sampler.setDaemon(true);
        sampler.start();
    }

    private void sample() {
        while (server.isAlive()) {
            long bytes = database.postmaster() == 0 ? 0 : ProcessCost.bytesOfTree(database.postmaster());
            databasePeak.accumulateAndGet(bytes, Math::max);
            Pause.of(SAMPLE_EVERY);
        }
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    public Database database() {
        return database;
    }

    /** What was used so far. */
    public Usage usage() {
        return new Usage(
                System.nanoTime(),
                ProcessCost.cpuSecondsOfTree(server.pid()),
                database.postmaster() == 0 ? Double.NaN : ProcessCost.cpuSecondsOfTree(database.postmaster()),
                ProcessCost.cpuSecondsOfTree(ProcessHandle.current().pid()),
                database.number("select pg_snapshot_xmax(pg_current_snapshot())::text::bigint"),
                database.number("select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint"),
                database.number("select pg_database_size(current_database())"));
    }

    /** The most memory the server had, in bytes. */
    public long serverPeakBytes() {
        return ProcessCost.peakBytes(server.pid());
    }

    /** The most memory that the processes of the database had together at a look each second; 0 when unknown. */
    public long databasePeakBytes() {
        return databasePeak.get();
    }

    public long serverPid() {
        return server.pid();
    }

    private Path log() {
        return home.resolve("server.log");
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(hook);
        end();
        if (!premises.keeps()) {
            delete();
        }
    }

    private void end() {
        if (database != null) {
            database.close();
        }
        if (server != null) {
            Spawn.end(server);
        }
    }

    private void delete() {
        try (Stream<Path> all = Files.walk(home)) {
            all.sorted(Comparator.reverseOrder()).forEach(House::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
