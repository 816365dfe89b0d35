package onward.bench.work;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import onward.bench.house.House;

/** All workloads by their names. */
public final class Work {
    /** Mails go nowhere and are counted. */
    static final String NOWHERE = "null:";

    private static final Map<String, Function<Job, Sheet>> ALL = new LinkedHashMap<>();

    static {
        ALL.put("w1", Work::welcome);
        ALL.put("raw", Work::raw);
    }

    private Work() {}

    public static Map<String, Function<Job, Sheet>> all() {
        return ALL;
    }

    private static Sheet welcome(Job job) {
        Sheet sheet = new Sheet();
        double http = BareHttp.measure(job);
        try (House house = House.open(job.premises(), NOWHERE)) {
            var welcome = new Welcome(job, house);
            welcome.prepare();
            welcome.full(sheet, "w1");
            welcome.calm(sheet, "w1");
            welcome.memory(sheet);
            new Raw(job, house).measure(sheet);
        }
        sheet.put("raw_http_per_second", "bare HTTP: JSON in, JSON out", http, "/s");
        double runs = sheet.get("w1_runs_per_second");
        sheet.part("W1 / raw")
                .put("w1_to_rows", "runs / its own rows by COPY", runs / sheet.get("raw_rows_per_second"), "")
                .put(
                        "w1_to_lean",
                        "runs / event, run, three steps by COPY",
                        runs / sheet.get("raw_lean_per_second"),
                        "")
                .put("w1_to_http", "runs / bare HTTP", runs / http, "");
        return sheet;
    }

    private static Sheet raw(Job job) {
        Sheet sheet = new Sheet();
        double http = BareHttp.measure(job);
        try (House house = House.open(job.premises(), NOWHERE)) {
            var welcome = new Welcome(job, house);
            welcome.prepare();
            new Raw(job, house).measure(sheet);
        }
        return sheet.put("raw_http_per_second", "bare HTTP: JSON in, JSON out", http, "/s");
    }
}
