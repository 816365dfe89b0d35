package onward.app.contract;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the released Resend client for Node does with webhooks and domains, against the whole server, which tells a server of the
 * script: {@code src/test/node/hooks.mjs}.
 */
@ExtendWith(Scoreboard.class)
class ResendNodeHooksTest {
    private static final int CHECKS = 28;

    @Test
    void the_released_client_verifies_what_webhooks_are_told(@TempDir Path data) throws Exception {
        NodeScript.run(
                "hooks.mjs",
                "webhooks",
                CHECKS,
                data,
                Map.of("ONWARD_ALLOW_PRIVATE_NETWORKS", "true", "ONWARD_PUBLIC_URL", "https://mail.example.com"));
    }
}
