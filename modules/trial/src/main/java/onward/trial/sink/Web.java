package onward.trial.sink;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import onward.trial.evidence.Lines;
import onward.trial.evidence.Request;
import onward.trial.house.Rest;

/** The web server of the trial: steps ask it, a webhook tells it, it misbehaves by seed and writes down every request. */
public final class Web implements AutoCloseable {
    /** Where the webhook is told. */
    public static final String HOOK = "/hook";

    private static final String SECRET_PREFIX = "whsec_";
    private static final String SIGNATURE_PREFIX = "v1,";
    /** How often one request of a step is made to come again. */
    private static final int TROUBLES_MAX = 3;
    /**
     * What a webhook is told meets mischief only when it is this young. The first time it comes again after seconds,
     * the second time after minutes, so one that came late through no fault of ours must not be made to come again.
     */
    private static final Duration YOUNG = Duration.ofSeconds(15);

    private static final int SLOW_MILLIS_MIN = 500;
    private static final int SLOW_MILLIS_MAX = 3_000;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "web");
        thread.setDaemon(true);
        return thread;
    });
    private final List<Request> requests = new ArrayList<>();
    private final Map<String, Integer> troubles = new HashMap<>();
    private final Lines log;
    private final Random random;
    private volatile boolean misbehaves;
    private volatile String secret;

    public Web(long seed, Path logFile) throws IOException {
        this.random = new Random(seed);
        this.log = new Lines(logFile);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** By which what the webhook is told must be signed, {@code whsec_…}. */
    public void expect(String webhookSecret) {
        secret = webhookSecret;
    }

    /** @param faulty about a quarter of the requests meets some mischief */
    public void misbehave(boolean faulty) {
        misbehaves = faulty;
    }

    /** What was asked so far. */
    public synchronized List<Request> requests() {
        return List.copyOf(requests);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Instant readAt = Instant.now();
            Trouble trouble = trouble(exchange, body, readAt);
            note(exchange, body, readAt, trouble, carriedOut(trouble, exchange));
        }
    }

    /** Whether all of the answer was handed over. */
    private boolean carriedOut(Trouble trouble, HttpExchange exchange) {
        try {
            switch (trouble) {
                case DROP:
                    return false;
                case DROP_IN_REPLY:
                    exchange.sendResponseHeaders(200, 100);
                    exchange.getResponseBody().write("{\"o".getBytes(StandardCharsets.US_ASCII));
                    exchange.getResponseBody().flush();
                    return false;
                case SLOW:
                    Rest.of(Duration.ofMillis(drawMillis()));
                    break;
                default:
                    break;
            }
            exchange.sendResponseHeaders(trouble.status(), -1);
            return true;
        } catch (IOException gone) {
            return false; // the client died or did not wait
        }
    }

    private synchronized Trouble trouble(HttpExchange exchange, byte[] body, Instant now) {
        Trouble drawn = misbehaves ? Trouble.draw(random) : Trouble.NONE;
        if (isHook(exchange)) {
            boolean isYoung = createdAt(body).plus(YOUNG).isAfter(now);
            return isYoung && count(exchange) == 1 ? drawn : Trouble.NONE;
        }
        return !drawn.costsAnAttempt() || count(exchange) <= TROUBLES_MAX ? drawn : Trouble.NONE;
    }

    private int count(HttpExchange exchange) {
        return troubles.merge(key(exchange), 1, Integer::sum);
    }

    private static boolean isHook(HttpExchange exchange) {
        return exchange.getRequestURI().getPath().equals(HOOK);
    }

    private static Instant createdAt(byte[] body) {
        return Instant.parse(json(body).getString("created_at"));
    }

    private void note(HttpExchange exchange, byte[] body, Instant readAt, Trouble trouble, boolean flushed) {
        JsonObject told = json(body);
        boolean isHook = isHook(exchange);
        String about = isHook ? told.getJsonObject("data").getString("email_id") : told.getString("email");
        String type = isHook ? told.getString("type") : null;
        boolean signed = !isHook || isSigned(exchange, body);
        note(new Request(
                nextNumber(),
                readAt,
                exchange.getRequestURI().getPath(),
                key(exchange),
                Hash.of(body),
                about,
                type,
                signed,
                trouble.status(),
                flushed,
                trouble.name()));
    }

    private synchronized long nextNumber() {
        return requests.size() + 1L;
    }

    private synchronized void note(Request request) {
        requests.add(request);
        log.write(new JsonObject()
                .put("number", request.number())
                .put("read_at", request.readAt().toString())
                .put("path", request.path())
                .put("key", request.key())
                .put("hash", request.hash())
                .put("about", request.about())
                .put("type", request.type())
                .put("signed", request.signed())
                .put("status", request.status())
                .put("flushed", request.flushed())
                .put("mischief", request.mischief()));
    }

    /** Standard Webhooks 1.0: one of the signatures is the HMAC-SHA256 of {@code id.timestamp.body}. */
    private boolean isSigned(HttpExchange exchange, byte[] body) {
        String head = header(exchange, "webhook-id") + "." + header(exchange, "webhook-timestamp") + ".";
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(
                    Base64.getDecoder().decode(secret.substring(SECRET_PREFIX.length())), "HmacSHA256"));
            mac.update(head.getBytes(StandardCharsets.UTF_8));
            String expected = SIGNATURE_PREFIX + Base64.getEncoder().encodeToString(mac.doFinal(body));
            return key(exchange).equals(header(exchange, "webhook-id"))
                    && Arrays.asList(header(exchange, "webhook-signature").split(" "))
                            .contains(expected);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String key(HttpExchange exchange) {
        return header(exchange, "Idempotency-Key");
    }

    private static String header(HttpExchange exchange, String name) {
        return String.valueOf(exchange.getRequestHeaders().getFirst(name));
    }

    private static JsonObject json(byte[] body) {
        return new JsonObject(new String(body, StandardCharsets.UTF_8));
    }

    private synchronized int drawMillis() {
        return SLOW_MILLIS_MIN + random.nextInt(SLOW_MILLIS_MAX - SLOW_MILLIS_MIN);
    }

    @Override
    public void close() throws IOException {
        server.stop(0);
        threads.shutdownNow();
        log.close();
    }
}
