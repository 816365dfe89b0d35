package onward.app.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.metrics.MetricsOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.spi.VertxMetricsFactory;
import io.vertx.core.spi.metrics.HttpServerMetrics;
import io.vertx.core.spi.metrics.PoolMetrics;
import io.vertx.core.spi.metrics.VertxMetrics;
import io.vertx.core.spi.observability.HttpRequest;
import io.vertx.core.spi.observability.HttpResponse;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What one server's Vert.x tells of itself: requests that were answered, and the connections to the database. Everything
 * else that could be measured there is not, for it would be measured at every message.
 */
public final class Measured implements VertxMetrics, VertxMetricsFactory {
    private static final String SQL_POOL = "sql";
    private static final double[] SECONDS = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final AtomicInteger connectionsInUse = new AtomicInteger();
    private final AtomicInteger connectionsWaitedFor = new AtomicInteger();
    private final AtomicInteger connectionsMax = new AtomicInteger();
    private final Counter requests = Counter.builder()
            .name("onward_http_requests_total")
            .help("Requests that were answered, by the status code.")
            .labelNames("code")
            .register(registry);
    private final Histogram requestSeconds = Histogram.builder()
            .name("onward_http_request_seconds")
            .help("How long requests took until their answer was out.")
            .classicOnly()
            .classicUpperBounds(SECONDS)
            .register(registry);

    public Measured() {
        gauge("onward_pool_connections_in_use", "Connections to the database that have work.", connectionsInUse);
        gauge("onward_pool_waiting", "Pieces of work that wait for a connection.", connectionsWaitedFor);
        gauge("onward_pool_connections_max", "Connections to the database that there may be.", connectionsMax);
        JvmMetrics.builder().register(registry);
    }

    /** With which a Vert.x is made that is to be measured. */
    public static VertxOptions options() {
        return new VertxOptions().setMetricsOptions(new MetricsOptions().setEnabled(true));
    }

    PrometheusRegistry registry() {
        return registry;
    }

    private void gauge(String name, String help, AtomicInteger value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(told -> told.call(value.get()))
                .register(registry);
    }

    @Override
    public VertxMetrics metrics(VertxOptions options) {
        return this;
    }

    @Override
    public boolean isMetricsEnabled() {
        return true;
    }

    @Override
    public PoolMetrics<?, ?> createPoolMetrics(String type, String name, int max) {
        if (!type.equals(SQL_POOL)) {
            return null;
        }
        connectionsMax.set(max);
        return new Connections();
    }

    @Override
    public HttpServerMetrics<?, ?, ?> createHttpServerMetrics(HttpServerOptions options, SocketAddress address) {
        return new Requests();
    }

    /** What waits for a connection, and what has one; there is nothing to remember of either. */
    private final class Connections implements PoolMetrics<Boolean, Boolean> {
        @Override
        public Boolean enqueue() {
            connectionsWaitedFor.incrementAndGet();
            return true;
        }

        @Override
        public void dequeue(Boolean waiting) {
            connectionsWaitedFor.decrementAndGet();
        }

        @Override
        public Boolean begin() {
            connectionsInUse.incrementAndGet();
            return true;
        }

        @Override
        public void end(Boolean using) {
            connectionsInUse.decrementAndGet();
        }
    }

    /** Of a request its begin is remembered; of a scrape, which is no request of anybody, nothing. */
    private final class Requests implements HttpServerMetrics<Long, Void, Void> {
        @Override
        public Long requestBegin(Void socket, HttpRequest request) {
            return request.uri().equals(AdminVerticle.PATH) ? null : System.nanoTime();
        }

        @Override
        public void responseEnd(Long begun, HttpResponse response, long bytes) {
            if (begun != null) {
                requests.labelValues(Integer.toString(response.statusCode())).inc();
                requestSeconds.observe((System.nanoTime() - begun) / 1e9);
            }
        }

        /** The client went away before it was answered. */
        @Override
        public void requestReset(Long begun) {
            if (begun != null) {
                requests.labelValues("reset").inc();
            }
        }
    }
}
