package onward.app.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs a script of {@code src/test/node} with the released Resend client for Node. The client is installed by npm into
 * {@code target/node} once.
 */
final class NodeScript {
    private static final int MINUTES_MAX = 4;
    private static final Path SOURCES = Path.of("src/test/node");
    private static final Path HOME = Path.of("target/node");

    private NodeScript() {}

    /** Every check of the script is kept; without node this is left out, loudly. */
    static void run(String file, int checks, Path data, Map<String, String> settings) throws Exception {
        if (!isNodeThere()) {
            leftOut(file);
            return;
        }
        install(file);

        String said;
        int exit;
        try (var server = new RunningServer(data, settings)) {
            Process script =
                    process(Map.of("RESEND_BASE_URL", server.url(), "RESEND_API_KEY", RunningServer.KEY), "node", file);
            said = outputOf(script);
            exit = script.exitValue();
        }

        assertThat(said.lines().filter(line -> !line.startsWith("ok - "))).isEmpty();
        assertThat(said.lines()).hasSize(checks);
        assertThat(exit).isZero();
    }

    private static void leftOut(String file) {
        assertThat(System.getenv("ONWARD_REQUIRE_ALL_TESTS"))
                .as("Expected node and npm on the path, for ONWARD_REQUIRE_ALL_TESTS asks for every test")
                .isNotEqualTo("1");
        System.err.println("LEFT OUT: " + file + " needs node and npm on the path, found none."
                + " It checked nothing with the released Resend client.");
    }

    private static boolean isNodeThere() throws InterruptedException {
        try {
            Files.createDirectories(HOME);
            return process(Map.of(), "node", "--version").waitFor() == 0
                    && process(Map.of(), "npm", "--version").waitFor() == 0;
        } catch (IOException e) {
            // No such program: the caller says so.
            return false;
        }
    }

    private static void install(String script) throws Exception {
        for (String file : List.of("package.json", "package-lock.json", "kit.mjs", script)) {
            Files.copy(SOURCES.resolve(file), HOME.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        if (!Files.exists(HOME.resolve("node_modules/.package-lock.json"))) {
            Process npm = process(Map.of(), "npm", "ci", "--omit=dev", "--no-audit", "--no-fund");
            String said = outputOf(npm);
            assertThat(npm.exitValue()).as(said).isZero();
        }
    }

    private static String outputOf(Process process) throws Exception {
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(MINUTES_MAX, TimeUnit.MINUTES)).isTrue();
        return output;
    }

    private static Process process(Map<String, String> env, String... command) throws IOException {
        var builder = new ProcessBuilder(command).directory(HOME.toFile()).redirectErrorStream(true);
        builder.environment().putAll(env);
        return builder.start();
    }
}
