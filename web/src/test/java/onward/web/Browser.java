package onward.web;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** Debian's Chromium, driven by the node that is there; one for a test class. */
public final class Browser implements AutoCloseable {
    private static final String REQUIRE_ALL = "ONWARD_REQUIRE_ALL_TESTS";

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser chromium;

    private Browser(Playwright playwright, com.microsoft.playwright.Browser chromium) {
        this.playwright = playwright;
        this.chromium = chromium;
    }

    /** Leaves the test class out, and says so, where there is no browser and nobody asked for all tests. */
    public static Browser open() {
        Optional<Path> chromium = find("chromium", "chromium-browser", "google-chrome");
        Optional<Path> node = find("node", "nodejs");
        boolean isThere = chromium.isPresent() && node.isPresent();
        if (!isThere && System.getenv(REQUIRE_ALL) == null) {
            System.err.println("LEFT OUT: the tests in a browser, for want of chromium or node.");
            Assumptions.abort("Expected chromium and node on the path, found one or none of them.");
        }
        var playwright = Playwright.create(new Playwright.CreateOptions()
                .setEnv(Map.of(
                        "PLAYWRIGHT_NODEJS_PATH",
                        node.orElseThrow().toString(),
                        "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD",
                        "1")));
        return new Browser(
                playwright,
                playwright
                        .chromium()
                        .launch(new BrowserType.LaunchOptions().setExecutablePath(chromium.orElseThrow())));
    }

    private static Optional<Path> find(String... names) {
        return List.of(names).stream()
                .flatMap(name ->
                        List.of(System.getenv("PATH").split(":")).stream().map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    public BrowserContext context(com.microsoft.playwright.Browser.NewContextOptions options) {
        return chromium.newContext(options);
    }

    @Override
    public void close() {
        chromium.close();
        playwright.close();
    }
}
