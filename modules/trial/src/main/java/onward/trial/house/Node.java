package onward.trial.house;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One server process, which can be killed, started again, stopped in its tracks and let go on. */
public final class Node {
    private static final Duration READY_PATIENCE = Duration.ofSeconds(180);
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    private final String name;
    private final Programs programs;
    private final Path home;
    private final Map<String, String> env;
    private final int port = Shell.freePort();
    private final Seams seams;
    private volatile Process process;
    private volatile boolean paused;
    private boolean wanted;

    Node(String name, Programs programs, Path home, Map<String, String> env) {
        this.name = name;
        this.programs = programs;
        this.home = home;
        this.env = new HashMap<>(env);
        this.seams = new Seams(home.resolve(name + ".seams"), programs);
        this.env.put("ONWARD_PORT", Integer.toString(port));
        this.env.put("ONWARD_DATA", home.resolve(name).toString());
    }

    public String name() {
        return name;
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Where the nemesis gets in. */
    public Seams seams() {
        return seams;
    }

    public synchronized void start() {
        wanted = true;
        if (isAlive()) {
            return;
        }
        process = Shell.start(words(), env, log());
    }

    private List<String> words() {
        List<String> words = new ArrayList<>(List.of(
                programs.java().toString(),
                "-Xmx192m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:ActiveProcessorCount=2",
                "-Xshare:auto"));
        words.addAll(seams.words());
        words.addAll(programs.start());
        return words;
    }

    /** As a supervisor does: a server that gave up, as it may while the database is away, is started again. */
    synchronized void keepUp() {
        if (wanted) {
            start();
        }
    }

    /** kill -9; returns when it is gone. */
    public synchronized void kill() {
        wanted = false;
        if (process != null) {
            process.destroyForcibly();
            Rest.until(() -> !process.isAlive(), Duration.ofSeconds(10));
        }
    }

    /** It is dying by itself; returns when it is gone. */
    public void awaitDeath() {
        Process dying = process;
        if (dying != null) {
            Rest.until(() -> !dying.isAlive() || process != dying, Duration.ofSeconds(5));
        }
    }

    public synchronized void pause() {
        paused = true;
        Shell.signal("STOP", process.pid(), log());
    }

    public synchronized void goOn() {
        Shell.signal("CONT", process.pid(), log());
        paused = false;
    }

    public boolean isPaused() {
        return paused;
    }

    public synchronized boolean isAlive() {
        return process != null && process.isAlive();
    }

    public boolean isReady() {
        if (paused || !isAlive()) {
            return false;
        }
        try {
            var request = HttpRequest.newBuilder(url().resolve("/ready"))
                    .timeout(Duration.ofSeconds(3))
                    .build();
            return CLIENT.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Starts it when it died, and waits until it would work. */
    public void bringUp() {
        boolean ready = Rest.until(
                () -> {
                    if (!isAlive()) {
                        start();
                    }
                    return isReady();
                },
                READY_PATIENCE);
        if (!ready) {
            throw new TrialRefused(
                    "Expected " + name + " to be ready within " + READY_PATIENCE + ", it was not; see " + log() + ".");
        }
    }

    private Path log() {
        return home.resolve(name + ".log");
    }
}
