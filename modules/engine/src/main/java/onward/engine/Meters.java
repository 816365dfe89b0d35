package onward.engine;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import java.util.List;
import onward.bus.Ingested;
import onward.flow.run.StepStatus;
import onward.flow.run.TrailEntry;
import onward.store.table.Outbox.Lease;
import onward.store.table.Outbox.Settlement;

/**
 * What this process did since it began, for whoever scrapes it; written after the commit, so what was rolled back is not
 * in it. One a process, as Prometheus expects; that is why it is static. What is counted for people, by automation and
 * for good, is in {@link Counting}.
 */
final class Meters {
    private static final double[] ROWS = {1, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_000};
    private static final double[] SECONDS = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};

    private static final Counter EVENTS = Counter.builder()
            .name("onward_events_total")
            .help("Events that were handed to the ingest, by what they were answered.")
            .labelNames("outcome")
            .register();
    private static final Histogram INGEST_BATCH = Histogram.builder()
            .name("onward_ingest_batch_events")
            .help("Events that were stored by one commit.")
            .classicOnly()
            .classicUpperBounds(ROWS)
            .register();
    private static final Counter RUNS_STARTED = Counter.builder()
            .name("onward_runs_started_total")
            .help("Runs that began.")
            .register();
    private static final Counter RUNS_ENDED = Counter.builder()
            .name("onward_runs_ended_total")
            .help("Runs that a pass ended, by the status they ended in.")
            .labelNames("status")
            .register();
    private static final Counter STEPS = Counter.builder()
            .name("onward_steps_total")
            .help("Visits of steps that ended, by the step's type and how they ended.")
            .labelNames("type", "outcome")
            .register();
    private static final Counter ENVELOPES = Counter.builder()
            .name("onward_envelopes_total")
            .help("Attempts to deliver mails and pushes, by channel and what became of them.")
            .labelNames("channel", "outcome")
            .register();
    private static final Histogram PASS_ROWS = Histogram.builder()
            .name("onward_pass_rows")
            .help("Rows that a pass of a worker moved; passes that found nothing are left out.")
            .labelNames("worker")
            .classicOnly()
            .classicUpperBounds(ROWS)
            .register();
    private static final Histogram PASS_SECONDS = Histogram.builder()
            .name("onward_pass_seconds")
            .help("How long a pass of a worker took that moved rows.")
            .labelNames("worker")
            .classicOnly()
            .classicUpperBounds(SECONDS)
            .register();
    private static final Counter PASS_FAILURES = Counter.builder()
            .name("onward_pass_failures_total")
            .help("Passes of a worker that failed and were rolled back.")
            .labelNames("worker")
            .register();

    static {
        // A series that is not there yet hides its first step from rate().
        List.of("accepted", "duplicate", "refused", "turned_away").forEach(EVENTS::initLabelValues);
        List.of("completed", "failed", "cancelled").forEach(RUNS_ENDED::initLabelValues);
        List.of("sent", "deferred", "failed", "bounced", "suppressed")
                .forEach(outcome -> ENVELOPES.initLabelValues("email", outcome));
    }

    private Meters() {}

    /** A batch of events was answered. */
    static void ingested(List<Ingested> answers) {
        INGEST_BATCH.observe(answers.size());
        answers.forEach(answer -> EVENTS.labelValues(outcome(answer)).inc());
    }

    /** Events were not stored for want of room or by a fault; their senders were told to try again. */
    static void turnedAway(int events) {
        EVENTS.labelValues("turned_away").inc(events);
    }

    private static String outcome(Ingested answer) {
        if (answer instanceof Ingested.Accepted accepted) {
            return accepted.duplicate() ? "duplicate" : "accepted";
        }
        return "refused";
    }

    /** Runs were moved and saved. */
    static void turned(List<Turned> turned) {
        turned.forEach(Meters::turned);
    }

    private static void turned(Turned one) {
        var run = one.decision().run();
        if (one.job().isFresh()) {
            RUNS_STARTED.inc();
        }
        if (!run.isLive()) {
            RUNS_ENDED.labelValues(run.status().word()).inc();
        }
        one.decision().trail().stream()
                .filter(Meters::isOver)
                .forEach(entry -> STEPS.labelValues(
                                entry.stepType(), entry.status().word())
                        .inc());
    }

    private static boolean isOver(TrailEntry entry) {
        return entry.completedAt() != null && entry.status() != StepStatus.WAITING;
    }

    /** Attempts were settled. */
    static void settled(List<Settlement> settlements) {
        settlements.forEach(one ->
                ENVELOPES.labelValues(one.lease().channel(), outcome(one)).inc());
    }

    /** What goes back into the queue is to be tried again. */
    private static String outcome(Settlement settlement) {
        return settlement.state().equals("queued") ? "deferred" : settlement.lastEvent();
    }

    /** Mails were leased that must not go out any more. */
    static void barred(List<Lease> leases) {
        leases.forEach(
                lease -> ENVELOPES.labelValues(lease.channel(), "suppressed").inc());
    }

    /** A pass is over. */
    static void passed(String worker, int rows, long nanos) {
        String kind = kind(worker);
        PASS_FAILURES.initLabelValues(kind);
        if (rows > 0) {
            PASS_ROWS.labelValues(kind).observe(rows);
            PASS_SECONDS.labelValues(kind).observe(nanos / 1e9);
        }
    }

    static void failed(String worker) {
        PASS_FAILURES.labelValues(kind(worker)).inc();
    }

    /** The lanes of one worker are one: {@code courier 2} is a courier. */
    private static String kind(String worker) {
        return worker.replaceAll(" \\d+$", "").replace(' ', '_');
    }
}
