package onward.bench.work;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import onward.bench.house.BenchCut;
import onward.bench.house.Database;
import onward.bench.house.House;
import org.postgresql.PGConnection;

/**
 * What the same database takes at most, after W1 ran on it: the very rows of its runs by COPY in large batches, and
 * single rows each in a commit of its own.
 */
final class Raw {
    private static final int BATCHES = 30;
    private static final int RUNS_PER_BATCH = 1_000;
    /** The fewest runs there must be to copy. */
    static final int EVENTS_MIN = BATCHES * RUNS_PER_BATCH;

    private static final int LANES = 2;
    private static final int ROUNDS = 3;
    private static final long SINGLE_NANOS = 3_000_000_000L;

    private final Job job;
    private final Database database;

    Raw(Job job, House house) {
        this.job = job;
        this.database = house.database();
    }

    void measure(Sheet sheet) {
        sheet.part("Raw: what this database takes at most");
        database.execute("create schema raw");
        job.tell("raw: the rows of W1 as they are, with all their indexes");
        sheet.put("raw_rows_per_second", "W1's own rows, all indexes, by COPY", rows(whole()), "runs/s");
        job.tell("raw: event, run and three steps, primary keys alone");
        sheet.put("raw_lean_per_second", "event, run, three steps, by COPY", rows(lean()), "runs/s");
        job.tell("raw: single-row commits");
        sheet.put("raw_commits_1_per_second", "single-row commits, 1 client", commits(1), "/s");
        sheet.put("raw_commits_8_per_second", "single-row commits, 8 clients", commits(8), "/s");
        database.execute("drop schema raw cascade");
    }

    /** The tables to be filled, each with the query that gives its rows; {@code $runs} stands for the runs of a batch. */
    private Map<String, String> whole() {
        var tables = new LinkedHashMap<String, String>();
        tables.put("event", "select * from event where id in (select event_id from $runs)");
        tables.put("run", "select * from run where id in (select id from $runs)");
        tables.put("trail", "select * from trail where run_id in (select id from $runs) order by run_id, position");
        tables.put("envelope", "select * from envelope where run_id in (select id from $runs) order by id");
        tables.keySet()
                .forEach(
                        table -> database.execute("create table raw." + table + " (like " + table + " including all)"));
        return tables;
    }

    private Map<String, String> lean() {
        database.execute("""
                create table raw.lean_event (project_id uuid, id uuid, name text, email text, payload jsonb,
                  received_at timestamptz, primary key (project_id, id));
                create table raw.lean_run (project_id uuid, id uuid, automation_id uuid, event_id uuid, contact_id uuid,
                  status text, created_at timestamptz, completed_at timestamptz, primary key (project_id, id));
                create table raw.lean_step (project_id uuid, run_id uuid, position int, step_key text, status text,
                  output jsonb, completed_at timestamptz, primary key (project_id, run_id, position))""");
        var tables = new LinkedHashMap<String, String>();
        tables.put("lean_event", """
                select project_id, id, name, email, payload, received_at from event
                where id in (select event_id from $runs)""");
        tables.put("lean_run", """
                select project_id, id, automation_id, event_id, contact_id, status, created_at, completed_at from run
                where id in (select id from $runs)""");
        tables.put("lean_step", """
                select project_id, run_id, position, step_key, status, output, completed_at from trail
                where run_id in (select id from $runs) and position > 0""");
        return tables;
    }

    /** The best of some rounds, in runs a second. */
    private double rows(Map<String, String> tables) {
        List<Map<String, byte[]>> batches = batches(tables);
        double best = 0;
        for (int round = 0; round < ROUNDS; round++) {
            tables.keySet().forEach(table -> database.execute("truncate raw." + table));
            Queue<Map<String, byte[]>> queue = new ConcurrentLinkedQueue<>(batches);
            long from = System.nanoTime();
            inLanes(LANES, () -> copyAll(queue));
            best = Math.max(best, batches.size() * (double) RUNS_PER_BATCH / ((System.nanoTime() - from) / 1e9));
        }
        return best;
    }

    private List<Map<String, byte[]>> batches(Map<String, String> tables) {
        var batches = new ArrayList<Map<String, byte[]>>();
        try (Connection connection = database.connect()) {
            for (int batch = 0; batch < BATCHES; batch++) {
                String runs = "(select id, event_id from run where status = 'completed' order by id limit "
                        + RUNS_PER_BATCH + " offset " + batch * RUNS_PER_BATCH + ") as r";
                var bytes = new LinkedHashMap<String, byte[]>();
                for (var table : tables.entrySet()) {
                    var out = new ByteArrayOutputStream();
                    connection
                            .unwrap(PGConnection.class)
                            .getCopyAPI()
                            .copyOut(
                                    "copy (" + table.getValue().replace("$runs", runs) + ") to stdout (format binary)",
                                    out);
                    bytes.put(table.getKey(), out.toByteArray());
                }
                batches.add(bytes);
            }
        } catch (SQLException | IOException e) {
            throw new BenchCut("Expected to read the rows of W1, found:", e);
        }
        return batches;
    }

    private Void copyAll(Queue<Map<String, byte[]>> queue) throws SQLException, IOException {
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            for (Map<String, byte[]> batch = queue.poll(); batch != null; batch = queue.poll()) {
                for (var table : batch.entrySet()) {
                    connection
                            .unwrap(PGConnection.class)
                            .getCopyAPI()
                            .copyIn(
                                    "copy raw." + table.getKey() + " from stdin (format binary)",
                                    new java.io.ByteArrayInputStream(table.getValue()));
                }
                connection.commit();
            }
        }
        return null;
    }

    private double commits(int clients) {
        database.execute("drop table if exists raw.single");
        database.execute("create table raw.single (id uuid primary key, payload text)");
        long from = System.nanoTime();
        inLanes(clients, () -> insertOneByOne(from + SINGLE_NANOS));
        return database.number("select count(*) from raw.single") / ((System.nanoTime() - from) / 1e9);
    }

    private Void insertOneByOne(long endNanos) throws SQLException {
        try (Connection connection = database.connect();
                var insert = connection.prepareStatement("insert into raw.single values (?, ?)")) {
            while (System.nanoTime() < endNanos) {
                insert.setObject(1, UUID.randomUUID());
                insert.setString(2, "a row as small as rows are");
                insert.executeUpdate();
            }
        }
        return null;
    }

    private static void inLanes(int lanes, Callable<Void> work) {
        var executor = Executors.newFixedThreadPool(lanes);
        try {
            List<Future<Void>> all = new ArrayList<>();
            for (int i = 0; i < lanes; i++) {
                all.add(executor.submit(work));
            }
            for (Future<Void> one : all) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new BenchCut("Expected the database to take rows, found:", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchCut("The bench was interrupted.");
        } finally {
            executor.shutdownNow();
        }
    }
}
