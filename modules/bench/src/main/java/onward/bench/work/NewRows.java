package onward.bench.work;

import java.time.Duration;
import java.util.UUID;
import onward.bench.house.Database;
import onward.bench.house.Pause;

/**
 * The rows that come from now on, told by their ids, which begin with the time; so looking at them costs the same
 * however much lies there already.
 */
final class NewRows {
    /** Nothing is under way when it is made, and ids of a pass may be as old as the beginning of the pass. */
    private static final Duration APART = Duration.ofMillis(100);

    private static final String FIRST_ID = """
            select (substr(hex, 1, 8) || '-' || substr(hex, 9, 4) || '-0000-0000-000000000000')::uuid
            from lpad(to_hex((extract(epoch from clock_timestamp()) * 1000)::bigint), 12, '0') as hex""";

    private final Database database;
    private final UUID first;

    private NewRows(Database database) {
        this.database = database;
        Pause.of(APART);
        this.first = UUID.fromString(database.text(FIRST_ID));
        Pause.of(APART);
    }

    static NewRows of(Database database) {
        return new NewRows(database);
    }

    /** The least id of a new row. */
    UUID first() {
        return first;
    }

    /**
     * How many there are.
     *
     * @param id the column that has the id
     */
    long count(String table, String id, String condition) {
        return database.number(
                "select count(*) from " + table + " where project_id = (select id from project limit 1) and " + id
                        + " >= ? and " + condition,
                first);
    }

    long completedRuns() {
        return count("run", "id", "status = 'completed'");
    }
}
