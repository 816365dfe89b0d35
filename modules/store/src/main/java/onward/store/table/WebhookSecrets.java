package onward.store.table;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import onward.store.SecretBox;

/** What webhooks are signed with, as Standard Webhooks 1.0 says: made, sealed for the database, opened again. */
public final class WebhookSecrets {
    static final String PURPOSE = "webhook secret";
    private static final int BYTES = 24;

    private final SecretBox box;
    private final SecureRandom random = new SecureRandom();

    public WebhookSecrets(SecretBox box) {
        this.box = box;
    }

    /** One that nobody had before: {@code whsec_} and base64. */
    public String next() {
        byte[] secret = new byte[BYTES];
        random.nextBytes(secret);
        return "whsec_" + Base64.getEncoder().encodeToString(secret);
    }

    public byte[] sealed(String secret) {
        return box.seal(PURPOSE, secret.getBytes(StandardCharsets.UTF_8));
    }

    public String opened(byte[] sealed) {
        return new String(box.open(PURPOSE, sealed), StandardCharsets.UTF_8);
    }
}
