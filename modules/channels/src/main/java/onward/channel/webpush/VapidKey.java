package onward.channel.webpush;

import com.zerodeplibs.webpush.VAPIDKeyPair;
import com.zerodeplibs.webpush.VAPIDKeyPairs;
import com.zerodeplibs.webpush.jwt.VAPIDJWTParam;
import com.zerodeplibs.webpush.key.PrivateKeySources;
import com.zerodeplibs.webpush.key.PublicKeySources;
import java.time.Duration;
import java.time.Instant;

/** The key by which push services know that it is the same server again (RFC 8292). Safe for many threads. */
public final class VapidKey {
    /** How long a signature is good; push services refuse those for more than a day (RFC 8292, section 2). */
    static final Duration SIGNED_FOR = Duration.ofHours(12);

    private final VAPIDKeyPair pair;

    private VapidKey(VAPIDKeyPair pair) {
        this.pair = pair;
    }

    /**
     * @param privateKey PKCS #8 of a key of the curve P-256
     * @param publicKey its point, uncompressed: 65 bytes
     * @throws RuntimeException when these are no keys
     */
    public static VapidKey of(byte[] privateKey, byte[] publicKey) {
        return new VapidKey(VAPIDKeyPairs.of(
                PrivateKeySources.ofPKCS8Bytes(privateKey), PublicKeySources.ofUncompressedBytes(publicKey)));
    }

    /**
     * The value of an Authorization header for requests to this endpoint's server: {@code vapid t=…, k=…}.
     *
     * @param subject where the push service finds who runs this server, a mailto: or https: URL; null for nowhere
     */
    String authorization(String endpoint, String subject, Instant now) {
        var claims = VAPIDJWTParam.getBuilder().resourceURLString(endpoint).expirationTime(now.plus(SIGNED_FOR));
        return pair.generateAuthorizationHeaderValue(
                subject == null ? claims.build() : claims.subject(subject).build());
    }
}
