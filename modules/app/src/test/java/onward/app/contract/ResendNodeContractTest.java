package onward.app.contract;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The released Resend client for Node, unchanged, against the whole server. What it does and expects is in
 * {@code src/test/node/contract.mjs}.
 */
class ResendNodeContractTest {
    private static final int CHECKS = 78;

    @Test
    void the_released_client_finds_every_promise_kept(@TempDir Path data) throws Exception {
        NodeScript.run("contract.mjs", CHECKS, data, Map.of());
    }
}
