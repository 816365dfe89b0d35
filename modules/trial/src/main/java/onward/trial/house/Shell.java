package onward.trial.house;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Starts programs, sends signals, finds ports. */
final class Shell {
    private Shell() {}

    /** A process whose output is appended to the log. */
    static Process start(List<String> words, Map<String, String> env, Path log) {
        try {
            var builder = new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().keySet().removeIf(name -> name.startsWith("ONWARD_"));
            builder.environment().putAll(env);
            return builder.start();
        } catch (IOException e) {
            throw new TrialRefused("Expected to run " + words.get(0) + ", found:", e);
        }
    }

    /** Runs a program to its end; its exit code, -1 when it is not there or does not end. */
    static int run(List<String> words, Path log, Duration patience) {
        try {
            Process process = start(words, Map.of(), log);
            if (process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return process.exitValue();
            }
            process.destroyForcibly();
            return -1;
        } catch (TrialRefused absent) {
            return -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    static void signal(String name, long pid, Path log) {
        run(List.of("kill", "-" + name, Long.toString(pid)), log, Duration.ofSeconds(5));
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new TrialRefused("Expected a free port, found:", e);
        }
    }

    /** What has to stand before a command so that it does not run as root. */
    static List<String> unprivileged(Path log) {
        if (!isRoot()) {
            return List.of();
        }
        for (List<String> way : List.of(
                List.of("unshare", "-U"), List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"))) {
            List<String> probe = new ArrayList<>(way);
            probe.addAll(List.of("sh", "-c", "test \"$(id -u)\" -ne 0"));
            if (run(probe, log, Duration.ofSeconds(5)) == 0) {
                return way;
            }
        }
        throw new TrialRefused("PostgreSQL does not run as root, and neither unshare nor setpriv can drop root here."
                + " Run the trial as an ordinary user.");
    }

    /** Hands a file over to the user whom {@code setpriv} becomes. */
    static void giveAway(Path path) {
        try {
            Files.setAttribute(path, "unix:uid", 65534);
            Files.setAttribute(path, "unix:gid", 65534);
        } catch (IOException e) {
            throw new TrialRefused("Expected to give " + path + " to the user nobody, found:", e);
        }
    }

    private static boolean isRoot() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        } catch (IOException | UnsupportedOperationException e) {
            return "root".equals(System.getProperty("user.name"));
        }
    }
}
