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

/** Programs of {@code src/test/node}, run in {@code target}, where npm installs what they need once. */
final class NodeScripts {
    private static final int MINUTES_MAX = 4;
    private static final Path SOURCES = Path.of("src/test/node");

    private final Path home;

    private NodeScripts(Path home) {
        this.home = home;
    }

    /** Those of a folder with a {@code package.json}; {@code .} for the scripts themselves. */
    static NodeScripts installed(String folder, Path home, String... files) throws Exception {
        Files.createDirectories(home);
        Path from = SOURCES.resolve(folder);
        for (String file : files) {
            Files.copy(from.resolve(file), home.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        var scripts = new NodeScripts(home);
        if (!Files.exists(home.resolve("node_modules/.package-lock.json"))) {
            Process npm = scripts.process(Map.of(), List.of("npm", "ci", "--omit=dev", "--no-audit", "--no-fund"));
            String said = outputOf(npm);
            assertThat(npm.exitValue()).as(said).isZero();
        }
        return scripts;
    }

    /** True when node and npm are on the path; else says what is left out, or fails where nothing may be. */
    static boolean areThere(String test) throws InterruptedException {
        try {
            var anywhere = new NodeScripts(Path.of("."));
            if (anywhere.process(Map.of(), List.of("node", "--version")).waitFor() == 0
                    && anywhere.process(Map.of(), List.of("npm", "--version")).waitFor() == 0) {
                return true;
            }
        } catch (IOException e) {
            // No such program: said below.
        }
        assertThat(System.getenv("ONWARD_REQUIRE_ALL_TESTS"))
                .as("Expected node and npm on the path, for ONWARD_REQUIRE_ALL_TESTS asks for every test")
                .isNotEqualTo("1");
        System.err.println("LEFT OUT: " + test + " needs node and npm on the path, found none."
                + " Nothing was checked with that client.");
        return false;
    }

    /** What a program printed, and how it ended. */
    record Said(String text, int exit) {}

    Said run(Map<String, String> env, String... command) throws Exception {
        Process process = process(env, List.of(command));
        String said = outputOf(process);
        return new Said(said, process.exitValue());
    }

    Path home() {
        return home;
    }

    private static String outputOf(Process process) throws Exception {
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(MINUTES_MAX, TimeUnit.MINUTES)).isTrue();
        return output;
    }

    private Process process(Map<String, String> env, List<String> command) throws IOException {
        var builder = new ProcessBuilder(command).directory(home.toFile()).redirectErrorStream(true);
        builder.environment().putAll(env);
        return builder.start();
    }
}
