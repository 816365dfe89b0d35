package onward.bench.work;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntFunction;
import onward.bench.house.Database;
import onward.bench.house.House;
import onward.bench.house.Usage;
import onward.bench.load.Latencies;
import onward.bench.load.Loader;
import onward.bench.load.Post;
import onward.bench.load.Sent;

/**
 * W2: runs that wait for an event with a timeout, each of a person of its own. Half of them are resumed by events, the
 * rest time out at one instant.
 *
 * <p>A timeout is a span of whole seconds that counts from when the server came to the wait. So that the timeouts of
 * runs which start one after another end together, the rest is started in bursts, one at the beginning of every
 * second, each burst by an automation whose timeout is a second shorter than that of the one before. How far their due
 * instants lie apart after all is told.
 */
final class Park {
    private static final String RESUMED = "parcel.sent";
    private static final String TIMED = "parcel.announced.";
    private static final String AWAITED = "parcel.arrived";
    private static final String WARM_UP = "parcel.tried";
    private static final String WARM_AWAITED = "parcel.tasted";
    private static final Duration PARK_MAX = Duration.ofMinutes(10);
    /** How much of a second a burst is to take. */
    private static final double BURST_SECONDS = 0.25;

    private static final int BURSTS_MAX = 60;
    /** For all that happens beside the resumes while the timeouts run: looking at heap and tables, and at each run. */
    private static final int SPARE_SECONDS = 6;

    private static final int RUNS_PER_SPARE_SECOND = 20_000;

    private static final double RESUMES_PER_SECOND_UNKNOWN = 250;
    private static final List<String> TABLES = List.of("run", "trail", "open_wait", "event", "contact");
    private static final List<String> PARKED_TABLES = List.of("run", "trail", "open_wait");

    private final Job job;
    private final House house;
    private final Database database;
    private final Watch watch;
    private final Stage stage;
    private final Post post;
    private final int resumed;
    private final int timed;
    private double resumesPerSecond = RESUMES_PER_SECOND_UNKNOWN;

    Park(Job job, House house) {
        this.job = job;
        this.house = house;
        this.database = house.database();
        this.watch = new Watch(house);
        this.stage = new Stage(house.url());
        this.post = new Post(house.url(), "/events/send", House.API_KEY);
        this.resumed = job.count() / 2;
        this.timed = job.count() - resumed;
    }

    /** Automations, people, and a server that has compiled itself. */
    void prepare() {
        int runs = Math.max(1, job.warmUp() / 2);
        job.tell("w2: automations, people, and a warm-up of %,d runs", runs);
        stage.automation("warm-up", Graphs.park(WARM_UP, WARM_AWAITED, "30 days"));
        stage.automation("resumed", Graphs.park(RESUMED, AWAITED, "30 days"));
        send(Orders.of(post, WARM_UP, 0, 1), 1);
        new Fill(job, database).people(0, 1, Math.max(job.count(), runs));
        send(Orders.of(post, WARM_UP, 1, runs), runs - 1);
        Usage from = house.usage();
        send(Orders.of(post, WARM_AWAITED, 0, runs), runs);
        if (job.warmUp() > 0) {
            resumesPerSecond = runs / house.usage().since(from).seconds();
        }
        // Room that the warm-up left free would make a parked run look smaller than it is.
        for (String table : TABLES) {
            database.execute("vacuum (full, analyze) " + table);
        }
    }

    private Sent send(IntFunction<byte[]> orders, int count) {
        Sent sent = new Loader(house.url(), job.connections()).flat(orders, count, PARK_MAX);
        watch.untilDone();
        return sent;
    }

    void measure(Sheet sheet) {
        NewRows rows = NewRows.of(database);
        Memory before = memory();
        start(sheet, rows);
        parked(sheet, before, memory());
        Map<UUID, Long> due = due(rows);
        resume(sheet, rows, due);
        timeOut(sheet, rows, due);
        Cost.memory(sheet, house);
    }

