package onward.web;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import onward.bus.Address;
import onward.bus.Bell;
import onward.store.Store;
import onward.store.TestDatabase;
import onward.web.login.Login;
import onward.web.ui.House;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pages in a real browser that show what happens while somebody looks at them. */
class LiveTest {
    private static final Instant NOW = Instant.parse("2026-11-23T14:30:00Z");
    private static Browser browser;

    private Vertx vertx;
    private Store store;
    private HttpServer server;
    private BrowserContext context;

    @BeforeAll
    static void openBrowser() {
        browser = Browser.open();
    }

    @AfterAll
    static void closeBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void open() throws Exception {
        vertx = Vertx.vertx();
        store = Store.open(vertx, TestDatabase.fresh(), 2, client -> Future.succeededFuture(NOW));
        var router = Router.router(vertx);
        WebRoutes.mountDashboard(router, vertx, store, Login.none(vertx), House.none());
        server = done(vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"));
        done(Story.tell(store.client(), NOW, "ada@example.com", "Welcome", "Hello Ada"));
        context = browser.context(new com.microsoft.playwright.Browser.NewContextOptions());
    }

    @AfterEach
    void close() throws Exception {
        context.close();
        done(server.close());
        done(store.close());
        done(vertx.close());
    }

    private static <T> T done(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, SECONDS);
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.actualPort() + "/dashboard" + path;
    }

    /** The page, once it listens. */
    private Page listening(String path) {
        Page page = context.newPage();
        page.waitForResponse(url("/feed"), () -> page.navigate(url(path)));
        return page;
    }

    private void happens(String sql) throws Exception {
        done(store.client().query(sql).execute());
        new Bell(vertx.eventBus()).ring(Address.FEED_RUNS);
    }

    @Test
    void a_run_moves_while_somebody_looks() throws Exception {
        Page page = listening("/runs/" + Story.ID);
        page.locator("details summary").first().click();
        page.evaluate("document.activeElement.blur(); window.isTheSame = true");

        happens("update trail set status = 'completed', completed_at = now() where step_key = 'wait';"
                + "delete from open_wait;"
                + "update run set status = 'completed', step_key = null, resting = false, due_at = null,"
                + " completed_at = now()");

        page.waitForSelector(".lead .pill:text('completed')");
        page.waitForSelector(
                "#waits",
                new Page.WaitForSelectorOptions()
                        .setState(com.microsoft.playwright.options.WaitForSelectorState.DETACHED));
        assertThat(page.evaluate("window.isTheSame")).isEqualTo(true);
    }

    @Test
    void new_runs_wait_until_they_are_asked_for() throws Exception {
        Page page = listening("/runs");

        happens(
                "insert into run (project_id, id, automation_id, version_id, event_id, contact_id, status, resting, since,"
                        + " created_at, started_at, completed_at)"
                        + " select project_id, '01900000-0000-7000-8000-00000000000b', automation_id, version_id,"
                        + " gen_random_uuid(), contact_id, 'completed', false, since, created_at, started_at, now() from run;"
                        + "update run set status = 'cancelled', step_key = null, resting = false, due_at = null,"
                        + " completed_at = now() where status = 'running'");

        page.waitForSelector(".fresh button:text('1 new')");
        page.waitForSelector("#run-" + Story.ID + " .pill:text('cancelled')");
        assertThat(page.locator("tbody tr").count()).isEqualTo(1);
        page.click(".fresh button");
        page.waitForSelector("#run-01900000-0000-7000-8000-00000000000b");
        assertThat(page.locator("tbody tr").count()).isEqualTo(2);
        assertThat(page.locator(".fresh").count()).isZero();
    }

    @Test
    void a_server_that_stops_ends_the_feed() throws Exception {
        var lines = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url("/feed"))).build(), BodyHandlers.ofLines());
        assertThat(lines.headers().firstValue("content-type")).hasValue("text/event-stream; charset=utf-8");

        new Bell(vertx.eventBus()).ring(Address.FEED_RUNS);
        new Bell(vertx.eventBus()).ringHere(Address.DRAIN);

        assertThat(lines.body()).contains("retry: 3000", "event: look");
    }
}
