package onward.app.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs a script that drives the server with a released client. npm installs the client once, into {@code target}. Each
 * answer that the client gets has to be as the OpenAPI document tells.
 */
final class NodeScript {
    private static final int MINUTES_MAX = 4;
    private static final Path SOURCES = Path.of("src/test/node");
    private static final Path HOME = Path.of("target/node");

    private NodeScript() {}

    /**
     * Every check of a script of {@code src/test/node} is kept; without node this is left out, loudly.
     *
     * @param resource what the script is about, where it prints no {@code # resource} itself
     */
    static void run(String file, String resource, int checks, Path data, Map<String, String> settings)
            throws Exception {
        if (isNodeThere(file)) {
            install(SOURCES, HOME, "kit.mjs", file);
            run("resend 6.38.0 (Node)", List.of("node", file), HOME, resource, checks, data, settings);
        }
    }

    /** The same with another client and program: installed at {@code home} by {@link #install}. */
    static void run(
            String client,
            List<String> command,
            Path home,
            String resource,
            int checks,
            Path data,
            Map<String, String> settings)
            throws Exception {
        String said;
        int exit;
        try (var server = new RunningServer(data, settings);
                var proxy = new RecordingProxy(Vertx.vertx(), server.port(), new HttpServerOptions())) {
            Process script = process(
                    home,
                    Map.of("RESEND_BASE_URL", "http://127.0.0.1:" + proxy.port(), "RESEND_API_KEY", RunningServer.KEY),
                    command);
            said = outputOf(script);
            exit = script.exitValue();
            Scoreboard.note(client, resource, said);
            assertThat(new AnswerCheck().faults(proxy.exchanges())).isEmpty();
        }

        assertThat(said.lines().filter(line -> !line.startsWith("ok - ") && !line.startsWith("# ")))
                .isEmpty();
        assertThat(said.lines().filter(line -> line.startsWith("ok - "))).hasSize(checks);
        assertThat(exit).isZero();
    }

    /** True when node and npm are on the path; else says what is left out, or fails where nothing may be. */
    static boolean isNodeThere(String test) throws Exception {
        try {
            Path anywhere = Path.of(".");
            if (process(anywhere, Map.of(), List.of("node", "--version")).waitFor() == 0
                    && process(anywhere, Map.of(), List.of("npm", "--version")).waitFor() == 0) {
                return true;
            }
        } catch (IOException e) {
            // No such program: said below.
        }
        assertThat(System.getenv("ONWARD_REQUIRE_ALL_TESTS"))
                .as("Expected node and npm on the path, for ONWARD_REQUIRE_ALL_TESTS asks for every test")
                .isNotEqualTo("1");
        System.err.println("LEFT OUT: " + test + " needs node and npm on the path, found none."
                + " It checked nothing with the released client.");
        return false;
    }

    /** Copies a folder's package files and scripts to {@code home}, where npm installs what they need once. */
    static void install(Path folder, Path home, String... scripts) throws Exception {
        Files.createDirectories(home);
        List<String> files = new ArrayList<>(List.of("package.json", "package-lock.json"));
        files.addAll(List.of(scripts));
        for (String file : files) {
            Files.copy(folder.resolve(file), home.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        if (!Files.exists(home.resolve("node_modules/.package-lock.json"))) {
            Process npm = process(home, Map.of(), List.of("npm", "ci", "--omit=dev", "--no-audit", "--no-fund"));
            String said = outputOf(npm);
            assertThat(npm.exitValue()).as(said).isZero();
        }
    }

    private static String outputOf(Process process) throws Exception {
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(MINUTES_MAX, TimeUnit.MINUTES)).isTrue();
        return output;
    }

    private static Process process(Path home, Map<String, String> env, List<String> command) throws IOException {
        var builder = new ProcessBuilder(command).directory(home.toFile()).redirectErrorStream(true);
        builder.environment().putAll(env);
        return builder.start();
    }
}
