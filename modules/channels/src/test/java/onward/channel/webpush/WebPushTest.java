package onward.channel.webpush;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import onward.channel.Pushes;
import onward.channel.Receipt;
import onward.channel.http.Guard;
import onward.channel.http.HttpCaller;
import onward.flow.message.DeviceAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a push service gets, what a browser reads of it, and what the answers mean. */
class WebPushTest {
    private static final Instant NOW = Instant.parse("2026-11-23T09:05:03Z");

    private record Seen(String method, String uri, MultiMap headers, Buffer body) {}

    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private Vertx vertx;
    private HttpCaller caller;
    private KeyPair keys;
    private Browser browser;
    private int status = 201;
    private String retryAfter;
    private String endpoint;

    @BeforeEach
    void open() throws Exception {
        vertx = Vertx.vertx();
        caller = new HttpCaller(vertx, Guard.open());
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        keys = generator.generateKeyPair();
        browser = Browser.subscribed();
        HttpServer server = Pushes.await(vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> {
                    seen.add(new Seen(request.method().name(), request.uri(), request.headers(), body));
                    if (retryAfter != null) {
                        request.response().putHeader("Retry-After", retryAfter);
                    }
                    request.response().setStatusCode(status).end();
                }))
                .listen(0, "127.0.0.1"));
        endpoint = "http://localhost:" + server.actualPort() + "/push/abc?x=1";
    }

    @AfterEach
    void close() throws Exception {
        Pushes.await(caller.close());
        Pushes.await(vertx.close());
    }

    private VapidKey key() {
        return VapidKey.of(keys.getPrivate().getEncoded(), Browser.point((ECPublicKey) keys.getPublic()));
    }

    private Receipt deliver(onward.flow.message.Envelope envelope) throws Exception {
        return deliver(envelope, project -> Future.succeededFuture(key()));
    }

    private Receipt deliver(onward.flow.message.Envelope envelope, VapidKeys vapid) throws Exception {
        var push = new WebPush(vertx, caller, vapid, "mailto:ops@example.com", InstantSource.fixed(NOW));
        return Pushes.await(push.deliver(envelope));
    }

    private Receipt answered(int code) throws Exception {
        status = code;
        return deliver(Pushes.to(browser.at(endpoint)));
    }

    @Test
    void only_the_browser_can_read_what_it_is_to_show() throws Exception {
        var receipt = answered(201);

        assertThat(receipt).isInstanceOf(Receipt.Accepted.class);
        var request = seen.get(0);
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.uri()).isEqualTo("/push/abc?x=1");
        assertThat(request.headers().get("Content-Encoding")).isEqualTo("aes128gcm");
        assertThat(request.headers().get("Content-Type")).isEqualTo("application/octet-stream");
        assertThat(request.headers().get("TTL")).isEqualTo("86400");
        assertThat(request.headers().get("Topic")).matches("[A-Za-z0-9_-]{22}");
        assertThat(request.body().toString()).doesNotContain("On its way");
        assertThat(new JsonObject(browser.read(request.body().getBytes()))).isEqualTo(new JsonObject("""
                        {"notification": {"title": "On its way", "body": "Order 17 is on its way."},
                         "metadata": {"notification_id": "019ac000-0000-7000-8000-0000000000e1",
                                      "launch_url": "https://shop.example.com/orders/17"},
                         "data": {"order": 17}}"""));
    }

    /** RFC 8292, sections 2 and 3. */
    @Test
    void the_request_says_who_pushes_and_is_signed_for_that_push_service() throws Exception {
        answered(201);

        var authorization = Pattern.compile("vapid t=([^,]+), ?k=(.+)")
                .matcher(seen.get(0).headers().get("Authorization"));
        assertThat(authorization.matches()).isTrue();
        String[] token = authorization.group(1).split("\\.");
        assertThat(json(token[0]).getString("alg")).isEqualTo("ES256");
        var claims = json(token[1]);
        assertThat(claims.getString("aud")).isEqualTo(endpoint.replaceAll("/push.*", ""));
        assertThat(claims.getString("sub")).isEqualTo("mailto:ops@example.com");
        assertThat(claims.getLong("exp"))
                .isEqualTo(NOW.plus(Duration.ofHours(12)).getEpochSecond());
        byte[] point = Base64.getUrlDecoder().decode(authorization.group(2));
        assertThat(point).isEqualTo(Browser.point((ECPublicKey) keys.getPublic()));
        var es256 = Signature.getInstance("SHA256withECDSAinP1363Format");
        es256.initVerify(Browser.publicKey(point));
        es256.update((token[0] + "." + token[1]).getBytes(StandardCharsets.US_ASCII));
        assertThat(es256.verify(Base64.getUrlDecoder().decode(token[2]))).isTrue();
    }

    private static JsonObject json(String base64) {
        return new JsonObject(new String(Base64.getUrlDecoder().decode(base64), StandardCharsets.UTF_8));
    }

    @Test
    void the_same_push_has_the_same_topic_again() throws Exception {
        answered(503);
        answered(201);

        assertThat(seen.get(0).headers().get("Topic"))
                .isEqualTo(seen.get(1).headers().get("Topic"));
        assertThat(seen.get(0).body()).isNotEqualTo(seen.get(1).body());
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 410})
    void a_subscription_that_is_gone_is_named(int code) throws Exception {
        var receipt = (Receipt.Refused) answered(code);

        assertThat(receipt.reply()).isEqualTo("" + code);
        assertThat(receipt.leftOut())
                .containsExactly(new Receipt.LeftOut(Pushes.DEVICE.toString(), "" + code, true, true));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 400, 401, 403, 413})
    void what_will_never_be_taken_is_refused(int code) throws Exception {
        assertThat(answered(code)).isEqualTo(new Receipt.Refused("" + code));
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 503})
    void a_push_service_that_is_busy_says_for_how_long(int code) throws Exception {
        retryAfter = "120";

        assertThat(answered(code)).isEqualTo(new Receipt.Deferred("" + code, true, Duration.ofMinutes(2)));
    }

    @Test
    void without_an_answer_nobody_knows() throws Exception {
        Pushes.await(caller.close());

        assertThat(answered(201)).isInstanceOf(Receipt.Unclear.class);
    }

    @Test
    void an_endpoint_in_a_private_network_is_never_asked() throws Exception {
        Pushes.await(caller.close());
        caller = new HttpCaller(vertx, Guard.strict());

        assertThat(answered(201)).isInstanceOf(Receipt.Refused.class);
        assertThat(seen).isEmpty();
    }

    @Test
    void a_payload_that_no_push_service_takes_is_refused_before_it_is_sent() throws Exception {
        var receipt = deliver(Pushes.to(browser.at(endpoint), "ä".repeat(1_900), Map.of("more", "a".repeat(200))));

        assertThat(receipt.reply()).startsWith("Expected a payload of at most 3900 bytes as JSON, found ");
        assertThat(seen).isEmpty();
    }

    @Test
    void the_largest_payload_fits_into_what_push_services_take() throws Exception {
        var envelope = Pushes.to(browser.at(endpoint), "a".repeat(3_900 - 210), Map.of());

        assertThat(deliver(envelope)).isInstanceOf(Receipt.Accepted.class);
        assertThat(seen.get(0).body().length()).isBetween(3_900, 4_096);
    }

    @Test
    void keys_that_are_none_are_refused_with_a_reason() throws Exception {
        var receipt = deliver(Pushes.to(new DeviceAddress(DeviceAddress.WEB, endpoint, "AAAA", "BBBB")));

        assertThat(receipt.reply()).startsWith("Expected the keys of the browser's subscription to be usable");
    }

    @Test
    void without_a_key_of_its_own_the_server_tries_later() throws Exception {
        var receipt = deliver(Pushes.to(browser.at(endpoint)), project -> Future.failedFuture("the database is away"));

        assertThat(receipt)
                .isEqualTo(new Receipt.Deferred(
                        "The server's own key for Web Push could not be had: the database is away",
                        true,
                        Duration.ZERO));
    }
}
