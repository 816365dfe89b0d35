package onward.bench.work;

import java.time.Duration;
import java.util.function.IntFunction;
import onward.bench.house.House;
import onward.bench.house.Usage;
import onward.bench.load.Loader;
import onward.bench.load.Post;
import onward.bench.load.Sent;
import onward.bench.mail.Client;
import onward.bench.mail.Sink;
import onward.bench.mail.Taken;

/** W5: runs of one mail each, which leave by SMTP to a sink on this machine, one recipient a mail. */
final class Mailing {
    private static final String EVENT = "shop.joined";
    private static final Duration SEND_MAX = Duration.ofMinutes(10);
    private static final Duration WARM_UP_MAX = Duration.ofSeconds(90);
    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final Duration CEILING_TIME = Duration.ofSeconds(3);
    /** As many as the server has to a mail server. */
    private static final int CEILING_CONNECTIONS = 4;

    private final Job job;
    private final Sink sink;

    Mailing(Job job, Sink sink) {
        this.job = job;
        this.sink = sink;
    }

    /** What the sink takes from a client that does nothing else, mails a second. */
    double ceiling() {
        job.tell("raw: the sink alone");
        Client.perSecond(sink.port(), CEILING_CONNECTIONS, CEILING_TIME);
        return Client.perSecond(sink.port(), CEILING_CONNECTIONS, CEILING_TIME);
    }

    void measure(House house, Sheet sheet) {
        var stage = new Stage(house.url());
        var watch = new Watch(house);
        var loader = new Loader(house.url(), job.connections());
        var orders = Orders.of(new Post(house.url(), "/events/send", House.API_KEY), EVENT, Orders.PEOPLE);
        job.tell("w5: template, automation, and a warm-up of %,d mails at most", job.warmUp());
        stage.template("hello");
        stage.automation("letter", Graphs.letter(EVENT));
        loader.flat(orders, job.warmUp(), WARM_UP_MAX);
        watch.untilDone();
        load(house, watch, loader, orders, sheet);
        Cost.memory(sheet, house);
    }

    private void load(House house, Watch watch, Loader loader, IntFunction<byte[]> orders, Sheet sheet) {
        job.tell("w5: %,d events, a mail each", job.count());
        NewRows rows = NewRows.of(house.database());
        sink.reset();
        double sinkCpu = sink.cpuSeconds();
        Usage from = house.usage();
        Sent sent = loader.flat(orders, job.count(), SEND_MAX);
        watch.until("select not exists (select from unmatched_event)", PATIENCE);
        Taken.Report sealed = sink.report();
        long sealedNanos = System.nanoTime();
        job.tell("w5: all are sealed, %,d are out", sealed.mails());
        watch.until("select not exists (select from outbox)", PATIENCE);
        Usage used = house.usage().since(from);
        Taken.Report all = sink.report();
        double rest = (System.nanoTime() - sealedNanos) / 1e9;
        check(sheet, sent, all, rows);
        sheet.part("W5 mail: event, mail by SMTP over loopback")
                .put("w5_mails_per_second", "mails out, first to last dot", all.mails() / (all.nanos() / 1e9), "/s")
                .put("w5_courier_per_second", "  once all were sealed", (all.mails() - sealed.mails()) / rest, "/s")
                .put("w5_accepted_per_second", "events accepted while sending", sent.count() / sent.seconds(), "/s")
                .put("w5_bytes", "bytes of a mail", all.bytes() / (double) all.mails(), "bytes")
                .put("w5_connections", "connections opened meanwhile", all.connections(), "")
                .put(
                        "w5_sink_cpu_seconds",
                        "(sink's CPU per 1,000 mails, not counted)",
                        (sink.cpuSeconds() - sinkCpu) / (all.mails() / 1e3),
                        "s");
        Cost.put(sheet, "w5", used, all.mails(), "mail");
    }

    private static void check(Sheet sheet, Sent sent, Taken.Report all, NewRows rows) {
        if (sent.refused() > 0) {
            sheet.fault(sent.refused() + " events were refused, the last with " + sent.refusal());
        }
        sheet.expect("mails taken by the sink", sent.count(), all.mails());
        sheet.expect("recipients of them", all.mails(), all.recipients());
        sheet.expect("mails sent", sent.count(), rows.count("envelope", "id", "state = 'sent'"));
    }
}
