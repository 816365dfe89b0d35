package onward.channel.fcm;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import onward.channel.Pushes;
import onward.channel.Receipt;
import onward.channel.http.Guard;
import onward.channel.http.HttpCaller;
import onward.flow.message.DeviceAddress;
import onward.flow.message.Envelope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a stand-in of Google's token endpoint and of FCM's messages:send. */
class FcmTest {
    private static final KeyPair KEYS = rsa();
    private static final Envelope PUSH = Pushes.to(new DeviceAddress(DeviceAddress.FCM, "token-of-ada", null, null));

    private final List<JsonObject> messages = new CopyOnWriteArrayList<>();
    private final List<String> forms = new CopyOnWriteArrayList<>();
    private final List<String> bearers = new CopyOnWriteArrayList<>();
    private final AtomicInteger tokens = new AtomicInteger();
    private volatile Instant now = Instant.parse("2026-11-23T09:05:03Z");
    private int tokenStatus = 200;
    private int status = 200;
    private String answer = "{\"name\":\"projects/shop-17/messages/1\"}";
    private String retryAfter;
    private String path;
    private Vertx vertx;
    private HttpCaller caller;
    private String url;
    private Fcm fcm;

    private static KeyPair rsa() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @BeforeEach
    void open() throws Exception {
        vertx = Vertx.vertx();
        caller = new HttpCaller(vertx, Guard.open());
        var server = Pushes.await(vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> serve(request, body)))
                .listen(0, "127.0.0.1"));
        url = "http://localhost:" + server.actualPort();
        fcm = new Fcm(vertx, caller, Account.read(file()).value(), url, source());
    }

    private InstantSource source() {
        return () -> now;
    }

    @AfterEach
    void close() throws Exception {
        Pushes.await(caller.close());
        Pushes.await(vertx.close());
    }

    private String file() {
        String pem = "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(KEYS.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
        return new JsonObject()
                .put("type", "service_account")
                .put("project_id", "shop-17")
                .put("client_email", "push@shop-17.iam.gserviceaccount.com")
                .put("private_key", pem)
                .put("token_uri", url + "/token")
                .encode();
    }

    private void serve(HttpServerRequest request, Buffer body) {
        if (request.path().equals("/token")) {
            forms.add(body.toString());
            request.response()
                    .setStatusCode(tokenStatus)
                    .end(new JsonObject()
                            .put("access_token", "ya29." + tokens.incrementAndGet())
                            .put("expires_in", 3600)
                            .encode());
            return;
        }
        path = request.path();
        bearers.add(request.getHeader("Authorization"));
        messages.add(body.toJsonObject());
        if (retryAfter != null) {
            request.response().putHeader("Retry-After", retryAfter);
        }
        request.response().setStatusCode(status).end(answer);
    }

    private Receipt deliver() throws Exception {
        return Pushes.await(fcm.deliver(PUSH));
    }

    @Test
    void a_push_is_one_message_to_the_token() throws Exception {
        var receipt = deliver();

        assertThat(receipt).isInstanceOf(Receipt.Accepted.class);
        assertThat(path).isEqualTo("/v1/projects/shop-17/messages:send");
        assertThat(bearers).containsExactly("Bearer ya29.1");
        assertThat(messages.get(0)).isEqualTo(new JsonObject("""
                        {"message": {
                          "token": "token-of-ada",
                          "notification": {"title": "On its way", "body": "Order 17 is on its way."},
                          "data": {"order": "17", "notification_id": "019ac000-0000-7000-8000-0000000000e1",
                                   "launch_url": "https://shop.example.com/orders/17"},
                          "android": {"ttl": "86400s",
                                      "notification": {"tag": "019ac000-0000-7000-8000-0000000000e1"}},
                          "apns": {"headers": {"apns-collapse-id": "019ac000-0000-7000-8000-0000000000e1"}}}}"""));
    }

    /** RFC 7523, section 2.1, with the claims that Google wants. */
    @Test
    void the_token_is_given_out_for_a_signed_assertion() throws Exception {
        deliver();

        String[] fields = forms.get(0).split("&");
        assertThat(URLDecoder.decode(fields[0], StandardCharsets.UTF_8))
                .isEqualTo("grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer");
        String[] assertion = fields[1].replace("assertion=", "").split("\\.");
        assertThat(json(assertion[0])).isEqualTo(new JsonObject("{\"alg\":\"RS256\",\"typ\":\"JWT\"}"));
        var claims = json(assertion[1]);
        assertThat(claims.getString("iss")).isEqualTo("push@shop-17.iam.gserviceaccount.com");
        assertThat(claims.getString("aud")).isEqualTo(url + "/token");
        assertThat(claims.getString("scope")).isEqualTo("https://www.googleapis.com/auth/firebase.messaging");
        assertThat(claims.getLong("exp") - claims.getLong("iat")).isEqualTo(3600);
        var rs256 = Signature.getInstance("SHA256withRSA");
        rs256.initVerify(KEYS.getPublic());
        rs256.update((assertion[0] + "." + assertion[1]).getBytes(StandardCharsets.US_ASCII));
        assertThat(rs256.verify(Base64.getUrlDecoder().decode(assertion[2]))).isTrue();
    }

    private static JsonObject json(String base64) {
        return new JsonObject(new String(Base64.getUrlDecoder().decode(base64), StandardCharsets.UTF_8));
    }

    @Test
    void however_many_want_a_token_it_is_asked_for_once() throws Exception {
        List<Future<Receipt>> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(fcm.deliver(PUSH));
        }
        Pushes.await(Future.all(all));

        assertThat(forms).hasSize(1);
        assertThat(messages).hasSize(20);
    }

    @Test
    void a_token_is_kept_until_shortly_before_its_end() throws Exception {
        deliver();
        now = now.plus(Duration.ofMinutes(55)).minusSeconds(1);
        deliver();
        now = now.plusSeconds(1);
        deliver();

        assertThat(bearers).containsExactly("Bearer ya29.1", "Bearer ya29.1", "Bearer ya29.2");
    }

    @Test
    void without_a_token_nothing_is_sent_and_it_is_asked_for_again_next_time() throws Exception {
        tokenStatus = 400;
        var receipt = (Receipt.Deferred) deliver();
        tokenStatus = 200;

        assertThat(receipt.isOfHost()).isTrue();
        assertThat(receipt.pause()).isEqualTo(Duration.ofMinutes(1));
        assertThat(receipt.reply())
                .startsWith("Expected FCM to know this server's service account. No access token: 400");
        assertThat(messages).isEmpty();
        assertThat(deliver()).isInstanceOf(Receipt.Accepted.class);
    }

    private void fails(int http, String googleStatus, String code) {
        status = http;
        String details = code == null
                ? "[]"
                : "[{\"@type\":\"type.googleapis.com/google.firebase.fcm.v1.FcmError\",\"errorCode\":\"" + code
                        + "\"}]";
        answer = "{\"error\":{\"code\":" + http + ",\"message\":\"so it is\",\"status\":\"" + googleStatus
                + "\",\"details\":" + details + "}}";
    }

    @ParameterizedTest
    @CsvSource({
        "404,NOT_FOUND,UNREGISTERED,gone",
        "404,NOT_FOUND,,gone",
        "400,INVALID_ARGUMENT,INVALID_ARGUMENT,refused",
        "403,PERMISSION_DENIED,SENDER_ID_MISMATCH,refused",
        "403,PERMISSION_DENIED,,trouble",
        "401,UNAUTHENTICATED,THIRD_PARTY_AUTH_ERROR,trouble",
        "429,RESOURCE_EXHAUSTED,QUOTA_EXCEEDED,later",
        "500,INTERNAL,INTERNAL,later",
        "503,UNAVAILABLE,UNAVAILABLE,later"
    })
    void an_error_says_what_to_do(int http, String googleStatus, String code, String what) throws Exception {
        fails(http, googleStatus, code);
        retryAfter = "7";

        var receipt = deliver();

        assertThat(receipt.reply()).contains(http + " ").contains("so it is");
        assertThat(what(receipt)).isEqualTo(what);
    }

    private static String what(Receipt receipt) {
        if (receipt instanceof Receipt.Refused refused) {
            return refused.leftOut()
                            .equals(List.of(new Receipt.LeftOut(Pushes.DEVICE.toString(), refused.reply(), true, true)))
                    ? "gone"
                    : "refused";
        }
        var deferred = (Receipt.Deferred) receipt;
        return deferred.isOfHost() && deferred.pause().equals(Duration.ofSeconds(7)) ? "later" : "trouble";
    }

    @Test
    void a_404_of_somebody_else_is_no_word_about_the_device() throws Exception {
        status = 404;
        answer = "<html>no such page</html>";

        assertThat(deliver()).isInstanceOf(Receipt.Deferred.class);
    }

    @Test
    void a_token_that_was_refused_is_not_used_again() throws Exception {
        fails(401, "UNAUTHENTICATED", null);
        deliver();
        deliver();

        assertThat(bearers).containsExactly("Bearer ya29.1", "Bearer ya29.2");
    }

    @Test
    void a_payload_that_fcm_would_not_take_is_refused_before_it_is_sent() throws Exception {
        var large = Pushes.to(PUSH.push().to(), "a".repeat(2_000), Map.of("more", "b".repeat(2_000)));

        assertThat(Pushes.await(fcm.deliver(large)).reply()).startsWith("Expected a payload of at most");
        assertThat(messages).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no json|an object of JSON",
                "{}|a text in `project_id`",
                "{\"project_id\":\"a\",\"client_email\":\"b\",\"private_key\":\"c\",\"token_uri\":\"https://x.example\"}|an RSA key"
            })
    void a_file_that_is_no_service_account_is_refused_with_what_is_missing(String json, String words) {
        var read = Account.read(json);

        assertThat(read.isOk()).isFalse();
        assertThat(read.problems().get(0).message()).contains(words);
    }
}
