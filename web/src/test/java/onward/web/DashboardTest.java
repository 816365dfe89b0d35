package onward.web;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import onward.store.Statements;
import onward.store.Store;
import onward.store.TestDatabase;
import onward.store.page.RunList;
import onward.web.login.Login;
import onward.web.ui.House;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The first page, from a real database over real HTTP. */
class DashboardTest {
    private static final Instant NOW = Instant.parse("2026-11-23T14:30:00Z");
    private static final HttpClient BROWSER = HttpClient.newHttpClient();
    /** One for all tests, emptied in between: a copy for each would cost more than the tests. */
    private static final String DATABASE = TestDatabase.fresh();

    private Vertx vertx;
    private Store store;
    private HttpServer server;
    private int made;

    @BeforeEach
    void open() throws Exception {
        vertx = Vertx.vertx();
        store = Store.open(vertx, DATABASE, 2, client -> Future.succeededFuture(NOW));
        var router = Router.router(vertx);
        WebRoutes.mountDashboard(router, vertx, store, Login.none(vertx), House.none());
        router.get("/").handler(context -> context.response().end("the api"));
        server = done(vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"));
    }

    @AfterEach
    void close() throws Exception {
        done(server.close());
        done(store.client()
                .query("truncate run, automation_version, automation, contact cascade")
                .execute());
        done(store.close());
        done(vertx.close());
    }

    private static <T> T done(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, SECONDS);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return get(path, "text/html,application/xhtml+xml");
    }

    private HttpResponse<String> get(String path, String accept) throws IOException, InterruptedException {
        var place = URI.create("http://127.0.0.1:" + server.actualPort() + path);
        return BROWSER.send(
                HttpRequest.newBuilder(place).header("Accept", accept).build(), BodyHandlers.ofString());
    }

    /** A run whose id is its number, so a higher one is newer. */
    private UUID run(String email, String automation, String status, String step, boolean resting, Instant due)
            throws Exception {
        var number = ++made;
        var id = new UUID(number, 0);
        var at = time(NOW.minusSeconds(600));
        insert(
                "contact (project_id, id, email, email_key, created_at, updated_at) values ($1, $2, $3, $3 || $4, $5, $5)",
                Tuple.of(TestDatabase.PROJECT, id, email, "#" + number, at));
        insert(
                "automation (project_id, id, name, status, version_id, created_at, updated_at)"
                        + " values ($1, $2, $3, 'enabled', $2, $4, $4)",
                Tuple.of(TestDatabase.PROJECT, id, automation, at));
        insert(
                "automation_version (project_id, id, automation_id, number, definition, created_at)"
                        + " values ($1, $2, $2, 3, '{}', $3)",
                Tuple.of(TestDatabase.PROJECT, id, at));
        insert(
                "run (project_id, id, automation_id, version_id, event_id, contact_id, status, step_key, resting, due_at,"
                        + " since, created_at, started_at, completed_at)"
                        + " values ($1, $2, $2, $2, $2, $2, $3, $4, $5, $6, $7, $7, $7, $8)",
                Tuple.of(TestDatabase.PROJECT, id, status, step, resting, time(due), at)
                        .addValue(status.equals("running") ? null : time(NOW)));
        return id;
    }

    private void insert(String into, Tuple values) throws Exception {
        done(store.client().preparedQuery("insert into " + into).execute(values));
    }

    private static OffsetDateTime time(Instant at) {
        return at == null ? null : at.atOffset(ZoneOffset.UTC);
    }