    /** Half at once, the other half by the second. */
    private void start(Sheet sheet, NewRows rows) {
        job.tell("w2: starting %,d runs as fast as it goes", resumed);
        Usage from = house.usage();
        refusals(sheet, send(Orders.of(post, RESUMED, 0, resumed), resumed));
        Usage used = house.usage().since(from);
        sheet.part("W2 park: start, and wait for an event")
                .put("w2_starts_per_second", "runs started", resumed / used.seconds(), "/s");
        Cost.put(sheet, "w2_start", used, resumed, "start");
        startTimed(sheet, resumed / used.seconds());
        sheet.expect(
                "runs that wait",
                job.count(),
                rows.count("run", "id", "status = 'running' and resting and step_key = 'wait'"));
    }

    private void startTimed(Sheet sheet, double startsPerSecond) {
        int perBurst = Math.max((int) (BURST_SECONDS * startsPerSecond) + 1, (timed + BURSTS_MAX - 1) / BURSTS_MAX);
        int bursts = (timed + perBurst - 1) / perBurst;
        int timeout =
                bursts + (int) (2 * resumed / resumesPerSecond) + SPARE_SECONDS + job.count() / RUNS_PER_SPARE_SECOND;
        for (int burst = 0; burst < bursts; burst++) {
            stage.automation("timed-" + burst, Graphs.park(TIMED + burst, AWAITED, (timeout - burst) + " seconds"));
        }
        job.tell(
                "w2: starting %,d runs in %d bursts, one a second, that time out together in %d s",
                timed, bursts, timeout);
        var orders = Orders.of(post, number -> TIMED + number / perBurst, resumed, timed);
        refusals(sheet, new Loader(house.url(), job.connections()).bursts(orders, timed, perBurst));
        watch.untilDone();
    }

    private static void refusals(Sheet sheet, Sent sent) {
        if (sent.refused() > 0) {
            sheet.fault(sent.refused() + " events were refused, the last with " + sent.refusal());
        }
    }

    /** What server and tables hold at a moment. */
    private record Memory(double resident, double heap, Map<String, Long> tables) {}

    private Memory memory() {
        double heap = house.serverHeapBytes();
        var tables = new LinkedHashMap<String, Long>();
        for (String table : TABLES) {
            tables.put(table, database.number("select pg_total_relation_size('" + table + "')"));
        }
        return new Memory(house.serverBytes(), heap, tables);
    }

    private void parked(Sheet sheet, Memory before, Memory after) {
        job.tell("w2: %,d runs are parked", job.count());
        double runs = job.count();
        sheet.part(String.format("W2 park: %,d runs at rest", job.count()))
                .put(
                        "w2_parked_bytes",
                        "database per parked run, with indexes",
                        PARKED_TABLES.stream()
                                        .mapToLong(table -> grown(table, before, after))
                                        .sum()
                                / runs,
                        "bytes");
        for (String table : TABLES) {
            String label = PARKED_TABLES.contains(table) ? "  " + table : "  (" + table + ", not counted)";
            sheet.put("w2_parked_" + table + "_bytes", label, grown(table, before, after) / runs, "bytes");
        }
        sheet.put("w2_heap_before_mebibytes", "server's heap before, collected", before.heap() / 1048576, "MiB")
                .put("w2_heap_parked_mebibytes", "server's heap with all of them", after.heap() / 1048576, "MiB")
                .put("w2_heap_bytes", "  per parked run", (after.heap() - before.heap()) / runs, "bytes")
                .put("w2_resident_before_mebibytes", "server's memory before", before.resident() / 1048576, "MiB")
                .put("w2_resident_parked_mebibytes", "server's memory with them", after.resident() / 1048576, "MiB");
    }

    private static long grown(String table, Memory before, Memory after) {
        return after.tables().get(table) - before.tables().get(table);
    }

    /** When each of those is due that are to time out, in microseconds since 1970. */
    private Map<UUID, Long> due(NewRows rows) {
        var due = new HashMap<UUID, Long>();
        database.rows("""
                select id, (extract(epoch from due_at) * 1000000)::bigint
                from run
                where project_id = (select id from project limit 1)
                  and id >= ?
                  and status = 'running'
                  and due_at < clock_timestamp() + interval '1 day'""", row -> due.put(row.getObject(1, UUID.class), row.getLong(2)), rows.first());
        return due;
    }

