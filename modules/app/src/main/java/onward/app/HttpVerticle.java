package onward.app;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Speaks HTTP: one of these per core, all on one port. Parses, hands to the faces, answers. Bodies are
 * bounded by the faces that read them; heads and silence are bounded here.
 */
final class HttpVerticle extends VerticleBase {
    /** How long a connection may stay silent. */
    static final int IDLE_SECONDS_MAX = 60;
    /** How long a new connection may take until the head of its first request is there. */
    static final Duration FIRST_HEAD_TIME_MAX = Duration.ofSeconds(30);
    /** All header lines of a request together. */
    static final int HEADER_BYTES_MAX = 16 * 1024;
    /** The request line: method, path and query. */
    static final int INITIAL_LINE_BYTES_MAX = 8 * 1024;
    /** A message of a WebSocket, which is a frame where a browser sends it. */
    static final int WEB_SOCKET_BYTES_MAX = 256 * 1024;
    /** How long requests under way may take when the server stops. */
    static final int DRAIN_SECONDS_MAX = 10;

    private static final int ANY_PORT_SHARED = -1;

    private final String host;
    private final int port;
    private final Consumer<Router> faces;
    private final AtomicInteger boundPort;
    private final Duration firstHeadTimeMax;
    private final Map<HttpConnection, Long> silent = new IdentityHashMap<>();
    private HttpServer server;

    /**
     * One listener.
     *
     * @param port 0: any free one, the same for all instances
     * @param boundPort told the port once it listens
     */
    HttpVerticle(String host, int port, Consumer<Router> faces, AtomicInteger boundPort) {
        this(host, port, faces, boundPort, FIRST_HEAD_TIME_MAX);
    }

    /** With another patience, for tests. */
    HttpVerticle(String host, int port, Consumer<Router> faces, AtomicInteger boundPort, Duration firstHeadTimeMax) {
        this.firstHeadTimeMax = firstHeadTimeMax;
        this.host = host;
        this.port = port;
        this.faces = faces;
        this.boundPort = boundPort;
    }

    @Override
    public Future<?> start() {
        Router router = Router.router(vertx);
        faces.accept(router);
        server = vertx.createHttpServer(options())
                .connectionHandler(this::expectHead)
                .requestHandler(request -> {
                    heard(request.connection());
                    router.handle(request);
                });
        return server.listen(port == 0 ? ANY_PORT_SHARED : port, host)
                .onSuccess(listening -> boundPort.set(listening.actualPort()));
    }

    /** Silence is bounded by the idle timeout; a head that comes a byte a second is not silent. */
    private void expectHead(HttpConnection connection) {
        silent.put(connection, vertx.setTimer(firstHeadTimeMax.toMillis(), id -> connection.close()));
        connection.closeHandler(closed -> heard(connection));
    }

    private void heard(HttpConnection connection) {
        Long timer = silent.remove(connection);
        if (timer != null) {
            vertx.cancelTimer(timer);
        }
    }

    @Override
    public Future<?> stop() {
        return server.shutdown(DRAIN_SECONDS_MAX, TimeUnit.SECONDS);
    }

    private static HttpServerOptions options() {
        // Without HTTP/2 in clear text, whose handshake would come before anybody hears of a connection.
        return new HttpServerOptions()
                .setHttp2ClearTextEnabled(false)
                .setIdleTimeout(IDLE_SECONDS_MAX)
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setMaxHeaderSize(HEADER_BYTES_MAX)
                .setMaxInitialLineLength(INITIAL_LINE_BYTES_MAX)
                .setMaxWebSocketFrameSize(WEB_SOCKET_BYTES_MAX)
                .setMaxWebSocketMessageSize(WEB_SOCKET_BYTES_MAX)
                .setCompressionSupported(false)
                .setDecompressionSupported(false);
    }
}
