package onward.web;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import onward.store.Store;
import onward.store.TestDatabase;
import onward.web.login.Login;
import onward.web.ui.House;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every page in a real browser, light and dark, with keys, on a phone, and without script. */
class BrowserTest {
    private static final Instant NOW = Instant.parse("2026-11-23T14:30:00Z");
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    private static final Map<String, String> PAGES = new TreeMap<>(Map.ofEntries(
            Map.entry("overview", ""),
            Map.entry("runs", "/runs"),
            Map.entry("run", "/runs/" + Story.ID),
            Map.entry("automations", "/automations"),
            Map.entry("automation", "/automations/" + Story.ID),
            Map.entry("metrics", "/automations/" + Story.ID + "/metrics?range=24h"),
            Map.entry("contacts", "/contacts"),
            Map.entry("contact", "/contacts/" + Story.ID),
            Map.entry("events", "/events"),
            Map.entry("event", "/events/" + Story.ID),
            Map.entry("emails", "/emails"),
            Map.entry("email", "/emails/" + Story.ID),
            Map.entry("explain", "/explain?person=nobody@example.com&automation=" + Story.ID),
            Map.entry("health", "/health"),
            Map.entry("templates", "/templates"),
            Map.entry("template", "/templates/" + Story.ID),
            Map.entry("template-new", "/templates/new"),
            Map.entry("event-names", "/event-names"),
            Map.entry("event-name", "/event-name?name=order.completed"),
            Map.entry("event-name-new", "/event-name"),
            Map.entry("event-new", "/events/new?name=user.created"),
            Map.entry("api-keys", "/api-keys"),
            Map.entry("domains", "/domains"),
            Map.entry("domain", "/domains/" + Story.ID),
            Map.entry("segments", "/segments"),
            Map.entry("topics", "/topics"),
            Map.entry("settings", "/settings"),
            Map.entry("webhooks", "/webhooks"),
            Map.entry("webhook", "/webhooks/" + Story.ID),
            Map.entry("webhook-new", "/webhooks/new"),
            Map.entry("delivery", "/webhooks/" + Story.ID + "/deliveries/" + Story.ID),
            Map.entry("problem", "/nowhere")));

    private static Browser browser;
    private static Vertx vertx;
    private static Store store;
    private static HttpServer server;

    private BrowserContext context;
    private final List<String> complaints = new ArrayList<>();

    @BeforeAll
    static void open() throws Exception {
        browser = Browser.open();
        vertx = Vertx.vertx();
        store = Store.open(vertx, TestDatabase.fresh(), 2, client -> Future.succeededFuture(NOW));
        var router = Router.router(vertx);
        WebRoutes.mountDashboard(router, vertx, store, Login.none(vertx), House.none());
        server = done(vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"));
        done(Story.tell(store.client(), NOW, "ada@example.com", "Welcome", "Hello Ada"));
    }

    @AfterAll
    static void close() throws Exception {
        if (browser == null) {
            return; // left out
        }
        browser.close();
        done(server.close());
        done(store.close());
        done(vertx.close());
    }

    @BeforeEach
    void begin() {
        complaints.clear();
    }

    @AfterEach
    void end() {
        context.close();
    }

    private static <T> T done(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, SECONDS);
    }

    /** A page whose script and policy may not complain. */
    private Page page(NewContextOptions options) {
        context = browser.context(options);
        Page page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.onDialog(dialog -> {
            complaints.add("a dialog: " + dialog.message());
            dialog.dismiss();
        });
        return page;
    }

    private static String url(String path) {
        return "http://127.0.0.1:" + server.actualPort() + "/dashboard" + path;
    }

