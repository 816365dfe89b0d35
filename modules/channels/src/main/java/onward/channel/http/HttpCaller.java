package onward.channel.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.TrustOptions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import onward.channel.http.HttpReply.Blocked;
import onward.channel.http.HttpReply.Unreached;

/**
 * Makes requests to servers that a customer named, over HTTP/1.1, behind a {@link Guard}. It follows no redirect, uses
 * no proxy, decompresses nothing, and verifies certificates against the Java runtime's trust. It tries once; whether
 * and when to try again is for its caller. May be called from any thread.
 */
public final class HttpCaller {
    /** How much of a body is read. */
    public static final int RESPONSE_BYTES_MAX = 64 * 1024;

    /** How large the headers of an answer may be, all together. */
    public static final int RESPONSE_HEADER_BYTES_MAX = 16 * 1024;

    /** How many connections are open to one host at once; more calls wait, within their timeout. */
    public static final int CALLS_AT_ONCE_MAX = 8;

    /** How many calls to one host wait for a connection; more are Unreached. */
    public static final int CALLS_WAITING_MAX = 1_000;

    /** How long one call may take, whatever it asks for. */
    public static final Duration TIMEOUT_MAX = Duration.ofSeconds(30);

    private static final int STATUS_LINE_BYTES_MAX = 4 * 1024;
    private static final int LOOKUPS_AT_ONCE_MAX = 16;

    /** For one address; then the next one is tried. */
    private static final int CONNECT_SECONDS_MAX = 3;

    private static final int KEEP_ALIVE_SECONDS = 15;
    private static final Unreached STOPPING = new Unreached("Expected an answer, but this server is stopping.");

    private final Vertx vertx;
    private final Guard guard;
    private final HttpClient client;
    private final WorkerExecutor lookups;
    private final Set<Attempt> underWay = ConcurrentHashMap.newKeySet();
    private volatile boolean isClosing;

    public HttpCaller(Vertx vertx, Guard guard) {
        this(vertx, guard, null);
    }

    /** The same with other certificates to trust, for tests; null for the usual ones. */
    HttpCaller(Vertx vertx, Guard guard, TrustOptions trust) {
        this.vertx = vertx;
        this.guard = guard;
        this.client = vertx.httpClientBuilder()
                .with(options().setTrustOptions(trust))
                .with(pool())
                .withConnectHandler(HttpCaller::mind)
                .build();
        this.lookups = vertx.createSharedWorkerExecutor("onward-http-lookups", LOOKUPS_AT_ONCE_MAX);
    }

    private static HttpClientOptions options() {
        return new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_1_1)
                .setVerifyHost(true)
                .setTrustAll(false)
                .setDecompressionSupported(false)
                .setMaxRedirects(0)
                .setMaxInitialLineLength(STATUS_LINE_BYTES_MAX)
                .setMaxHeaderSize(RESPONSE_HEADER_BYTES_MAX)
                .setConnectTimeout(CONNECT_SECONDS_MAX * 1_000)
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS);
    }

    private static PoolOptions pool() {
        return new PoolOptions().setHttp1MaxSize(CALLS_AT_ONCE_MAX).setMaxWaitQueueSize(CALLS_WAITING_MAX);
    }

    /** Whatever is odd about a connection ends it: a server that goes on talking unasked would fill the log instead. */
    private static void mind(HttpConnection connection) {
        connection.exceptionHandler(odd -> connection.close());
    }

    /**
     * Makes one request.
     *
     * @return what became of it, within the call's timeout; never fails: what nobody foresaw is {@link Unreached}
     */
    public Future<HttpReply> call(HttpCall call) {
        return call(call, response -> Answer.of(response).map(answered -> answered));
    }

    /**
     * Gets a file, behind the same guard.
     *
     * @param bytesMax how large it may be
     * @return Downloaded, or why there is no file: Blocked or Unreached; never fails
     */
    public Future<HttpReply> download(String url, int bytesMax) {
        var call = new HttpCall(
                "GET", url, Map.of("Accept", "*/*"), null, UUID.randomUUID().toString(), TIMEOUT_MAX);
        return call(call, response -> Download.of(response, bytesMax));
    }

    private Future<HttpReply> call(HttpCall call, Function<HttpClientResponse, Future<HttpReply>> reading) {
        Optional<String> problem = call.problem();
        if (problem.isPresent()) {
            return Future.succeededFuture(new Blocked(problem.get()));
        }
        var attempt = new Attempt(vertx, guard, call, timeout(call), reading);
        underWay.add(attempt);
        if (isClosing) {
            attempt.abandon(STOPPING);
        } else {
            attempt.start(lookups, client);
        }
        return attempt.reply().onComplete(done -> underWay.remove(attempt));
    }

    private static Duration timeout(HttpCall call) {
        boolean isTooLong = call.timeout().compareTo(TIMEOUT_MAX) > 0;
        return isTooLong
                ? TIMEOUT_MAX
                : Duration.ofMillis(Math.max(1, call.timeout().toMillis()));
    }

    /** Calls under way are Unreached, and so is every later one; then the connections are closed. */
    public Future<Void> close() {
        isClosing = true;
        underWay.forEach(attempt -> attempt.abandon(STOPPING));
        return client.close().eventually(lookups::close);
    }
}
