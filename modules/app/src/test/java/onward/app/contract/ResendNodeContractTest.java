package onward.app.contract;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The released Resend client for Node, unchanged, against the whole server; every answer has to be as the OpenAPI
 * document tells. What the client does and expects is in the scripts of {@code src/test/node}.
 */
@ExtendWith(Scoreboard.class)
class ResendNodeContractTest {

    /** A script, what it is about where it does not say, and how many checks it makes. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({"contract.mjs, runs, 85", "contacts.mjs, contacts, 51", "emails.mjs, emails, 47"})
    void the_released_client_finds_every_promise_kept(String script, String resource, int checks, @TempDir Path data)
            throws Exception {
        NodeScript.run(script, resource, checks, data, Map.of());
    }
}
