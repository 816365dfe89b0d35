package onward.bench.work;

import java.time.Duration;
import java.util.function.IntFunction;
import onward.bench.house.House;
import onward.bench.house.Usage;
import onward.bench.load.Loader;
import onward.bench.load.Post;
import onward.bench.load.Sent;

/** W3: one event that two hundred automations begin with, each with a trigger and a condition on the payload. */
final class FanOut {
    static final int AUTOMATIONS = 200;
    private static final String EVENT = "shop.told";
    private static final Duration SEND_MAX = Duration.ofMinutes(10);
    private static final double CALM = 0.3;

    private final Job job;
    private final House house;
    private final Watch watch;
    private final IntFunction<byte[]> orders;

    FanOut(Job job, House house) {
        this.job = job;
        this.house = house;
        this.watch = new Watch(house);
        this.orders = Orders.of(new Post(house.url(), "/events/send", House.API_KEY), EVENT, Orders.PEOPLE);
    }

    /** Automations, people, and a server that has compiled itself. */
    void prepare() {
        job.tell("w3: %d automations, and a warm-up of %,d runs", AUTOMATIONS, job.warmUp());
        var stage = new Stage(house.url());
        for (int i = 0; i < AUTOMATIONS; i++) {
            stage.automation("choose-" + i, Graphs.choose(EVENT));
        }
        send(1);
        new Fill(job, house.database()).people(0, 1, Orders.PEOPLE);
        send(job.warmUp() / AUTOMATIONS);
    }

    private Sent send(int events) {
        Sent sent = loader().flat(orders, events, SEND_MAX);
        watch.untilDone();
        return sent;
    }

    private Loader loader() {
        return new Loader(house.url(), job.connections());
    }

    void measure(Sheet sheet) {
        double perSecond = full(sheet);
        calm(sheet, CALM * perSecond);
        Cost.memory(sheet, house);
    }

    /** Events a second. */
    private double full(Sheet sheet) {
        job.tell("w3: %,d events at once, %,d runs", job.count(), (long) job.count() * AUTOMATIONS);
        NewRows rows = NewRows.of(house.database());
        Usage from = house.usage();
        Sent sent = send(job.count());
        Usage used = house.usage().since(from);
        long runs = rows.completedRuns();
        check(sheet, sent, runs);
        sheet.part("W3 fan-out: one event, " + AUTOMATIONS + " automations of trigger and condition")
                .put("w3_events_per_second", "events done", sent.count() / used.seconds(), "/s")
                .put("w3_runs_per_second", "runs completed", runs / used.seconds(), "/s");
        Cost.put(sheet, "w3", used, runs, "run");
        return sent.count() / used.seconds();
    }

    private static void check(Sheet sheet, Sent sent, long runs) {
        if (sent.refused() > 0) {
            sheet.fault(sent.refused() + " events were refused, the last with " + sent.refusal());
        }
        sheet.expect("runs completed", (long) sent.count() * AUTOMATIONS, runs);
    }

    private void calm(Sheet sheet, double rate) {
        job.tell("w3: %.1f events/s for %d s", rate, job.time().toSeconds());
        NewRows rows = NewRows.of(house.database());
        Sent sent = loader().steady(orders, rate, job.time());
        watch.untilDone();
        check(sheet, sent, rows.completedRuns());
        var last = watch.completions(sent, rows).fromAnswer();
        sheet.part(String.format("W3 at 30 %% load (%.1f events/s)", rate))
                .put(
                        "w3_calm_last_p50_millis",
                        "accepted -> last of " + AUTOMATIONS + " runs, p50",
                        last.millis(0.5),
                        "ms")
                .put("w3_calm_last_p99_millis", "accepted -> last of them, p99", last.millis(0.99), "ms")
                .put("w3_calm_last_max_millis", "accepted -> last of them, most", last.millis(1), "ms");
    }
}
