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
import java.util.List;
import java.util.UUID;
import onward.store.Store;
import onward.store.TestDatabase;
import onward.web.login.Login;
import onward.web.ui.House;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every page, of one person's story: an event, the run that waits, the mail that it sent. */
class PagesTest {
    private static final Instant NOW = Instant.parse("2026-11-23T14:30:00Z");
    private static final HttpClient BROWSER = HttpClient.newHttpClient();
    private static final UUID ID = Story.ID;
    private static final String NASTY = "\"><script>alert(1)</script>${7*7}";

    private Vertx vertx;
    private Store store;
    private HttpServer server;

    @BeforeEach
    void open() throws Exception {
        vertx = Vertx.vertx();
        store = Store.open(vertx, TestDatabase.fresh(), 2, client -> Future.succeededFuture(NOW));
        var router = Router.router(vertx);
        WebRoutes.mountDashboard(router, vertx, store, Login.none(vertx), House.none());
        server = done(vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"));
    }

    @AfterEach
    void close() throws Exception {
        done(server.close());
        done(store.close());
        done(vertx.close());
    }

    private static <T> T done(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, SECONDS);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        var place = URI.create("http://127.0.0.1:" + server.actualPort() + "/dashboard" + path);
        return BROWSER.send(
                HttpRequest.newBuilder(place).header("Accept", "text/html").build(), BodyHandlers.ofString());
    }

    private String body(String path) throws IOException, InterruptedException {
        var page = get(path);
        assertThat(page.statusCode()).as(path).isEqualTo(200);
        return page.body();
    }

    private static OffsetDateTime ago(long seconds) {
        return NOW.minusSeconds(seconds).atOffset(ZoneOffset.UTC);
    }

    private void insert(String into, Object... values) throws Exception {
        done(store.client().preparedQuery("insert into " + into).execute(Tuple.from(List.of(values))));
    }

    private void story(String person, String automation, String subject) throws Exception {
        done(Story.tell(store.client(), NOW, person, automation, subject));
    }

    @Test
    void the_overview_says_how_things_are_and_leads_on() throws Exception {
        story("ada@example.com", "Welcome", "Hello Ada");

        assertThat(body(""))
                .contains("Everything is well.", "Live runs", "ada@example.com", "/dashboard/runs/" + ID)
                .contains("next goes on in 12 min");
    }

    @Test
    void a_late_mail_is_trouble() throws Exception {
        insert(
                "outbox (project_id, envelope_id, channel, due_at) values ($1, $2, 'email', $3)",
                TestDatabase.PROJECT,
                ID,
                ago(3_600));

        assertThat(body("")).contains("The oldest mail has been due for 1 h: does the mail server answer?");
    }

    @Test
    void a_run_says_where_it_stands_and_what_it_did() throws Exception {
        story("ada@example.com", "Welcome", "Hello Ada");

        assertThat(body("/runs/" + ID))
                .contains("Waiting for trial.paid until 14:42, 12 min left.")
                .contains("/dashboard/contacts/" + ID, "/dashboard/automations/" + ID, "/dashboard/emails/" + ID)
                .contains("event.seats was 3, asked was ≥ 5", "1 min 40 s later", "Hello Ada", "v2", "user.created")
                .contains("/automations/" + ID + "/runs/" + ID);
    }

    @Test
    void pushes_are_shown_beside_mails() throws Exception {
        story("ada@example.com", "Welcome", "Hello Ada");
        push(1, "android", "201");
        push(2, "web", "410 gone");
        done(store.client().query("delete from device where platform = 'web'").execute());

        var run = body("/runs/" + ID);
        assertThat(run).contains("Pushes", "It left", "201", "android", "410 gone", "removed", "Hello Ada");
        assertThat(run.split("/dashboard/emails/", -1)).hasSize(3);
        assertThat(body("/contacts/" + ID))
                .contains("<td class=\"quiet\">push</td>", "It left", "<td class=\"quiet\">email</td>");
        assertThat(body("/emails")).contains("Hello Ada").doesNotContain("It left");
        assertThat(get("/emails/" + new UUID(7, 1)).statusCode()).isEqualTo(404);
    }

