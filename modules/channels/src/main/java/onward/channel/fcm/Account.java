package onward.channel.fcm;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import onward.flow.fact.Problem;
import onward.flow.fact.Result;

/**
 * A service account of Google Cloud, as its JSON file tells it.
 *
 * @param project the Firebase project whose apps are pushed to
 * @param tokenUri where access tokens are given out
 */
public record Account(String project, String email, PrivateKey key, String tokenUri) {
    /** How long an assertion is good; Google takes no longer one. */
    private static final Duration ASSERTED_FOR = Duration.ofHours(1);

    private static final String SCOPE = "https://www.googleapis.com/auth/firebase.messaging";

    /** @return the account, or the first thing that is wrong with the file, without repeating any of it */
    public static Result<Account> read(String json) {
        try {
            var file = new JsonObject(json);
            for (String name : List.of("project_id", "client_email", "private_key", "token_uri")) {
                if (!(file.getValue(name) instanceof String text) || text.isBlank()) {
                    return refused("a text in `" + name + "`, found none");
                }
            }
            URI tokenUri = URI.create(file.getString("token_uri"));
            return tokenUri.getHost() == null
                    ? refused("a URL in `token_uri`, found another text")
                    : Result.of(new Account(
                            file.getString("project_id"),
                            file.getString("client_email"),
                            key(file.getString("private_key")),
                            tokenUri.toString()));
        } catch (DecodeException unreadable) {
            return refused("an object of JSON, found something else");
        } catch (GeneralSecurityException | IllegalArgumentException unreadable) {
            return refused("an RSA key in PEM in `private_key` and a URL in `token_uri`, found something else");
        }
    }

    private static Result<Account> refused(String expected) {
        return Result.failed(
                Problem.invalid("", "Expected the JSON file of a Google service account, with " + expected + "."));
    }

    private static PrivateKey key(String pem) throws GeneralSecurityException {
        String base64 = pem.replaceAll("-----(BEGIN|END) PRIVATE KEY-----", "").replaceAll("\\s", "");
        var spec = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64));
        return KeyFactory.getInstance("RSA").generatePrivate(spec);
    }

    /** What an access token is given out for: a JWT signed by RS256 (RFC 7523, section 2.1; RFC 7515). */
    String assertion(Instant now) {
        var head = new JsonObject().put("alg", "RS256").put("typ", "JWT");
        var claims = new JsonObject()
                .put("iss", email)
                .put("scope", SCOPE)
                .put("aud", tokenUri)
                .put("iat", now.getEpochSecond())
                .put("exp", now.plus(ASSERTED_FOR).getEpochSecond());
        String unsigned = base64(head.encode().getBytes(StandardCharsets.UTF_8)) + "."
                + base64(claims.encode().getBytes(StandardCharsets.UTF_8));
        return unsigned + "." + base64(signature(unsigned));
    }

    private byte[] signature(String text) {
        try {
            Signature rs256 = Signature.getInstance("SHA256withRSA");
            rs256.initSign(key);
            rs256.update(text.getBytes(StandardCharsets.US_ASCII));
            return rs256.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Expected an RSA key that signs, found another.", e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return email + " of " + project;
    }
}
