package onward.app.contract;

import static onward.app.contract.TwoFaces.object;
import static onward.app.contract.TwoFaces.objects;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import onward.web.Browser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From nothing to an opened mail, in a real browser against a whole server, as its owner. */
class JourneyBrowserTest {
    private static final String PASSWORD = "a long enough password";

    @TempDir
    private static Path data;

    private static Browser browser;
    private static RunningServer server;
    private static TwoFaces faces;

    @BeforeAll
    static void open() {
        browser = Browser.open();
        server = new RunningServer(data, Map.of("ONWARD_DASHBOARD_PASSWORD", PASSWORD));
        faces = new TwoFaces(server.url());
        faces.post(
                201,
                "/templates",
                Map.of(
                        "name", "Welcome",
                        "alias", "welcome",
                        "from", "Shop <shop@example.com>",
                        "subject", "Welcome aboard",
                        "html", "<p>Hello {{{FIRST_NAME}}}, good to see you.</p>"));
        faces.post(200, "/templates/welcome/publish", null);
    }

    @AfterAll
    static void close() {
        if (browser == null) {
            return; // left out
        }
        browser.close();
        server.close();
    }

    @Test
    void somebody_builds_an_automation_sends_an_event_watches_its_run_and_opens_the_mail() throws Exception {
        List<String> complaints = new ArrayList<>();
        try (BrowserContext context = browser.context(new NewContextOptions().setViewportSize(1_280, 860))) {
            Page page = context.newPage();
            page.onPageError(complaints::add);

            page.navigate(server.url() + "/dashboard/automations/new");
            page.fill("input[name=password]", "not the password at all");
            page.click("button:text-is('Log in')");
            page.waitForSelector(".trouble");
            page.fill("input[name=password]", PASSWORD);
            page.click("button:text-is('Log in')");
            page.waitForURL("**/dashboard/automations/new");

            page.fill("#editor-name", "Trial");
            field(page, "Event name", "trial.started");
            add(page, "a[href='#open-0-0']", "Wait for event");
            field(page, "Event name", "trial.paid");
            field(page, "Timeout", "3 days");
            ready(page);
            add(page, "a[href='#open-1-0']", "Send email");
            field(page, "Template", "welcome");
            ready(page);
            page.click("text=Save and enable");
            page.waitForSelector(".lead .pill:text-is('enabled')");
            String automation = page.getAttribute("#main", "data-id");

            page.click("text=Send a test event");
            page.fill("input[name=email]", "ada@example.com");
            page.fill("textarea[name=payload]", "{}");
            page.click("button:text-is('Send it')");
            page.waitForSelector("h1:has-text('trial.started')");

            Map<String, Object> run =
                    faces.run(automation, one -> one.get("status").equals("waiting"));
            page.navigate(server.url() + "/dashboard/runs/" + run.get("id"));
            page.waitForSelector(".lead .pill:text-is('waiting')");
            assertThat(page.textContent(".lead")).contains("trial.paid");
            page.evaluate("() => { window.isStillThisPage = true; }");

            faces.post(202, "/events/send", Map.of("event", "trial.paid", "email", "ada@example.com"));
            page.waitForSelector(".lead .pill:text-is('completed')");
            assertThat(page.evaluate("() => window.isStillThisPage")).isEqualTo(true);

            page.waitForSelector("a:text-is('Welcome aboard')");
            page.click("a:text-is('Welcome aboard')");
            page.waitForSelector("h1:text-is('Welcome aboard')");
            assertThat(page.frameLocator("iframe.mail").locator("p").first().textContent())
                    .contains("good to see you");

            page.click("text=Log out");
            page.waitForURL("**/dashboard/login*");
            page.navigate(server.url() + "/dashboard/runs/" + run.get("id"));
            assertThat(page.url()).contains("/dashboard/login");
        }
        assertThat(complaints).isEmpty();
        Map<String, Object> run = faces.get("/emails").items().get(0);
        assertThat(object(faces.get("/emails/" + run.get("id")).body())).containsEntry("subject", "Welcome aboard");
        assertThat(objects(faces.get("/emails").body().get("data"))).hasSize(1);
    }

    private static void field(Page page, String label, String text) {
        page.locator(".editor-panel").getByLabel(label).first().fill(text);
    }

    private static void add(Page page, String place, String type) {
        page.click(place);
        page.click(".editor-types button:has(strong:text-is('" + type + "'))");
        page.waitForSelector(".editor-panel h2:text-is('" + type + "')");
        page.waitForFunction("() => !document.querySelector('.editor-graph[aria-busy]')");
    }

    private static void ready(Page page) {
        page.waitForSelector(".editor-graph:not([aria-busy])");
        page.waitForSelector(".editor-state p:text-is('Ready to be enabled.')");
    }
}