    private void push(int number, String platform, String reply) throws Exception {
        insert(
                "device (project_id, id, kind, address, address_key, platform, contact_id, subscribed, created_at,"
                        + " updated_at, last_seen_at)"
                        + " values ($1, $2, 'fcm', $3, convert_to($3, 'UTF8'), $3, $4, true, $5, $5, $5)",
                TestDatabase.PROJECT,
                new UUID(8, number),
                platform,
                ID,
                ago(650));
        insert(
                "envelope (project_id, id, run_id, step_key, visit, contact_id, channel, message_id, sender, recipients,"
                        + " subject, text, push, device_id, state, last_event, attempts, last_reply, created_at, sent_at)"
                        + " values ($1, $2, $3, 'hello', 1, $3, 'push', $4, 'push', array[$5::text], 'It left', 'Order 17',"
                        + " '{}', $5::uuid, 'sent', 'sent', 1, $6, $7, $7)",
                TestDatabase.PROJECT,
                new UUID(7, number),
                ID,
                "<" + number + "@push>",
                new UUID(8, number).toString(),
                reply,
                ago(450));
    }

    @Test
    void runs_are_filtered_by_status_and_automation() throws Exception {
        story("ada@example.com", "Welcome", "Hello Ada");

        assertThat(body("/runs?status=running&automation=" + ID)).contains("ada@example.com", "of <a");
        assertThat(body("/runs?status=failed")).doesNotContain("ada@example.com");
        assertThat(body("/runs?status=completed&automation=" + ID)).contains("There are no such runs here.");
        assertThat(get("/runs?status=odd").statusCode()).isEqualTo(400);
        assertThat(get("/runs?automation=" + new UUID(9, 9)).statusCode()).isEqualTo(404);
    }

    @Test
    void an_automation_shows_its_steps_its_runs_and_what_its_versions_changed() throws Exception {
        story("ada@example.com", "Welcome", "Hello Ada");

        assertThat(body("/automations")).contains("Welcome", "user.created", "v2");
        assertThat(body("/automations/" + ID))
                .contains("Welcome", "hello", "send_email", "added hello, added wait, changed connections")
                .contains("/dashboard/runs?status=running&amp;automation=" + ID);
    }

    @Test
    void metrics_say_how_far_runs_and_their_emails_come() throws Exception {
        story("ada@example.com", "Welcome", "Hello Ada");

        assertThat(body("/automations/" + ID)).contains("/dashboard/automations/" + ID + "/metrics");
        assertThat(body("/automations/" + ID + "/metrics?range=24h"))
                .contains("Runs of 24 hours: 1,477 started", "How far runs come", "1 h 6 min", "delivered")
                .contains("/dashboard/runs?status=failed&amp;automation=" + ID, "<svg class=\"chart\"");
        assertThat(body("/automations/" + ID + "/metrics?range=30d")).contains("Runs of 30 days: 1,477 started");
        assertThat(body("")).contains("Runs of 24 hours: 1,477 started");
        assertThat(get("/automations/" + ID + "/metrics?range=1000y").statusCode())
                .isEqualTo(400);
        assertThat(get("/automations/" + new UUID(9, 9) + "/metrics").statusCode())
                .isEqualTo(404);
    }

    @Test
    void a_contact_has_one_line_of_time() throws Exception {
        story("ada@example.com", "Welcome", "Hello Ada");

        assertThat(body("/contacts")).contains("ada@example.com");
        assertThat(body("/contacts/" + ID))
                .contains("Mail reaches them.", "Ada", "&quot;plan&quot;: &quot;pro&quot;")
                .containsSubsequence("Hello Ada", "Welcome", "user.created");
    }

    @Test
    void why_mail_does_not_reach_somebody_comes_first() throws Exception {
        story("ada@example.com", "Welcome", "Hello Ada");
        insert(
                "suppression (project_id, id, email, email_key, origin, created_at)"
                        + " values ($1, $2, 'ada@example.com', 'ada@example.com', 'bounce', $3)",
                TestDatabase.PROJECT,
                ID,
                ago(60));

        assertThat(body("/contacts/" + ID)).contains("Suppressed since 14:29: a mail to them bounced.");
    }

    @Test
    void an_event_says_what_it_started() throws Exception {
        story("ada@example.com", "Welcome", "Hello Ada");

        assertThat(body("/events?name=user.created")).contains("ada@example.com");
        assertThat(body("/events?name=other")).contains("There are no such events here.");
        assertThat(body("/events/" + ID))
                .contains("Started 1 run.", "Welcome", "/dashboard/runs/" + ID, "&quot;seats&quot;: 3");
    }

