package onward.bench.work;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import onward.bench.house.Database;
import onward.bench.house.Disk;
import onward.bench.house.House;
import onward.bench.load.Loader;
import onward.bench.load.Post;

/**
 * W4: W1 beside what has piled up. Two servers run at the same time, one on an empty database and one where runs are
 * parked and finished by the million, and are loaded in turns, so that what the machine does beside meets both.
 */
final class Tail {
    private static final String PARKED = "parcel.sent";
    private static final String FINISHED = "parcel.lost";
    private static final String AWAITED = "parcel.arrived";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration SEND_MAX = Duration.ofSeconds(10);
    private static final long BYTES_PER_ROW_SET = 3_072;
    private static final long BYTES_BESIDE = 6L << 30;

    private final Job job;

    Tail(Job job) {
        this.job = job;
    }

    /** Refuses what the disk would not hold. */
    void mustFit() {
        Disk.mustFit(
                job.premises().estate().directory(),
                BYTES_BESIDE + BYTES_PER_ROW_SET * ((long) job.count() + job.finished()));
    }

    void fill(House house) {
        fill(job, house, job.count(), job.finished());
    }

    /** Parked runs of a person each, and finished ones of the same people. */
    static void fill(Job job, House house, int parkedRuns, int finishedRuns) {
        Database database = house.database();
        var stage = new Stage(house.url());
        stage.automation("parked", Graphs.park(PARKED, AWAITED, "30 days"));
        stage.automation("finished", Graphs.park(FINISHED, AWAITED, "1 second"));
        UUID parked = one(house, PARKED, "running");
        UUID finished = one(house, FINISHED, "completed");
        var fill = new Fill(job, database);
        fill.people(0, 1, Math.max(parkedRuns, Orders.PEOPLE));
        fill.runs("parked runs", parked, parkedRuns, Math.max(parkedRuns, 1));
        fill.runs("finished runs", finished, finishedRuns, Math.max(parkedRuns, Orders.PEOPLE));
        job.tell("filling: vacuum, analyze, checkpoint");
        for (String table : List.of("contact", "event", "run", "trail", "open_wait")) {
            database.execute("vacuum (analyze) " + table);
        }
        database.execute("checkpoint");
    }

    /** A run that the server makes of an event of person 0, once it rests or has ended. */
    private static UUID one(House house, String event, String status) {
        var post = new Post(house.url(), "/events/send", House.API_KEY);
        NewRows rows = NewRows.of(house.database());
        new Loader(house.url(), 1).flat(Orders.of(post, event, 1), 1, SEND_MAX);
        String itsRun = " from run where id >= '" + rows.first() + "' and status = '" + status + "' and "
                + (status.equals("running") ? "resting" : "true");
        new Watch(house).until("select exists (select" + itsRun + ")", PATIENCE);
        return UUID.fromString(house.database().text("select id" + itsRun));
    }

    /** In the order empty, full, full, empty: a machine that slows down meanwhile favours neither. */
    void compare(Sheet sheet, House emptyHouse, House fullHouse) {
        var empty = new Welcome(job, emptyHouse);
        var full = new Welcome(job, fullHouse);
        job.tell("w4: warm-up of both servers");
        empty.prepare();
        full.prepare();
        var emptyFirst = empty.full(sheet);
        var fullFirst = full.full(sheet);
        var fullSecond = full.full(sheet);
        var emptySecond = empty.full(sheet);
        double atEmpty = (emptyFirst.runsPerSecond() + emptySecond.runsPerSecond()) / 2;
        double atFull = (fullFirst.runsPerSecond() + fullSecond.runsPerSecond()) / 2;
        empty.tell(sheet, "W1 on an empty database, second round", "w4_empty", emptySecond);
        full.tell(sheet, "W1 beside all that, second round", "w4_full", fullSecond);
        sheet.part(String.format("W4 tail: %,d parked runs, %,d finished ones", job.count(), job.finished()))
                .put("w4_empty_mean_per_second", "runs on an empty database, mean of two", atEmpty, "/s")
                .put("w4_full_mean_per_second", "runs beside all that, mean of two", atFull, "/s")
                .put("w4_full_to_empty", "beside / empty", atFull / atEmpty, "")
                .put(
                        "w4_database_mebibytes",
                        "database beside",
                        fullHouse.database().number("select pg_database_size(current_database())") / 1048576.0,
                        "MiB");
        empty.calm(sheet, "W1 on an empty database", "w4_empty", atEmpty);
        full.calm(sheet, "W1 beside all that", "w4_full", atEmpty);
    }

    /** All of it must have been left alone. */
    void check(Sheet sheet, House house) {
        long waits = house.database().number("select count(*) from open_wait");
        // The one that was the model of all others is counted too.
        sheet.expect("parked runs that still wait", job.count() + 1L, waits);
    }
}
