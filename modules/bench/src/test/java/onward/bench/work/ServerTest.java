package onward.bench.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import onward.bench.house.Database;
import onward.bench.house.Estate;
import onward.bench.house.House;
import onward.bench.house.Premises;
import onward.bench.load.Loader;
import onward.bench.load.Post;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workloads at their smallest against a real server with its embedded PostgreSQL, in processes of their own. */
class ServerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path place;

    @Test
    void a_small_park_is_measured_from_end_to_end() {
        try (Estate estate = new Estate(place, true)) {
            Sheet sheet = Work.all().get("w2").measure().apply(job(estate, 60));

            assertThat(sheet.faults()).isEmpty();
            assertThat(sheet.get("w2_starts_per_second")).isPositive();
            assertThat(sheet.get("w2_resumes_per_second")).isPositive();
            assertThat(sheet.get("w2_timeouts_per_second")).isPositive();
            assertThat(sheet.get("w2_parked_bytes")).isPositive();
            assertThat(sheet.get("w2_first_late_millis")).isBetween(0.0, 60_000.0);
            assertThat(sheet.text()).contains("fsync on, synchronous_commit on, full_page_writes on");
        }
    }

    @Test
    void filled_rows_are_like_those_the_server_wrote_and_live_like_them() {
        try (Estate estate = new Estate(place, true)) {
            Job job = job(estate, 50);
            job.inHouse("server", "null:", house -> filled_rows_are_alike(job, house));
        }
    }

    private static void filled_rows_are_alike(Job job, House house) {
        Database database = house.database();
        new Tail(new Job("a test", job.premises(), job.time(), 4, 0, 50, 70, job.progress())).fill(house);

        assertThat(database.number("select count(*) from run where status = 'running'"))
                .isEqualTo(50 + 1);
        assertThat(database.number("select count(*) from run where status = 'completed'"))
                .isEqualTo(70 + 1);
        assertThat(database.number("select count(*) from contact")).isEqualTo(Orders.PEOPLE);
        for (String table : List.of("event", "run", "trail", "open_wait", "contact")) {
            assertThat(shapes(database, table)).as(table).isEqualTo(servers(table));
        }
        assertThat(database.number("select count(*) from run where status = 'running' and due_at < now()"))
                .isZero();
        assertThat(database.number("""
                select count(*) from open_wait as w
                where not exists (select from run as r where r.id = w.run_id and r.due_at = w.until and r.since = w.since)""")).isZero();
        assertThat(database.number("select count(*) from run where uuid_extract_version(id) <> 7"))
                .isZero();
        an_event_resumes_a_filled_run(house);
    }

    /** Parked and completed runs differ, and so do the two lines of a trail; nothing else does. */
    private static int servers(String table) {
        return switch (table) {
            case "run" -> 2;
            case "trail" -> 3;
            default -> 1;
        };
    }

    /** How many combinations of columns with and without a value there are, by their types. */
    private static int shapes(Database database, String table) {
        return (int) database.number("select count(distinct (select string_agg(key || ' ' || jsonb_typeof(value), ','"
                + " order by key) from jsonb_each(to_jsonb(t)))) from " + table + " as t");
    }

    private static void an_event_resumes_a_filled_run(House house) {
        Database database = house.database();
        UUID parked = UUID.fromString(database.text("""
                select r.id from run as r join contact as c on c.id = r.contact_id
                where r.status = 'running' and c.email_key = ?""", Orders.email(42)));

        var post = new Post(house.url(), "/events/send", House.API_KEY);
        new Loader(house.url(), 1).flat(Orders.of(post, "parcel.arrived", 42, 1), 1, PATIENCE);
        new Watch(house).until("select status = 'completed' from run where id = '" + parked + "'", PATIENCE);

        assertThat(database.number("select count(*) from open_wait where run_id = '" + parked + "'"))
                .isZero();
        assertThat(database.text("select output->>'outcome' from trail where run_id = ? and step_key = 'wait'", parked))
                .isEqualTo("event_received");
    }

    private static Job job(Estate estate, int count) {
        var program = List.of("-cp", System.getProperty("java.class.path"), "onward.app.Main");
        var premises = new Premises(program, List.of("-XX:+UseSerialGC", "-Xmx512m"), estate, List.of(), null);
        return new Job("a test", premises, Duration.ofSeconds(1), 4, 0, count, 0, words -> {});
    }
}