    @Test
    void runs_are_listed_in_words_the_newest_first() throws Exception {
        run("ada@example.com", "Welcome series", "running", "wait_a_day", true, NOW.plusSeconds(900));
        run("bob@example.com", "Win-back", "completed", null, false, null);

        var page = get("/dashboard/runs");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .containsSubsequence("bob@example.com", "Win-back", "ended 14:30", "ada@example.com", "Welcome series")
                .contains(
                        "v3",
                        "wait_a_day",
                        "waiting until 14:45",
                        "pill-calm\">waiting",
                        "pill-good\">completed",
                        "14:20")
                .contains("2026-11-23T14:20:00Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"failed", "cancelled", "completed"})
    void an_ended_run_says_how(String status) throws Exception {
        run("ada@example.com", "Welcome", status, null, false, null);

        assertThat(get("/dashboard/runs").body()).contains("\">" + status + "</span>", "ended 14:30");
    }

    @Test
    void a_run_under_way_says_when_it_goes_on() throws Exception {
        run("ada@example.com", "Welcome", "running", "send", false, NOW.plusSeconds(90_000));
        run("ada@example.com", "Welcome", "running", "wait", true, null);

        assertThat(get("/dashboard/runs").body()).contains("goes on at 24 Nov, 15:30", "waiting for an event");
    }

    @Test
    void what_people_typed_is_text_and_nothing_else() throws Exception {
        run(
                "<script>alert(1)</script>@example.com",
                "\"><img src=x onerror=alert(1)> ${7*7} [[${7*7}]]",
                "running",
                "<b>step</b>",
                true,
                null);

        var body = get("/dashboard/runs").body();

        assertThat(body)
                .contains(
                        "&lt;script&gt;alert(1)&lt;/script&gt;@example.com", "&lt;img src=x", "&lt;b&gt;step", "${7*7}")
                .doesNotContain("<script>", "<img src=x", "<b>", ">49<");
    }

    @Test
    void pages_carry_a_strict_policy_and_nothing_inline() throws Exception {
        var page = get("/dashboard/runs");

        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "style-src 'self'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(page.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
        assertThat(page.body()).doesNotContain("<script>", "<style", " style=", "onclick=");
        assertThat(page.body())
                .containsOnlyOnce("<script")
                .contains("<script defer src=\"/dashboard/assets/onward.js?v=");
    }

    @Test
    void an_empty_house_shows_how_to_send_the_first_event() throws Exception {
        var body = get("/dashboard/runs").body();

        assertThat(body)
                .contains("Nothing has happened yet", "curl -X POST", "/events/send")
                .contains("127.0.0.1:" + server.actualPort());
    }

    @Test
    void older_runs_are_a_page_away() throws Exception {
        for (int number = 1; number <= RunList.PAGE_ROWS_MAX + 2; number++) {
            run("person" + number + "@example.com", "Welcome", "completed", null, false, null);
        }

        var first = get("/dashboard/runs").body();
        var second = get("/dashboard/runs?after=" + new UUID(3, 0)).body();

        assertThat(first)
                .contains("person52@", "person3@", "/dashboard/runs?after=" + new UUID(3, 0))
                .doesNotContain("person2@");
        assertThat(second).contains("person2@", "person1@", "Newest").doesNotContain("person3@", "Older</a>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "1", "1-1-1-1-1", "%3Cscript%3E", "00000000-0000-0000-0000-00000000000g", "%00", "a&after=b"
            })
    void a_bad_place_to_begin_is_a_page_of_its_own(String after) throws Exception {
        var page = get("/dashboard/runs?after=" + after);

        assertThat(page.statusCode()).isEqualTo(400);
        assertThat(page.body()).contains("Expected after ").doesNotContain("<script>");
    }

    @Test
    void browsers_that_ask_for_the_root_are_shown_in_and_others_left_alone() throws Exception {
        var shown = get("/");

        assertThat(shown.statusCode()).isEqualTo(302);
        assertThat(shown.headers().firstValue("Location")).contains("/dashboard");
        assertThat(get("/", "*/*").body()).isEqualTo("the api");
    }

    @Test
    void the_stylesheet_is_found_where_the_page_says() throws Exception {
        var body = get("/dashboard/runs").body();
        var link = body.replaceAll("(?s).*?rel=\"stylesheet\" href=\"([^\"]+)\".*", "$1");

        var style = get(link);

        assertThat(link).startsWith("/dashboard/assets/onward.css?v=");
        assertThat(style.statusCode()).isEqualTo(200);
        assertThat(style.headers().firstValue("Content-Type")).contains("text/css; charset=utf-8");
        assertThat(style.body()).contains("prefers-color-scheme: dark");
    }

    @Test
    void the_page_reads_the_newest_runs_off_the_primary_key() throws Exception {
        var plan = done(store.client()
                .preparedQuery("explain " + Statements.of("page_run_list").get("newest"))
                .execute(Tuple.of(
                        TestDatabase.PROJECT,
                        new UUID(-1, -1),
                        RunList.BUDGET_ROWS_MAX,
                        null,
                        RunList.PAGE_ROWS_MAX + 1)));

        var text = new StringBuilder();
        plan.forEach(row -> text.append(row.getString(0)).append('\n'));
        assertThat(text.toString()).contains("Index Scan Backward using run_pkey");
    }
}
