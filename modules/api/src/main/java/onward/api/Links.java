package onward.api;

import io.vertx.core.Future;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import onward.store.Store;
import onward.store.table.LinkSecrets;

/**
 * Links that show one mail, or give one of its files, without an API key and for a while. A token says what it opens
 * and until when, and is signed (HMAC-SHA256); nothing of it is stored.
 */
final class Links {
    static final String PATH = "/shared/";

    private static final int TOKEN_CHARS_MAX = 200;
    private static final int CLAIM_BYTES = 7 * Long.BYTES;
    private static final UUID WHOLE_MAIL = new UUID(0, 0);

    private final Store store;
    private final Supplier<String> publicUrl;
    private Future<byte[]> secret;

    Links(Store store, Supplier<String> publicUrl) {
        this.store = store;
        this.publicUrl = publicUrl;
    }

    /** What a token opens; {@code fileId} is null for the mail itself. */
    record Opened(UUID projectId, UUID emailId, UUID fileId) {}

    /** The whole URL of a link, which works until then; {@code fileId} null for the mail itself. */
    Future<String> to(UUID projectId, UUID emailId, UUID fileId, Instant until) {
        return secret().map(key -> {
            byte[] claim = claim(projectId, emailId, fileId == null ? WHOLE_MAIL : fileId, until);
            byte[] mac = mac(key, claim);
            byte[] token = ByteBuffer.allocate(claim.length + mac.length)
                    .put(claim)
                    .put(mac)
                    .array();
            return publicUrl.get()
                    + PATH
                    + Base64.getUrlEncoder().withoutPadding().encodeToString(token);
        });
    }

    /** What the token opens now; empty for one that is none, was altered, or is over. */
    Future<Optional<Opened>> open(String token, Instant now) {
        return secret().map(key -> read(key, token, now));
    }

    private static Optional<Opened> read(byte[] key, String token, Instant now) {
        byte[] bytes = decoded(token);
        if (bytes.length <= CLAIM_BYTES) {
            return Optional.empty();
        }
        byte[] claim = Arrays.copyOf(bytes, CLAIM_BYTES);
        byte[] mac = Arrays.copyOfRange(bytes, CLAIM_BYTES, bytes.length);
        if (!MessageDigest.isEqual(mac, mac(key, claim))) {
            return Optional.empty();
        }
        ByteBuffer told = ByteBuffer.wrap(claim);
        UUID project = uuid(told);
        UUID email = uuid(told);
        UUID file = uuid(told);
        boolean isOver = now.getEpochSecond() >= told.getLong();
        return isOver
                ? Optional.empty()
                : Optional.of(new Opened(project, email, file.equals(WHOLE_MAIL) ? null : file));
    }

    private static byte[] decoded(String token) {
        try {
            return token.length() > TOKEN_CHARS_MAX
                    ? new byte[0]
                    : Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException notAToken) {
            // Not a token is an answer here, not an error.
            return new byte[0];
        }
    }

    private static byte[] claim(UUID project, UUID email, UUID file, Instant until) {
        var claim = ByteBuffer.allocate(CLAIM_BYTES);
        for (UUID id : new UUID[] {project, email, file}) {
            claim.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
        }
        return claim.putLong(until.getEpochSecond()).array();
    }

    private static UUID uuid(ByteBuffer bytes) {
        return new UUID(bytes.getLong(), bytes.getLong());
    }

    private static byte[] mac(byte[] key, byte[] claim) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(claim);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every Java runtime has HmacSHA256", impossible);
        }
    }

    /** Looked up once; a look that failed is made again. */
    private Future<byte[]> secret() {
        if (secret == null || secret.failed()) {
            secret = LinkSecrets.find(store.client());
        }
        return secret;
    }
}
