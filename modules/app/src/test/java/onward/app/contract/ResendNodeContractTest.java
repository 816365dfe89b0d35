package onward.app.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The released Resend client for Node, unchanged, against the whole server; every answer has to be as the OpenAPI
 * document tells. What it does and expects is in {@code src/test/node}. npm installs it into {@code target/node} once.
 */
@ExtendWith(Scoreboard.class)
class ResendNodeContractTest {
    private static final Path HOME = Path.of("target/node");

    @ParameterizedTest(name = "{0}")
    @CsvSource({"contract.mjs, 78", "contacts.mjs, 51"})
    void the_released_client_finds_every_promise_kept(String script, int checks, @TempDir Path data) throws Exception {
        if (!NodeScripts.areThere("ResendNodeContractTest")) {
            return;
        }
        var scripts = NodeScripts.installed(
                ".", HOME, "package.json", "package-lock.json", "contract.mjs", "contacts.mjs", "kit.mjs");

        NodeScripts.Said said;
        try (var server = new RunningServer(data);
                var proxy = new RecordingProxy(Vertx.vertx(), server.port(), new HttpServerOptions())) {
            said = scripts.run(
                    Map.of(
                            "RESEND_BASE_URL",
                            "http://127.0.0.1:" + proxy.port(),
                            "RESEND_API_KEY",
                            RunningServer.KEY),
                    "node",
                    script);
            Scoreboard.note("resend 6.38.0 (Node)", said.text());
            assertThat(new AnswerCheck().faults(proxy.exchanges())).isEmpty();
        }

        assertThat(said.text().lines().filter(line -> !line.startsWith("ok - ") && !line.startsWith("# ")))
                .isEmpty();
        assertThat(said.text().lines().filter(line -> line.startsWith("ok - "))).hasSize(checks);
        assertThat(said.exit()).isZero();
    }
}
