package onward.bench.house;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Starts and ends processes. */
final class Spawn {
    private static final int STOP_SECONDS_MAX = 60;

    private Spawn() {}

    /** A process whose output is appended to the log, and that inherits none of our own settings. */
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
            throw new BenchRefused("Expected to run " + words.get(0) + ", found:", e);
        }
    }

    /** Asks it to end, and ends it when it does not. */
    static void end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new BenchRefused("Expected a free port, found:", e);
        }
    }
}
