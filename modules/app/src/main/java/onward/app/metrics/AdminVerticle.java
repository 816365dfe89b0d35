package onward.app.metrics;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers {@code GET /metrics}, and nothing else. */
public final class AdminVerticle extends VerticleBase {
    public static final String PATH = "/metrics";

    private static final Logger LOG = LoggerFactory.getLogger(AdminVerticle.class);
    /** How long a connection may stay silent. */
    private static final int IDLE_SECONDS_MAX = 60;
    /** How long a scrape under way may take when the server stops. */
    private static final int DRAIN_SECONDS_MAX = 5;

    private final String host;
    private final int port;
    private final Scrape scrape;
    private final AtomicInteger boundPort;
    private HttpServer server;

    /**
     * One listener.
     *
     * @param port 0: any free one
     * @param boundPort told the port once it listens
     */
    public AdminVerticle(String host, int port, Scrape scrape, AtomicInteger boundPort) {
        this.host = host;
        this.port = port;
        this.scrape = scrape;
        this.boundPort = boundPort;
    }

    @Override
    public Future<?> start() {
        var options = new HttpServerOptions()
                .setHttp2ClearTextEnabled(false)
                .setIdleTimeout(IDLE_SECONDS_MAX)
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setCompressionSupported(true);
        server = vertx.createHttpServer(options).requestHandler(this::answer);
        return server.listen(port, host).onSuccess(listening -> boundPort.set(listening.actualPort()));
    }

    @Override
    public Future<?> stop() {
        return server.shutdown(DRAIN_SECONDS_MAX, TimeUnit.SECONDS);
    }

    private void answer(HttpServerRequest request) {
        if (!PATH.equals(request.path())) {
            refuse(request, 404, "Expected GET " + PATH + ", found another path.");
        } else if (!request.method().equals(HttpMethod.GET)) {
            refuse(request, 405, "Expected GET, found another method.");
        } else {
            scrape.text(vertx)
                    .onSuccess(text -> request.response()
                            .putHeader("content-type", PrometheusTextFormatWriter.CONTENT_TYPE)
                            .end(text))
                    .onFailure(fault -> {
                        LOG.error("Expected to answer a scrape, found a fault.", fault);
                        refuse(request, 500, "The metrics could not be written; the log of the server says why.");
                    });
        }
    }

    private static void refuse(HttpServerRequest request, int status, String words) {
        request.response()
                .setStatusCode(status)
                .putHeader("content-type", "text/plain; charset=utf-8")
                .end(words + "\n");
    }
}
