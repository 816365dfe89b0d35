package onward.bench.house;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Starts and ends processes. */
public final class Spawn {
    private static final int STOP_SECONDS_MAX = 60;

    private Spawn() {}

    /** A process whose output is appended to the log, and that inherits none of our own settings. */
    static Process start(List<String> words, Map<String, String> env, Path log) {
        return started(builder(words, env)
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())));
    }

    /** A class of the bench in a process of its own, which is talked with over its standard input and output. */
    public static Process own(Class<?> main, String... args) {
        var words = new ArrayList<>(
                List.of(java(), "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), main.getName()));
        words.addAll(List.of(args));
        return started(builder(words, Map.of()).redirectError(ProcessBuilder.Redirect.DISCARD));
    }

    private static ProcessBuilder builder(List<String> words, Map<String, String> env) {
        var builder = new ProcessBuilder(words);
        builder.environment().keySet().removeIf(name -> name.startsWith("ONWARD_"));
        builder.environment().putAll(env);
        return builder;
    }

    private static Process started(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new BenchRefused("Expected to run " + builder.command().get(0) + ", found:", e);
        }
    }

    /** The Java that runs us. */
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Asks it to end, and ends it when it does not. */
    public static void end(Process process) {
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

    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new BenchRefused("Expected a free port, found:", e);
        }
    }
}
