package onward.app.metrics;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import onward.store.Store;
import onward.store.page.Backlog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything that is told, at this moment. Of scrapes at the same time all get the answer of the first. */
public final class Scrape {
    /** How long the database may take for its part. */
    static final Duration DATABASE_TIME_MAX = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(Scrape.class);

    private final Store store;
    private final Measured measured;
    private Future<Buffer> underWay = Future.failedFuture("none yet");

    public Scrape(Store store, Measured measured) {
        this.store = store;
        this.measured = measured;
    }

    /** In Prometheus' text format; fails only by a fault of ours. */
    Future<Buffer> text(Vertx vertx) {
        if (underWay.isComplete()) {
            underWay = backlog().compose(gauges -> vertx.executeBlocking(() -> written(gauges)));
        }
        return underWay;
    }

    private Future<List<MetricSnapshot>> backlog() {
        return store.transaction(DATABASE_TIME_MAX, tx -> store.now(tx).compose(now -> Backlog.of(tx, now)))
                .timeout(2 * DATABASE_TIME_MAX.toMillis(), TimeUnit.MILLISECONDS)
                .map(Scrape::gauges)
                .otherwise(fault -> {
                    LOG.warn("Expected the database to say what waits, found: {}", fault.getMessage());
                    return List.of(up(0));
                });
    }

    private static List<MetricSnapshot> gauges(Backlog backlog) {
        var gauges = new ArrayList<MetricSnapshot>();
        gauges.add(up(1));
        gauges.add(gauge("onward_events_unmatched", "Events that nobody has looked at.", backlog.events()));
        gauges.add(gauge(
                "onward_events_unmatched_age_seconds",
                "How long the oldest of them has waited.",
                seconds(backlog.eventsAge())));
        gauges.add(gauge("onward_runs_due", "Runs whose instant has come.", backlog.runsDue()));
        gauges.add(gauge(
                "onward_runs_due_age_seconds", "How long the first of them has been due.", seconds(backlog.runsAge())));
        gauges.add(gauge("onward_outbox_waiting", "Mails and pushes that are not out.", backlog.outbox()));
        gauges.add(gauge("onward_outbox_due", "Those of them that are due.", backlog.outboxDue()));
        gauges.add(gauge(
                "onward_outbox_due_age_seconds",
                "How long the first of them has been due.",
                seconds(backlog.outboxAge())));
        gauges.add(GaugeSnapshot.builder()
                .name("onward_quarantined")
                .help("Events and runs that are left alone because they fail by themselves.")
                .dataPoint(point(Labels.of("kind", "event"), backlog.eventsQuarantined()))
                .dataPoint(point(Labels.of("kind", "run"), backlog.runsQuarantined()))
                .build());
        gauges.add(gauge("onward_database_bytes", "The size of the database on disk.", backlog.bytes()));
        return gauges;
    }

    private static MetricSnapshot up(int value) {
        return gauge("onward_database_up", "Whether the database answered this scrape.", value);
    }

    private static double seconds(Duration age) {
        return age.toMillis() / 1_000.0;
    }

    private static GaugeSnapshot gauge(String name, String help, double value) {
        return GaugeSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(point(Labels.EMPTY, value))
                .build();
    }

    private static GaugeDataPointSnapshot point(Labels labels, double value) {
        return GaugeDataPointSnapshot.builder().labels(labels).value(value).build();
    }

    /** Reads files of the system, so it is done on a worker. */
    private Buffer written(List<MetricSnapshot> gauges) throws IOException {
        var all = Stream.of(
                        PrometheusRegistry.defaultRegistry.scrape().stream(),
                        measured.registry().scrape().stream(),
                        gauges.stream())
                .flatMap(some -> some)
                .toList();
        var out = new ByteArrayOutputStream();
        PrometheusTextFormatWriter.create().write(out, new MetricSnapshots(all));
        return Buffer.buffer(out.toByteArray());
    }
}
