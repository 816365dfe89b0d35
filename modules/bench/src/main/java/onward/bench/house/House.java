package onward.bench.house;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** One server with its database, started as an operator starts them, and what they use. Closing ends them. */
public final class House implements AutoCloseable {
    /** The key that the server is told to accept. */
    public static final String API_KEY = "re_bench_0123456789abcdef";

    private static final Duration READY_PATIENCE = Duration.ofSeconds(120);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final Duration SAMPLE_EVERY = Duration.ofSeconds(1);
    private static final Duration ORPHAN_PATIENCE = Duration.ofSeconds(10);
    private static final int LAST_WORDS = 15;

    private final Premises premises;
    private final Path home;
    private final int port = Spawn.freePort();
    private final Map<String, String> env = new HashMap<>();
    private final AtomicLong databasePeak = new AtomicLong();
    private final Runnable ending = this::end;
    private volatile Process server;
    private volatile Database database;

    private House(Premises premises, String name, String smtpUrl) {
        this.premises = premises;
        this.home = premises.directory(name);
        env.put("ONWARD_HOST", "127.0.0.1");
        env.put("ONWARD_PORT", Integer.toString(port));
        env.put("ONWARD_DATA", home.toString());
        env.put("ONWARD_API_KEY", API_KEY);
        env.put("ONWARD_SMTP_URL", smtpUrl);
        env.put("ONWARD_DASHBOARD_LOGIN", "none");
        if (premises.databaseUrl() != null) {
            env.put("ONWARD_DATABASE_URL", premises.databaseUrl());
        }
    }

    /**
     * Starts a server on an empty database and waits until it would work.
     *
     * @param name of its directory
     * @param smtpUrl where its mails go; {@code null:} is nowhere
     */
    public static House open(Premises premises, String name, String smtpUrl) {
        House house = new House(premises, name, smtpUrl);
        premises.estate().ends(house.ending);
        house.makeHome();
        house.start();
        if (premises.databaseUrl() == null) {
            house.stampCommits();
        }
        house.look();
        return house;
    }

    private void makeHome() {
        try {
            Files.createDirectories(home);
        } catch (IOException e) {
            throw new BenchRefused("Expected a directory for the server, found:", e);
        }
    }

    private void start() {
        var words = new ArrayList<String>();
        words.add(Spawn.java());
        words.addAll(premises.javaOptions());
        words.addAll(premises.program());
        words.add("start");
        server = Spawn.start(words, env, log());
        if (!Pause.until(() -> isReady() || !server.isAlive(), LOOK_EVERY, READY_PATIENCE) || !server.isAlive()) {
            throw new BenchRefused("Expected the server to be ready within " + READY_PATIENCE.toSeconds()
                    + " s, it was not. Its last words:\n" + lastWords());
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
        var sampler = new Thread(this::sample, "bench-memory");
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
                ProcessCost.cpuSeconds(ProcessHandle.current().pid()),
                database.number("select pg_snapshot_xmax(pg_current_snapshot())::text::bigint"),
                database.number("select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint"),
                database.number("select pg_database_size(current_database())"));
    }

    /** The most memory the server had, in bytes. */
    public long serverPeakBytes() {
        return ProcessCost.peakBytes(server.pid());
    }

    /** The memory the server has now, in bytes. */
    public long serverBytes() {
        return ProcessCost.residentBytes(server.pid());
    }

    /** What is alive on the server's heap, in bytes, after a collection; NaN where Java comes without jcmd. */
    public double serverHeapBytes() {
        return Heap.usedBytes(server.pid());
    }

    /** The most memory that the processes of the database had together at a look each second; 0 when unknown. */
    public long databasePeakBytes() {
        return databasePeak.get();
    }

    /** The Java of the server, with its options. */
    public String java() {
        return "Java " + System.getProperty("java.version") + ", " + String.join(" ", premises.javaOptions());
    }

    /** Throws when the server is no more. */
    public void mustLive() {
        if (!server.isAlive()) {
            throw new BenchCut("Expected the server to live, it ended with exit code " + server.exitValue()
                    + ". Nothing was measured to the end. Its last words:\n" + lastWords());
        }
    }

    /** What made a measurement fail: mostly a server that died, or a disk that is full. */
    public RuntimeException reasonOf(RuntimeException fault) {
        try {
            // A broken connection is often seen before the process is gone.
            server.waitFor(1, TimeUnit.SECONDS);
            mustLive();
            Disk.mustHaveRoom(home);
            return fault;
        } catch (BenchCut reason) {
            reason.addSuppressed(fault);
            return reason;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return fault;
        }
    }

    private String lastWords() {
        try {
            List<String> lines = Files.readAllLines(log());
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_WORDS), lines.size()));
        } catch (IOException e) {
            return "(none: " + e + ")";
        }
    }

    private Path log() {
        return home.resolve("server.log");
    }

    @Override
    public void close() {
        premises.estate().end(ending);
    }

    private void end() {
        if (server != null) {
            Spawn.end(server);
        }
        Database looked = database;
        if (looked != null) {
            looked.close();
            endOrphan(looked.postmaster());
        }
    }

    /** A server that was killed leaves its database behind. */
    private static void endOrphan(long postmaster) {
        if (postmaster == 0) {
            return;
        }
        ProcessHandle.of(postmaster).ifPresent(process -> {
            process.destroy();
            if (!Pause.until(() -> !process.isAlive(), LOOK_EVERY, ORPHAN_PATIENCE)) {
                process.destroyForcibly();
            }
        });
    }
}