    private void everyPage(ColorScheme scheme, String word) {
        Page page = page(new NewContextOptions().setColorScheme(scheme).setViewportSize(1_280, 800));
        PAGES.forEach((name, path) -> {
            page.navigate(url(path));
            page.screenshot(new Page.ScreenshotOptions()
                    .setFullPage(true)
                    .setPath(SCREENSHOTS.resolve(name + "-" + word + ".png")));
            var axe = new AxeBuilder(page).exclude("iframe.mail"); // it runs nothing, axe neither
            if (scheme == ColorScheme.DARK) {
                axe = axe.withRules(List.of("color-contrast")); // all else is the same as in the light
            }
            var faults = axe.analyze().getViolations().stream()
                    .filter(rule -> List.of("serious", "critical").contains(rule.getImpact()))
                    .map(rule -> rule.getId() + ": " + rule.getNodes().get(0).getHtml())
                    .toList();
            assertThat(faults).as(name + ", " + word).isEmpty();
        });
        // Of the page that there is not, and of the mail whose script was kept from running.
        complaints.removeIf(text -> text.contains("404") || text.contains("sandboxed"));
        assertThat(complaints).isEmpty();
    }

    @Test
    void every_page_is_at_ease_in_the_light() {
        everyPage(ColorScheme.LIGHT, "light");
    }

    @Test
    void every_page_is_at_ease_in_the_dark() {
        everyPage(ColorScheme.DARK, "dark");
    }

    @Test
    void no_page_is_wider_than_a_phone() {
        Page page = page(new NewContextOptions().setViewportSize(390, 844));
        PAGES.forEach((name, path) -> {
            page.navigate(url(path));
            page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + "-phone.png")));
            assertThat(page.evaluate("document.scrollingElement.scrollWidth"))
                    .as(name)
                    .isEqualTo(390);
        });
    }

    @Test
    void keys_lead_to_every_part_and_through_rows() {
        Page page = page(new NewContextOptions());
        page.navigate(url(""));

        page.keyboard().press("g");
        page.keyboard().press("r");
        page.waitForURL(url("/runs"));
        page.keyboard().press("j");
        page.keyboard().press("Enter");
        page.waitForURL(url("/runs/" + Story.ID));

        page.keyboard().press("/");
        page.keyboard().type("ada@example.com");
        page.keyboard().press("Enter");
        page.waitForURL(url("/contacts/" + Story.ID));

        page.keyboard().press("?");
        assertThat(page.locator("#keys").isVisible()).isTrue();
        page.keyboard().press("Escape");
        assertThat(page.locator("#keys").isVisible()).isFalse();
        assertThat(complaints).isEmpty();
    }

    @Test
    void times_are_shown_in_the_readers_own_zone_when_asked() {
        Page page = page(new NewContextOptions().setTimezoneId("America/New_York"));
        page.navigate(url("/runs"));

        assertThat(page.locator("tbody time").first().textContent()).isEqualTo("14:20");
        page.keyboard().press("u");
        assertThat(page.locator("tbody time").first().textContent()).contains("09:20");
        assertThat(page.locator("th .zone").first().textContent()).isEqualTo("local");

        page.reload();
        assertThat(page.locator("tbody time").first().textContent()).contains("09:20");
    }

    @Test
    void everything_can_be_read_and_filtered_without_script() {
        Page page = page(new NewContextOptions().setJavaScriptEnabled(false));
        page.navigate(url("/runs"));

        page.selectOption("select[name=status]", "running");
        page.click("text=Show");
        page.waitForURL(url("/runs?status=running"));
        page.click("tbody a.row");
        page.waitForURL(url("/runs/" + Story.ID));

        assertThat(page.textContent("main")).contains("Waiting for trial.paid until 14:42");
    }

    @Test
    void a_button_stops_an_automation_and_another_enables_it_again() {
        Page page = page(new NewContextOptions());
        page.navigate(url("/automations/" + Story.ID));

        page.click("text=Stop");
        page.waitForSelector(".lead .pill:text('disabled')");
        page.click("main button:text('Enable')");
        page.waitForSelector(".lead .pill:text('enabled')");

        assertThat(complaints).isEmpty();
    }

    @Test
    void a_mail_is_seen_as_its_reader_sees_it_and_runs_nothing() {
        Page page = page(new NewContextOptions());
        page.navigate(url("/emails/" + Story.ID));

        assertThat(page.frameLocator("iframe.mail").locator("p").textContent()).startsWith("Hello");
        assertThat(complaints).noneMatch(complaint -> complaint.startsWith("a dialog"));
    }
}