    @Test
    void an_event_that_started_nothing_says_why() throws Exception {
        story("ada@example.com", "Welcome", "Hello Ada");
        done(store.client().query("delete from run").execute());
        assertThat(body("/events/" + ID)).contains("Started nothing: no automation that begins with this name");

        insert(
                "entry_refusal (project_id, automation_id, event_id, reason, refused_at) values ($1, $2, $2, 'no_key', $3)",
                TestDatabase.PROJECT,
                ID,
                ago(600));

        assertThat(body("/events/" + ID))
                .contains("the entry rules said no", "no value in the field that the entry rule goes by");
    }

    @Test
    void an_email_is_shown_as_it_was_sent_in_a_frame_that_runs_nothing() throws Exception {
        story("ada@example.com", "Welcome", "Hello Ada");

        var inside = get("/emails/" + ID + "/body");

        assertThat(body("/emails")).contains("Hello Ada", "Shop &lt;shop@example.com&gt;");
        assertThat(body("/emails/" + ID))
                .contains("The mail server took it at 14:21, at attempt 2.", "250 ok", "sandbox=\"\"")
                .contains("&lt;p&gt;Hello &lt;script&gt;");
        assertThat(inside.body()).isEqualTo("<p>Hello <script>alert(1)</script></p>");
        assertThat(inside.headers().firstValue("Content-Security-Policy").orElseThrow())
                .startsWith("sandbox;")
                .contains("default-src 'none'");
    }

