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
        this.watch = new Watch(house);
        this.orders = Orders.of(new Post(house.url(), "/events/send", House.API_KEY), EVENT, Orders.PEOPLE);
    }

    /** Templates, automation, people, and a server that has compiled itself. */
    void prepare() {
        job.tell("w1: templates, automation, and a warm-up of %,d events", job.warmUp());
        var stage = new Stage(house.url());
        stage.template("hello");
        stage.template("thanks");
        stage.automation("welcome", Graphs.welcome(EVENT));
        loader().flat(orders, job.warmUp(), WARM_UP_MAX);
        watch.untilDone();
    }

    private Loader loader() {
        return new Loader(house.url(), job.connections());
    }

    /** What a load did. */
    record Load(Sent sent, long runs, Usage used) {
        double runsPerSecond() {
            return runs / used.seconds();
        }
    }

    /** All that the machine gives. */
    Load full(Sheet sheet) {
        job.tell("w1: full load for %d s over %d connections", job.time().toSeconds(), job.connections());
        NewRows rows = NewRows.of(house.database());
        Usage from = house.usage();
        Sent sent = loader().flat(orders, Integer.MAX_VALUE, job.time());
        watch.untilDone();
        Usage used = house.usage().since(from);
        check(sheet, sent, rows);
        return new Load(sent, rows.completedRuns(), used);
    }

    /** A run of each event, four steps in each, two mails out of each. */
    private static void check(Sheet sheet, Sent sent, NewRows rows) {
        if (sent.refused() > 0) {
            sheet.fault(sent.refused() + " events were refused, the last with " + sent.refusal());
        }
        long runs = sent.count();
        sheet.expect("runs completed of this load", runs, rows.completedRuns());
        sheet.expect("steps completed", runs * STEPS, rows.count("trail", "run_id", "status = 'completed'"));
        sheet.expect("mails sent", runs * MAILS, rows.count("envelope", "id", "state = 'sent'"));
    }

    /** Puts a load into the sheet, under a heading of its own. */
    void tell(Sheet sheet, String title, String key, Load load) {
        var answers = load.sent().answers();
        sheet.part(title + " (" + job.connections() + " connections, "
                        + job.time().toSeconds() + " s)")
                .put(key + "_runs_per_second", "runs completed, mails out", load.runsPerSecond(), "/s")
                .put(
                        key + "_accepted_per_second",
                        "events accepted while sending",
                        load.sent().count() / load.sent().seconds(),
                        "/s")
                .put(key + "_answer_p50_millis", "answer to an event, p50", answers.millis(0.5), "ms")
                .put(key + "_answer_p99_millis", "answer to an event, p99", answers.millis(0.99), "ms");
        Cost.put(sheet, key, load.used(), load.runs(), "run");
    }

    /** A third of what it can, and next to nothing: how long does a run take? */
    void calm(Sheet sheet, String title, String key, double runsPerSecond) {
        double rate = CALM * runsPerSecond;
        job.tell("w1: %.0f events/s for %d s", rate, job.time().toSeconds());
        times(sheet.part(String.format("%s at 30 %% load (%.0f events/s)", title, rate)), key + "_calm", rate);
        job.tell("w1: %.0f events/s for %d s", IDLE_PER_SECOND, IDLE_TIME.toSeconds());
        Sheet idle = sheet.part(String.format("%s at an idle server (%.0f events/s)", title, IDLE_PER_SECOND));
        times(idle, key + "_idle", IDLE_PER_SECOND, IDLE_TIME);
    }

    private void times(Sheet sheet, String key, double rate) {
        times(sheet, key, rate, job.time());
    }

    private void times(Sheet sheet, String key, double rate, Duration time) {
        NewRows rows = NewRows.of(house.database());
        Sent sent = loader().steady(orders, rate, time);
        watch.untilDone();
        var times = watch.completions(sent, rows);
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
}
