package onward.app.contract;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The released Resend client for Node, unchanged, against the whole server. What it does and expects is in
 * the scripts of {@code src/test/node}.
 */
class ResendNodeContractTest {

    /** A script, and how many checks it makes. */
    @ParameterizedTest
    @CsvSource({"contract.mjs, 78", "emails.mjs, 47"})
    void the_released_client_finds_every_promise_kept(String script, int checks, @TempDir Path data) throws Exception {
        NodeScript.run(script, checks, data, Map.of());
    }
}
