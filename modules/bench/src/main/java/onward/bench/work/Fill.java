package onward.bench.work;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import onward.bench.house.BenchCut;
import onward.bench.house.Database;

/**
 * Rows by the million. Each is a copy of a row that the server wrote itself, so their shapes are the server's; only
 * ids, addresses and instants are others. They are of the day before their model, so their ids are older than those of
 * whatever is measured.
 */
final class Fill {
    private static final int BATCH = 20_000;
    private static final int EVERY_ONE = Integer.MAX_VALUE;

    /** An id of version 7 (RFC 9562, section 5.7) of the instant whose milliseconds are in hex. */
    private static final String ID = "overlay(gen_random_uuid()::text placing "
            + "substr(hex, 1, 8) || '-' || substr(hex, 9, 4) || '-7' from 1 for 15)::uuid";

    /** The columns that are not as in the model, by table. */
    private static final Map<String, Map<String, String>> RUN = new LinkedHashMap<>();

    private static final Map<String, String> CONTACT =
            Map.of("id", "seed.contact_id", "email", "seed.email", "email_key", "seed.email");

    static {
        RUN.put("event", Map.of("id", "seed.event_id", "email", "seed.email", "person_key", "seed.email"));
        RUN.put("run", Map.of("id", "seed.run_id", "event_id", "seed.event_id", "contact_id", "seed.contact_id"));
        RUN.put("trail", Map.of("run_id", "seed.run_id"));
        RUN.put("open_wait", Map.of("run_id", "seed.run_id", "contact_id", "seed.contact_id"));
    }

    private final Job job;
    private final Database database;

    Fill(Job job, Database database) {
        this.job = job;
        this.database = database;
    }

    /** Contacts of the people from a number to before another, like that of one person; who is there already stays. */
    void people(int model, int from, int to) {
        String like = "select * from contact where email_key = '" + Orders.email(model) + "'";
        fill("contacts", from, to, (statement, first, last) -> {
            seed(statement, first, last, EVERY_ONE, like);
            copy(statement, "contact", CONTACT, like);
        });
    }

    /** Runs with their events, trails and waits, all like those of one run; so many people have them in turn. */
    void runs(String what, UUID model, int count, int people) {
        fill(what, 0, count, (statement, first, last) -> {
            seed(statement, first, last, people, rows("run", model));
            for (var table : RUN.entrySet()) {
                copy(statement, table.getKey(), table.getValue(), rows(table.getKey(), model));
            }
        });
    }

    /** What a run has in a table. */
    private static String rows(String table, UUID run) {
        String whose = switch (table) {
            case "event" -> "id = (select event_id from run where id = '" + run + "')";
            case "run" -> "id = '" + run + "'";
            default -> "run_id = '" + run + "'";
        };
        return "select * from " + table + " where project_id = (select id from project limit 1) and " + whose;
    }

    /** What to do for the numbers from one to before another. */
    @FunctionalInterface
    private interface Batch {
        void write(Statement statement, int first, int last) throws SQLException;
    }

    private void fill(String what, int from, int to, Batch batch) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            // Nobody needs them should the machine fail now.
            statement.execute("set synchronous_commit = off");
            statement.execute("set onward.quiet = 'on'");
            statement.execute("create temp table seed"
                    + " (n int, event_id uuid, run_id uuid, contact_id uuid, email text, shift interval)");
            connection.setAutoCommit(false);
            int tenth = Math.max(BATCH, (to - from) / 10 / BATCH * BATCH);
            for (int first = from; first < to; first += BATCH) {
                batch.write(statement, first, Math.min(to, first + BATCH));
                connection.commit();
                if ((first - from) % tenth == 0) {
                    job.tell("filling: %,d of %,d %s", first - from, to - from, what);
                }
            }
        } catch (SQLException e) {
            throw new BenchCut("Expected the database to take rows, found:", e);
        }
    }

    /** A line for each number: new ids, and how much later than the model it is. */
    private static void seed(Statement statement, int first, int last, int people, String model) throws SQLException {
        statement.execute("truncate seed");
        statement.execute(
                "insert into seed select n, " + ID + ", " + ID + ", coalesce(c.id, " + ID + "), e.email, e.shift"
                        + " from generate_series(" + first + ", " + (last - 1) + ") as n"
                        + " cross join (" + model + ") as model"
                        + " cross join lateral (select 'person-' || n % " + people + " || '@example.com' as email,"
                        + " interval '-1 day' + n * interval '2 milliseconds' as shift) as e"
                        + " cross join lateral lpad(to_hex("
                        + "(extract(epoch from model.created_at + e.shift) * 1000)::bigint), 12, '0') as hex"
                        + " left join contact as c on c.project_id = model.project_id and c.email_key = e.email");
    }

    private static void copy(Statement statement, String table, Map<String, String> others, String model)
            throws SQLException {
        Map<String, String> columns = columns(statement, table);
        columns.putAll(others);
        statement.execute("insert into " + table + " (" + String.join(", ", columns.keySet()) + ") select "
                + String.join(", ", columns.values()) + " from seed cross join (" + model
                + ") as model order by seed.n on conflict do nothing");
    }

    /** All columns of a table, each with what it is copied from. */
    private static Map<String, String> columns(Statement statement, String table) throws SQLException {
        var columns = new LinkedHashMap<String, String>();
        try (var found = statement.executeQuery("select column_name, data_type from information_schema.columns"
                + " where table_schema = current_schema() and table_name = '" + table
                + "' order by ordinal_position")) {
            while (found.next()) {
                boolean isInstant = found.getString(2).equals("timestamp with time zone");
                columns.put(found.getString(1), "model." + found.getString(1) + (isInstant ? " + seed.shift" : ""));
            }
        }
        return columns;
    }
}