    private void resume(Sheet sheet, NewRows rows, Map<UUID, Long> due) {
        job.tell("w2: resuming %,d runs by events", resumed);
        Usage from = house.usage();
        refusals(sheet, send(Orders.of(post, AWAITED, 0, resumed), resumed));
        Usage used = house.usage().since(from);
        sheet.part("W2 park: resume by an event")
                .put("w2_resumes_per_second", "runs resumed and completed", resumed / used.seconds(), "/s");
        Cost.put(sheet, "w2_resume", used, resumed, "resume");
        sheet.expect("runs resumed", resumed, outcomes(rows, "event_received"));
        if (database.number("select (extract(epoch from clock_timestamp()) * 1000000)::bigint") > earliest(due)) {
            sheet.fault("the timeouts came while runs were still resumed: the machine is too busy, or ask for fewer "
                    + "with --count");
        }
    }

    private static long outcomes(NewRows rows, String outcome) {
        return rows.count(
                "trail",
                "run_id",
                "step_key = 'wait' and status = 'completed' and output->>'outcome' = '" + outcome + "'");
    }

    private static long earliest(Map<UUID, Long> due) {
        return due.values().stream().mapToLong(Long::longValue).min().orElse(0);
    }

    private static long latest(Map<UUID, Long> due) {
        return due.values().stream().mapToLong(Long::longValue).max().orElse(0);
    }

    private void timeOut(Sheet sheet, NewRows rows, Map<UUID, Long> due) {
        job.tell("w2: waiting for %,d timeouts", timed);
        // Waiting costs, too; it is not counted.
        watch.until(
                "select clock_timestamp() > to_timestamp(" + earliest(due) / 1e6 + ") - interval '500 milliseconds'",
                PARK_MAX);
        Usage from = house.usage();
        String last = "to_timestamp(" + (latest(due) / 1_000_000 + 1) + ")";
        watch.until(
                "select clock_timestamp() > " + last + " and not exists (select from run"
                        + " where status = 'running' and due_at <= " + last + ")",
                PARK_MAX);
        Usage used = house.usage().since(from);
        tell(sheet.part("W2 park: time out at one instant"), ended(rows, due), due);
        Cost.put(sheet, "w2_timeout", used, timed, "timeout");
        sheet.expect("runs timed out", timed, outcomes(rows, "timeout"));
    }

    /** Until the commit that completed each, by when it was due; both in microseconds. */
    private Map<UUID, Long> ended(NewRows rows, Map<UUID, Long> due) {
        var ended = new HashMap<UUID, Long>();
        if (!watch.knowsCommits()) {
            return ended;
        }
        database.rows(
                "select id, " + Watch.COMMITTED + """
                 from run
                where project_id = (select id from project limit 1)
                  and id >= ?
                  and status = 'completed'""",
                row -> {
                    UUID id = row.getObject(1, UUID.class);
                    return due.containsKey(id) ? ended.put(id, row.getLong(2)) : null;
                },
                rows.first());
        return ended;
    }

    private void tell(Sheet sheet, Map<UUID, Long> ended, Map<UUID, Long> due) {
        var late = new Latencies();
        ended.forEach((id, at) -> late.add(at - due.get(id)));
        double first = ended.isEmpty() ? Double.NaN : earliest(ended);
        double last = ended.isEmpty() ? Double.NaN : latest(ended);
        double begun = earliest(due);
        sheet.put("w2_timeouts_per_second", "runs timed out and completed", ended.size() / ((last - begun) / 1e6), "/s")
                .put("w2_due_apart_millis", "their due instants lie apart", (latest(due) - begun) / 1e3, "ms")
                .put("w2_first_late_millis", "the first acts after its instant", (first - begun) / 1e3, "ms")
                .put("w2_last_late_millis", "the last acts after the first instant", (last - begun) / 1e3, "ms")
                .put("w2_late_p50_millis", "late, each by its own instant, p50", late.millis(0.5), "ms")
                .put("w2_late_max_millis", "late, most", late.millis(1), "ms");
        if (late.count() > 0 && late.millis(0) < 0) {
            sheet.fault("a run timed out " + -late.millis(0) + " ms before it was due");
        }
    }
}