    @Test
    void explain_says_what_was_decided_and_what_to_do() throws Exception {
        story("ada@example.com", "Welcome", "Hello Ada");

        assertThat(body("/explain")).contains("Welcome", "choose one").doesNotContain("What was decided");
        assertThat(body("/explain?person=ada@example.com&automation=" + ID))
                .contains("What was decided, in order", "ada@example.com", "this decided", "/dashboard/runs/" + ID);
        assertThat(body("/explain?person=nobody@example.com&automation=" + ID))
                .contains("nobody@example.com did not get", "What to do:");
        assertThat(get("/explain?person=nobody&automation=" + ID).statusCode()).isEqualTo(400);
        assertThat(get("/explain?person=" + ID + "&automation=" + new UUID(9, 9))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void health_asks_every_question() throws Exception {
        assertThat(body("/health")).contains("Nothing is stuck and nothing was left behind.", "stuck runs");

        story("ada@example.com", "Welcome", "Hello Ada");
        done(store.client().query("delete from run").execute());

        assertThat(body("/health")).contains("Something is not as it must be.", "waits of ended runs");
    }

    @Test
    void the_search_leads_to_what_was_typed() throws Exception {
        story("ada@example.com", "Welcome", "Hello Ada");

        assertThat(get("/search?q=%20Ada@Example.com").headers().firstValue("Location"))
                .contains("/dashboard/contacts/" + ID);
        assertThat(get("/search?q=" + ID).headers().firstValue("Location")).contains("/dashboard/runs/" + ID);
        assertThat(get("/search?q=user.created").headers().firstValue("Location"))
                .contains("/dashboard/events?name=user.created");
        assertThat(get("/search?q=nobody@example.com").statusCode()).isEqualTo(404);
        assertThat(get("/search?q=" + new UUID(9, 9)).statusCode()).isEqualTo(404);
        assertThat(get("/search").headers().firstValue("Location")).contains("/dashboard");
    }

    private HttpResponse<String> press(String path, String cookie, String key)
            throws IOException, InterruptedException {
        var place = URI.create("http://127.0.0.1:" + server.actualPort() + "/dashboard" + path);
        return BROWSER.send(
                HttpRequest.newBuilder(place)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Cookie", cookie)
                        .POST(HttpRequest.BodyPublishers.ofString("form_key=" + key))
                        .build(),
                BodyHandlers.ofString());
    }

    @Test
    void an_automation_is_stopped_enabled_and_copied_by_buttons_of_our_pages_alone() throws Exception {
        story("ada@example.com", "Welcome", "Hello Ada");
        String path = "/automations/" + ID;
        var page = get(path);
        String cookie = page.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
        String key = page.body().replaceAll("(?s).*?name=\"form_key\" value=\"([0-9a-f]+)\".*", "$1");

        var foreign = press(path + "/stop", cookie, "0".repeat(64));
        assertThat(foreign.statusCode()).isEqualTo(403);
        assertThat(body(path)).contains("\">enabled</span>");

        assertThat(press(path + "/stop", cookie, key).headers().firstValue("Location"))
                .contains("/dashboard" + path);
        assertThat(body(path)).contains("\">disabled</span>", "Enable</button>");

        press(path + "/enable", cookie, key);
        assertThat(body(path)).contains("\">enabled</span>");

        String copy = press(path + "/duplicate", cookie, key)
                .headers()
                .firstValue("Location")
                .orElseThrow();
        assertThat(body(copy.substring("/dashboard".length()))).contains("Welcome (Copy)", "\">disabled</span>");
        assertThat(press("/automations/" + new UUID(9, 9) + "/stop", cookie, key)
                        .statusCode())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/runs/" + "01900000-0000-7000-8000-0000000000ff",
                "/runs/none",
                "/runs/%3Cscript%3E",
                "/automations/01900000-0000-7000-8000-0000000000ff",
                "/contacts/01900000-0000-7000-8000-0000000000ff",
                "/events/01900000-0000-7000-8000-0000000000ff",
                "/emails/01900000-0000-7000-8000-0000000000ff",
                "/emails/01900000-0000-7000-8000-0000000000ff/body",
                "/emails?after=01900000-0000-7000-8000-0000000000ff",
                "/templates/01900000-0000-7000-8000-0000000000ff",
                "/templates/01900000-0000-7000-8000-0000000000ff/preview",
                "/templates?after=01900000-0000-7000-8000-0000000000ff",
                "/api-keys?after=01900000-0000-7000-8000-0000000000ff",
                "/webhooks/01900000-0000-7000-8000-0000000000ff",
                "/webhooks/none/deliveries/none",
                "/domains/01900000-0000-7000-8000-0000000000ff",
                "/segments?after=01900000-0000-7000-8000-0000000000ff",
                "/topics?after=01900000-0000-7000-8000-0000000000ff",
                "/nowhere"
            })
    void what_there_is_not_is_a_page_that_says_so(String path) throws Exception {
        var page = get(path);

        assertThat(page.statusCode()).isEqualTo(404);
        assertThat(page.body()).contains("There is no such").doesNotContain("<script>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/runs",
                "/runs/01900000-0000-7000-8000-00000000000a",
                "/automations",
                "/automations/01900000-0000-7000-8000-00000000000a",
                "/contacts",
                "/contacts/01900000-0000-7000-8000-00000000000a",
                "/events",
                "/events/01900000-0000-7000-8000-00000000000a",
                "/emails",
                "/emails/01900000-0000-7000-8000-00000000000a",
                "/templates",
                "/templates/01900000-0000-7000-8000-00000000000a",
                "/api-keys",
                "/domains",
                "/domains/01900000-0000-7000-8000-00000000000a",
                "/segments",
                "/topics",
                "/event-names",
                "/event-name?name=%22%3E%3Cscript%3Ealert(1)%3C/script%3E$%7B7*7%7D",
                "/events/new?name=%22%3E%3Cscript%3Ealert(1)%3C/script%3E$%7B7*7%7D",
                "/webhooks",
                "/webhooks/01900000-0000-7000-8000-00000000000a",
                "/webhooks/01900000-0000-7000-8000-00000000000a/deliveries/01900000-0000-7000-8000-00000000000a"
            })
    void what_people_typed_is_text_on_every_page(String path) throws Exception {
        story(NASTY, NASTY, NASTY);

        assertThat(body(path)).doesNotContain("<script>", "\"><script", ">49<");
    }

    @ParameterizedTest
    @ValueSource(strings = {"attacker.example.com", "onward.internal", "127.0.0.1.evil.example.com"})
    void without_a_login_only_this_machines_own_names_are_answered(String host) throws Exception {
        var answer = done(vertx.createHttpClient()
                .request(new io.vertx.core.http.RequestOptions()
                        .setHost("127.0.0.1")
                        .setPort(server.actualPort())
                        .setURI("/dashboard")
                        .putHeader("Host", host + ":" + server.actualPort()))
                .compose(request -> request.send()));

        assertThat(answer.statusCode()).isEqualTo(400);
    }
}
