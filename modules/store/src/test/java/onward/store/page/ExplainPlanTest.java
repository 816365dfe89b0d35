package onward.store.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.TimeUnit;
import onward.store.Statements;
import onward.store.Store;
import onward.store.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An explanation reads no table of the hot path from end to end, however much is in it. */
class ExplainPlanTest {
    private static final Statements SQL = Statements.of("page_explain");
    private static final String PROJECT = "'" + TestDatabase.PROJECT + "'";
    private static final int ROWS = 20_000;

    private static final List<String> HOT =
            List.of("event", "unmatched_event", "run", "envelope", "outbox", "contact", "request_log");

    private static Vertx vertx;
    private static Store store;

    @BeforeAll
    static void fill() {
        vertx = Vertx.vertx();
        store = Store.open(vertx, TestDatabase.fresh(), 1);
        filled("event (project_id, id, name, email, person_key, occurred_at, received_at)", """
                gen_random_uuid(), 'name' || n % 10, 'p' || n % 500, 'p' || n % 500, now(), now() - n * interval '1 s'""");
        execute("insert into unmatched_event (event_id, project_id) select id, project_id from event");
        filled("""
                run (project_id, id, automation_id, version_id, event_id, status, resting, since, created_at,
                  started_at, completed_at)""", """
                gen_random_uuid(), md5((n % 20)::text)::uuid, gen_random_uuid(), gen_random_uuid(), 'completed', false,
                now(), now(), now(), now()""");
        filled("""
                envelope (project_id, id, run_id, step_key, visit, channel, message_id, sender, recipients, subject,
                  state, last_event, created_at)""", """
                gen_random_uuid(), gen_random_uuid(), 'greet', 1, 'email', 'm' || n, 's', '{}', 's', 'queued', 'queued',
                now()""");
        execute("insert into outbox (project_id, envelope_id, channel, due_at)"
                + " select project_id, id, channel, created_at from envelope");
        filled(
                "contact (project_id, id, email, email_key, created_at, updated_at)",
                "gen_random_uuid(), 'p' || n, 'p' || n, now(), now()");
        filled(
                "request_log (project_id, id, key_id, endpoint, method, response_status, created_at)",
                "gen_random_uuid(), gen_random_uuid(), '/events/send', 'POST', 202, now()");
        execute("analyze");
    }

    private static void filled(String into, String values) {
        execute("insert into " + into + " select " + PROJECT + ", " + values + " from generate_series(1, " + ROWS
                + ") as n");
    }

    private static void execute(String sql) {
        await(store.client().query(sql).execute());
    }

    @AfterAll
    static void close() {
        await(store.close());
        await(vertx.close());
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    static List<String> names() {
        return List.copyOf(SQL.names());
    }

    /** The plan that any values get, which is what a prepared statement comes to. */
    @ParameterizedTest
    @MethodSource("names")
    void a_statement_goes_by_an_index(String name) {
        String plan = await(store.client()
                .query("explain (generic_plan) " + SQL.get(name))
                .execute()
                .map(rows -> {
                    var text = new StringBuilder();
                    rows.forEach(row -> text.append(row.getString(0)).append('\n'));
                    return text.toString();
                }));

        assertThat(HOT)
                .as(plan)
                .allSatisfy(table -> assertThat(plan)
                        .doesNotContainPattern("Seq Scan on " + table + "\\b")
                        .doesNotContainPattern("Bitmap Heap Scan on " + table + "\\b"));
    }
}
