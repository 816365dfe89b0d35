package onward.web;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitForSelectorState;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import onward.flow.fact.Ids;
import onward.store.Store;
import onward.store.TestDatabase;
import onward.store.table.Automations;
import onward.store.table.EventTypes;
import onward.store.table.StoredAutomation;
import onward.web.login.Login;
import onward.web.ui.House;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The automation editor in a real browser: by mouse, by keyboard, as JSON, and without script. */
class EditorBrowserTest {
    private static final Instant NOW = Instant.parse("2026-11-23T14:30:00Z");
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

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
        done(EventTypes.create(
                store.client(), TestDatabase.PROJECT, "trial.started", null, NOW, Ids.from(new java.util.Random(1))));
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

    @AfterEach
    void end() {
        context.close();
    }

    private static <T> T done(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, SECONDS);
    }

    private Page page(NewContextOptions options) {
        context = browser.context(options.setViewportSize(1_280, 860));
        Page page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        return page;
    }

    private static String url(String path) {
        return "http://127.0.0.1:" + server.actualPort() + "/dashboard" + path;
    }

    private static Locator field(Page page, String label) {
        return page.locator(".editor-panel").getByLabel(label).first();
    }

    private static void add(Page page, String place, String type) {
        page.click(place);
        page.click(".editor-types button:has(strong:text-is('" + type + "'))");
        page.waitForSelector(".editor-panel h2:text-is('" + type + "')");
        drawn(page);
    }

    /** Until the picture is of what stands in the form. */
    private static void drawn(Page page) {
        page.waitForFunction("() => !document.querySelector('.editor-graph[aria-busy]')");
    }

    private static void ready(Page page) {
        page.waitForSelector(".editor-graph:not([aria-busy])");
        page.waitForSelector(".editor-state p:text-is('Ready to be enabled.')");
    }

    private static List<String> titles(Page page) {
        return page.locator(".editor-graph .graph-title").allTextContents();
    }

    private static StoredAutomation saved(Page page) throws Exception {
        page.waitForURL(address -> address.matches(".*/automations/[0-9a-f-]{36}(/edit\\?saved=yes)?"));
        String id = page.url().replaceAll(".*/automations/([0-9a-f-]{36}).*", "$1");
        return done(Automations.find(store.client(), TestDatabase.PROJECT, UUID.fromString(id)))
                .orElseThrow();
    }

    /** In the dark only colours are another. */
    private static void atEase(Page page, String state, ColorScheme scheme) {
        var axe = scheme == ColorScheme.DARK
                ? new AxeBuilder(page).withRules(List.of("color-contrast"))
                : new AxeBuilder(page);
        var faults = axe.analyze().getViolations().stream()
                .filter(rule -> List.of("serious", "critical").contains(rule.getImpact()))
                .map(rule -> rule.getId() + ": " + rule.getNodes().get(0).getHtml())
                .toList();
        assertThat(faults).as(state).isEmpty();
    }

    private static void shoot(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions().setFullPage(true).setPath(SCREENSHOTS.resolve(name + ".png")));
    }

    private static final String FULL = """
            {"steps": [
              {"key": "start", "type": "trigger", "config": {"event_name": "trial.started"}},
              {"key": "mail", "type": "send_email", "config": {"template": {"id": "welcome", "variables": {"NAME": {"var": "contact.first_name"}, "SEATS": 3}}}},
              {"key": "wait", "type": "wait_for_event", "config": {"event_name": "trial.paid", "timeout": "3 days"}},
              {"key": "rich", "type": "condition", "config": {"type": "and", "rules": [{"type": "rule", "field": "event.total", "operator": "gte", "value": 100}, {"type": "rule", "field": "event.plan", "operator": "eq", "value": "pro"}]}},
              {"key": "nudge", "type": "send_email", "config": {}}],
             "connections": [{"from": "start", "to": "mail"}, {"from": "mail", "to": "wait"},
               {"from": "wait", "to": "rich", "type": "event_received"}, {"from": "wait", "to": "nudge", "type": "timeout"}]}""";

    private void looks(ColorScheme scheme, String word) {
        Page page = page(new NewContextOptions().setColorScheme(scheme));
        page.navigate(url("/automations/new"));
        page.waitForSelector(".editor-graph svg");
        atEase(page, "new", scheme);
        shoot(page, "editor-new-" + word);

        page.click("text=JSON");
        page.fill("#editor-definition", FULL);
        atEase(page, "json", scheme);
        shoot(page, "editor-json-" + word);
        page.click("button:text-is('JSON')");
        page.waitForSelector("a[href='#step-4']");

        for (int step = 1; step <= 4; step++) {
            page.click("a[href='#step-" + step + "']");
            drawn(page);
            atEase(page, "step " + step, scheme);
            shoot(page, "editor-step" + step + "-" + word);
        }
        page.click("a[href='#arrow-1']");
        atEase(page, "picker", scheme);
        shoot(page, "editor-picker-" + word);
        assertThat(complaints).isEmpty();
    }

    @Test
    void it_is_at_ease_in_the_light() {
        looks(ColorScheme.LIGHT, "light");
    }

    @Test
    void it_is_at_ease_in_the_dark() {
        looks(ColorScheme.DARK, "dark");
    }

    @Test
    void it_is_no_wider_than_a_phone() {
        Page page = page(new NewContextOptions());
        page.setViewportSize(390, 844);
        page.navigate(url("/automations/" + Story.ID + "/edit"));
        page.waitForSelector(".editor-graph svg");
        page.click("a[href='#step-1']");
        shoot(page, "editor-phone");

        assertThat(page.evaluate("document.scrollingElement.scrollWidth")).isEqualTo(390);
    }

    @Test
    void an_automation_is_built_from_nothing_by_mouse_and_enabled() throws Exception {
        Page page = page(new NewContextOptions());
        page.navigate(url("/automations"));
        page.click("text=New automation");
        page.fill("#editor-name", "Trial nudge");
        field(page, "Event name").fill("trial.started");
        ready(page);

        add(page, "a[href='#open-0-0']", "Send email");
        page.waitForSelector(".graph-node.is-unready a[href='#step-1']");
        page.waitForSelector(".editor-field[data-field='config.template.id'] .editor-fault:has-text('found nothing')");
        field(page, "Template").fill("welcome");
        ready(page);
        assertThat(page.locator(".graph-node.is-unready").count()).isZero();

        add(page, "a[href='#arrow-0']", "Delay");
        field(page, "Duration").fill("soon");
        page.waitForSelector(".editor-field.is-wrong[data-field='config.duration']");
        field(page, "Duration").fill("3 days");
        ready(page);

        add(page, "a[href='#open-1-0']", "Condition");
        field(page, "Field 1").fill("event.total");
        field(page, "Operator 1").selectOption("gte");
        field(page, "Value 1").fill("100");
        ready(page);
        add(page, "a[href='#open-3-1']", "Delete contact");
        ready(page);
        assertThat(titles(page)).containsExactly("Trigger", "Delay", "Send email", "Condition", "Delete contact");

        page.click("text=Save and enable");
        StoredAutomation made = saved(page);
        assertThat(page.textContent(".lead .pill")).isEqualTo("enabled");
        assertThat(made.name()).isEqualTo("Trial nudge");
        assertThat(made.definition().get("connections"))
                .asList()
                .containsExactlyInAnyOrder(
                        Map.of("from", "start", "to", "delay", "type", "default"),
                        Map.of("from", "delay", "to", "email", "type", "default"),
                        Map.of("from", "email", "to", "condition", "type", "default"),
                        Map.of("from", "condition", "to", "delete", "type", "condition_not_met"));
        assertThat(made.definition().toString()).contains("operator=gte", "value=100", "template={id=welcome}");
        assertThat(complaints).isEmpty();
    }

    @Test
    void an_automation_is_built_with_the_keyboard_alone() throws Exception {
        Page page = page(new NewContextOptions());
        page.navigate(url("/automations/new"));
        page.waitForSelector(".editor-graph svg");
        page.focus("#editor-name");
        page.keyboard().type("By key");
        field(page, "Event name").focus();
        page.keyboard().type("trial.started");
        ready(page);

        page.keyboard().press("Escape");
        page.keyboard().press("ArrowDown");
        page.keyboard().press("Enter");
        page.keyboard().press("Tab");
        page.keyboard().press("Enter");
        page.waitForSelector(".editor-panel h2:text-is('Delay')");
        page.keyboard().insertText("1 day"); // at once: what is typed slowly is undone in parts
        ready(page);
        assertThat(titles(page)).containsExactly("Trigger", "Delay");

        page.keyboard().press("Control+z");
        page.waitForFunction("() => document.querySelectorAll('.editor-field.is-wrong').length === 0");
        page.keyboard().press("Control+z");
        page.waitForSelector(
                "a[href='#step-1']", new Page.WaitForSelectorOptions().setState(WaitForSelectorState.DETACHED));
        page.keyboard().press("Control+Shift+z");
        page.keyboard().press("Control+Shift+z");
        ready(page);
        assertThat(field(page, "Duration").inputValue()).isEqualTo("1 day");

        page.focus("text=Save as draft");
        page.keyboard().press("Enter");
        StoredAutomation made = saved(page);
        assertThat(made.enabled()).isFalse();
        assertThat(page.textContent(".advice")).contains("Saved as v1");
        assertThat(complaints).isEmpty();
    }

    @Test
    void a_step_is_taken_out_moved_and_renamed_and_its_neighbours_follow() {
        Page page = page(new NewContextOptions());
        page.navigate(url("/automations/" + Story.ID + "/edit"));
        page.waitForSelector(".editor-graph svg");

        page.click("a[href='#step-2']");
        page.click(".editor-more summary");
        field(page, "Key").fill("paid");
        field(page, "Key").press("Tab");
        page.waitForSelector(".graph-key:text-is('paid')");
        page.click("a[href='#step-1']");
        page.click("text=Delete this step");
        page.waitForSelector(
                "a[href='#step-2']", new Page.WaitForSelectorOptions().setState(WaitForSelectorState.DETACHED));

        assertThat(titles(page)).containsExactly("Trigger", "Wait for event");
        assertThat(page.locator(".editor-graph a.graph-adding").getAttribute("aria-label"))
                .isEqualTo("Add a step between start and paid");

        page.click("text=Undo");
        page.waitForSelector("a[href='#step-2']");
        assertThat(titles(page)).containsExactly("Trigger", "Send email", "Wait for event");

        page.click("a[href='#step-0']");
        page.locator(".editor-way select").selectOption("paid");
        page.waitForSelector("a.graph-adding[aria-label='Add a step between start and paid']");
        page.waitForSelector(
                ".editor-problems li:has-text('found none')",
                new Page.WaitForSelectorOptions().setState(WaitForSelectorState.ATTACHED));
        assertThat(page.textContent(".editor-state p")).contains("Can be saved and stopped");
        assertThat(complaints).isEmpty();
    }

    @Test
    void json_and_graph_are_two_views_of_one_thing() {
        Page page = page(new NewContextOptions());
        page.navigate(url("/automations/new"));
        page.waitForSelector(".editor-graph svg");

        page.click("text=JSON");
        page.fill("#editor-definition", "{\"steps\": [");
        page.waitForSelector("text=this is none yet");
        page.fill(
                "#editor-definition",
                "{\"name\": \"Typed\", \"steps\": [{\"ref\": \"a\", \"type\": \"trigger\", \"config\": {\"event_name\": \"x\"}},"
                        + " {\"ref\": \"b\", \"type\": \"delay\", \"config\": {}}], \"edges\": [{\"from\": \"a\", \"to\": \"b\"}]}");
        page.click("button:text-is('JSON')");
        page.click("a[href='#step-1']");
        field(page, "Duration").fill("2 days");
        ready(page);

        assertThat(page.inputValue("#editor-name")).isEqualTo("Typed");
        page.click("button:text-is('JSON')");
        assertThat(page.inputValue("#editor-definition"))
                .contains("\"duration\": \"2 days\"", "\"key\": \"b\"", "\"type\": \"default\"");
        assertThat(complaints).isEmpty();
    }

    @Test
    void without_script_it_is_a_form_with_json() throws Exception {
        Page page = page(new NewContextOptions().setJavaScriptEnabled(false));
        page.navigate(url("/automations/new"));

        page.fill("#editor-name", "Plain");
        page.fill("#editor-definition", "{\"steps\": []}");
        page.click("text=Save as draft");
        assertThat(page.textContent("#refused")).contains("Expected at least one step");
        assertThat(page.inputValue("#editor-name")).isEqualTo("Plain");
        shoot(page, "editor-plain");
        page.fill(
                "#editor-definition",
                FULL.replace("\"config\": {}}]", "\"config\": {\"template\": {\"id\": \"n\"}}}]"));
        page.click("text=Save and enable");

        assertThat(saved(page).enabled()).isTrue();
    }
}
