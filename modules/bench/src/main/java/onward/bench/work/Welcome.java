package onward.bench.work;

import java.time.Duration;
import java.util.function.IntFunction;
import onward.bench.house.House;
import onward.bench.house.Usage;
import onward.bench.load.Loader;
import onward.bench.load.Post;
import onward.bench.load.Sent;

/**
 * W1: an event in, a run of trigger, mail, condition and mail, all of it durable, and two mails into a channel that
 * takes and counts them.
 */
final class Welcome {
    static final String EVENT = "shop.joined";
    private static final double CALM = 0.3;
    private static final double IDLE_PER_SECOND = 25;
    private static final Duration IDLE_TIME = Duration.ofSeconds(6);
    private static final Duration WARM_UP_MAX = Duration.ofSeconds(90);
    private static final int STEPS = 4;
    private static final int MAILS = 2;

    private final Job job;
    private final House house;
    private final Watch watch;
    private final IntFunction<byte[]> orders;

    Welcome(Job job, House house) {
        this.job = job;
        this.house = house;
        this.watch = new Watch(house.database());
        this.orders = Orders.of(new Post(house.url(), "/events/send", House.API_KEY), EVENT, Orders.PEOPLE);
    }

    /** Templates, automation, people, and a server that has compiled itself. */
    void prepare() {
        job.progress().accept("w1: templates, automation, and a warm-up that makes " + Orders.PEOPLE + " contacts");
        var stage = new Stage(house.url());
        stage.template("hello");
        stage.template("thanks");
        stage.welcome("welcome", EVENT);
        loader().flat(orders, job.warmUp(), WARM_UP_MAX);
        watch.untilDone();
    }

    private Loader loader() {
        return new Loader(house.url(), job.connections());
    }

    /** All that the machine gives. */
    void full(Sheet sheet, String key) {
        job.progress()
                .accept("w1: full load for " + job.time().toSeconds() + " s over " + job.connections()
                        + " connections");
        long before = completed();
        Usage from = house.usage();
        Sent sent = loader().flat(orders, Integer.MAX_VALUE, job.time());
        watch.untilDone();
        Usage used = house.usage().since(from);
        long runs = completed() - before;
        check(sheet, sent, runs);
        double thousands = runs / 1_000.0;
        sheet.part("W1 welcome: event, mail, condition, mail (" + job.connections() + " connections, "
                        + job.time().toSeconds() + " s)")
                .put(key + "_runs_per_second", "runs completed, mails out", runs / used.seconds(), "/s")
                .put(key + "_accepted_per_second", "events accepted while sending", sent.count() / sent.seconds(), "/s")
                .put(
                        key + "_answer_p50_millis",
                        "answer to an event, p50",
                        sent.answers().millis(0.5),
                        "ms")
                .put(
                        key + "_answer_p99_millis",
                        "answer to an event, p99",
                        sent.answers().millis(0.99),
                        "ms")
                .put(key + "_cpu_seconds", "CPU per 1,000 runs, server + database", used.cpu() / thousands, "s")
                .put(key + "_server_cpu_seconds", "  server", used.serverCpu() / thousands, "s")
                .put(key + "_database_cpu_seconds", "  database", used.databaseCpu() / thousands, "s")
                .put(key + "_driver_cpu_seconds", "  (driver, not counted)", used.driverCpu() / thousands, "s")
                .put(key + "_commits", "commits per run", used.commits() / (double) runs, "")
                .put(key + "_wal_bytes", "WAL per run", used.walBytes() / (double) runs, "bytes")
                .put(key + "_database_bytes", "database per run", used.dataBytes() / (double) runs, "bytes");
    }

    /** A run of each event, four steps in each, two mails out of each. */
    private void check(Sheet sheet, Sent sent, long runs) {
        if (sent.refused() > 0) {
            sheet.fault(sent.refused() + " events were refused, the last with " + sent.refusal());
        }
        expect(sheet, "runs completed of this load", sent.count(), runs);
        long all = completed();
        expect(sheet, "steps completed", all * STEPS, number("select count(*) from trail where status = 'completed'"));
        expect(sheet, "mails sent", all * MAILS, number("select count(*) from envelope where state = 'sent'"));
    }

    private static void expect(Sheet sheet, String what, long expected, long found) {
        if (expected != found) {
            sheet.fault("expected " + expected + " " + what + ", found " + found);
        }
    }

    /** A third of it, and next to nothing: how long does a run take? */
    void calm(Sheet sheet, String key) {
        double rate = CALM * sheet.get(key + "_runs_per_second");
        job.progress()
                .accept(String.format(
                        "w1: %.0f events/s for %d s", rate, job.time().toSeconds()));
        times(sheet.part(String.format("W1 at 30 %% load (%.0f events/s)", rate)), key + "_calm", rate, job.time());
        job.progress().accept("w1: " + (int) IDLE_PER_SECOND + " events/s for " + IDLE_TIME.toSeconds() + " s");
        times(
                sheet.part("W1 at an idle server (" + (int) IDLE_PER_SECOND + " events/s)"),
                key + "_idle",
                IDLE_PER_SECOND,
                IDLE_TIME);
    }

    private void times(Sheet sheet, String key, double rate, Duration time) {
        Sent sent = loader().steady(orders, rate, time);
        watch.untilDone();
        var times = watch.completions(sent);
        sheet.put(
                        key + "_p50_millis",
                        "accepted -> completed, p50",
                        times.fromAnswer().millis(0.5),
                        "ms")
                .put(
                        key + "_p99_millis",
                        "accepted -> completed, p99",
                        times.fromAnswer().millis(0.99),
                        "ms")
                .put(
                        key + "_from_sending_p50_millis",
                        "sent -> completed, p50",
                        times.fromSending().millis(0.5),
                        "ms")
                .put(
                        key + "_from_sending_p99_millis",
                        "sent -> completed, p99",
                        times.fromSending().millis(0.99),
                        "ms")
                .put(
                        key + "_from_sending_max_millis",
                        "sent -> completed, most",
                        times.fromSending().millis(1),
                        "ms");
    }

    /** Peak memory of all that was done so far. */
    void memory(Sheet sheet) {
        sheet.part("Memory at its peak")
                .put("server_peak_mebibytes", "server", house.serverPeakBytes() / 1048576.0, "MiB")
                .put(
                        "database_peak_mebibytes",
                        "database, all processes",
                        house.databasePeakBytes() / 1048576.0,
                        "MiB");
    }

    private long completed() {
        return number("select count(*) from run where status = 'completed'");
    }

    private long number(String sql) {
        return house.database().number(sql);
    }
}
