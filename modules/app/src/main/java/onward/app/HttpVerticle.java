package onward.app;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
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
    /** All header lines of a request together. */
    static final int HEADER_BYTES_MAX = 16 * 1024;
    /** The request line: method, path and query. */
    static final int INITIAL_LINE_BYTES_MAX = 8 * 1024;
    /** How long requests under way may take when the server stops. */
    static final int DRAIN_SECONDS_MAX = 10;

    private static final int ANY_PORT_SHARED = -1;

    private final String host;
    private final int port;
    private final Consumer<Router> faces;
    private final AtomicInteger boundPort;
    private HttpServer server;

    /**
     * One listener.
     *
     * @param port 0: any free one, the same for all instances
     * @param boundPort told the port once it listens
     */
    HttpVerticle(String host, int port, Consumer<Router> faces, AtomicInteger boundPort) {
        this.host = host;
        this.port = port;
        this.faces = faces;
        this.boundPort = boundPort;
    }

    @Override
    public Future<?> start() {
        Router router = Router.router(vertx);
        faces.accept(router);
        server = vertx.createHttpServer(options()).requestHandler(router);
        return server.listen(port == 0 ? ANY_PORT_SHARED : port, host)
                .onSuccess(listening -> boundPort.set(listening.actualPort()));
    }

    @Override
    public Future<?> stop() {
        return server.shutdown(DRAIN_SECONDS_MAX, TimeUnit.SECONDS);
    }

    private static HttpServerOptions options() {
        return new HttpServerOptions()
                .setIdleTimeout(IDLE_SECONDS_MAX)
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setMaxHeaderSize(HEADER_BYTES_MAX)
                .setMaxInitialLineLength(INITIAL_LINE_BYTES_MAX)
                .setCompressionSupported(false)
                .setDecompressionSupported(false);
    }
}
