package onward.bench.work;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import onward.bench.house.House;
import onward.bench.mail.Sink;

/** All workloads by their names. */
public final class Work {
    /** Mails go nowhere and are counted. */
    private static final String NOWHERE = "null:";

    private static final Map<String, Workload> ALL = new LinkedHashMap<>();

    static {
        List.of(
                        new Workload("w1", Help.W1_SUMMARY, Help.W1, null, 0, Raw.EVENTS_MIN, Work::welcome),
                        new Workload("w2", Help.W2_SUMMARY, Help.W2, "runs", 100_000, 0, Work::park),
                        new Workload("w3", Help.W3_SUMMARY, Help.W3, "events", 1_000, 0, Work::fanOut),
                        new Workload("w4", Help.W4_SUMMARY, Help.W4, "parked runs", 1_000_000, 0, Work::tail),
                        new Workload("w5", Help.W5_SUMMARY, Help.W5, "mails", 100_000, 0, Work::mail),
                        new Workload("pages", Help.PAGES_SUMMARY, Help.PAGES, "runs", 1_000_000, 0, Work::pages),
                        new Workload("raw", Help.RAW_SUMMARY, Help.RAW, null, 0, Raw.EVENTS_MIN, Work::raw))
                .forEach(workload -> ALL.put(workload.name(), workload));
    }

    private Work() {}

    public static Map<String, Workload> all() {
        return ALL;
    }

    private static Sheet welcome(Job job) {
        Sheet sheet = new Sheet();
        double http = BareHttp.measure(job);
        job.inHouse("server", NOWHERE, house -> {
            sheet.environment(job.environment(house));
            var welcome = new Welcome(job, house);
            welcome.prepare();
            var load = welcome.full(sheet);
            welcome.tell(sheet, "W1 welcome: event, mail, condition, mail", "w1", load);
            welcome.calm(sheet, "W1", "w1", load.runsPerSecond());
            Cost.memory(sheet, house);
            new Raw(job, house).measure(sheet);
        });
        sheet.put("raw_http_per_second", "bare HTTP: JSON in, JSON out", http, "/s");
        double runs = sheet.get("w1_runs_per_second");
        return sheet.part("W1 / raw")
                .put("w1_to_rows", "runs / its own rows by COPY", runs / sheet.get("raw_rows_per_second"), "")
                .put(
                        "w1_to_lean",
                        "runs / event, run, three steps by COPY",
                        runs / sheet.get("raw_lean_per_second"),
                        "")
                .put("w1_to_http", "runs / bare HTTP", runs / http, "");
    }

    private static Sheet raw(Job job) {
        Sheet sheet = new Sheet();
        double http = BareHttp.measure(job);
        job.inHouse("server", NOWHERE, house -> {
            sheet.environment(job.environment(house));
            new Welcome(job, house).prepare();
            new Raw(job, house).measure(sheet);
        });
        return sheet.put("raw_http_per_second", "bare HTTP: JSON in, JSON out", http, "/s");
    }

    /** What is measured in one server whose mails go nowhere. */
    private static Sheet inHouse(Job job, BiConsumer<House, Sheet> work) {
        Sheet sheet = new Sheet();
        job.inHouse("server", NOWHERE, house -> {
            sheet.environment(job.environment(house));
            work.accept(house, sheet);
        });
        return sheet;
    }

    private static Sheet park(Job job) {
        return inHouse(job, (house, sheet) -> {
            var park = new Park(job, house);
            park.prepare();
            park.measure(sheet);
        });
    }

    private static Sheet fanOut(Job job) {
        return inHouse(job, (house, sheet) -> {
            var fanOut = new FanOut(job, house);
            fanOut.prepare();
            fanOut.measure(sheet);
        });
    }

    private static Sheet tail(Job job) {
        Sheet sheet = new Sheet();
        var tail = new Tail(job);
        tail.mustFit();
        job.inHouse("full", NOWHERE, full -> {
            sheet.environment(job.environment(full));
            tail.fill(full);
            job.inHouse("empty", NOWHERE, empty -> tail.compare(sheet, empty, full));
            tail.check(sheet, full);
            Cost.memory(sheet, full);
        });
        return sheet;
    }

    private static Sheet pages(Job job) {
        return inHouse(job, (house, sheet) -> {
            var browsing = new Browsing(job, house);
            browsing.prepare();
            browsing.measure(sheet);
        });
    }

    private static Sheet mail(Job job) {
        Sheet sheet = new Sheet();
        try (Sink sink = Sink.open(job.premises().estate())) {
            var mailing = new Mailing(job, sink);
            double ceiling = mailing.ceiling();
            job.inHouse("server", sink.url(), house -> {
                sheet.environment(job.environment(house));
                mailing.measure(house, sheet);
            });
            return sheet.part("W5 / raw")
                    .put("raw_smtp_per_second", "mails the sink takes from a bare client", ceiling, "/s")
                    .put("w5_to_raw", "mails / bare client", sheet.get("w5_mails_per_second") / ceiling, "");
        }
    }
}
