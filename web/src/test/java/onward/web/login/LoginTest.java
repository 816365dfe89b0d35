package onward.web.login;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import onward.store.Store;
import onward.store.TestDatabase;
import onward.web.WebRoutes;
import onward.web.ui.House;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In and out of the dashboard, as a browser does it. */
class LoginTest {
    private static final HttpClient BROWSER = HttpClient.newHttpClient();
    private static final String PASSWORD = "correct horse battery";

    private Instant now = Instant.parse("2026-11-23T14:30:00Z");
    private Vertx vertx;
    private Store store;
    private Login login;
    private HttpServer server;

    @BeforeEach
    void open() throws Exception {
        vertx = Vertx.vertx();
        store = Store.open(vertx, TestDatabase.fresh(), 2, client -> Future.succeededFuture(now));
        login = Login.required(vertx, false);
        var router = Router.router(vertx);
        WebRoutes.mountDashboard(router, vertx, store, login, House.none());
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

    private URI at(String path) {
        return URI.create("http://127.0.0.1:" + server.actualPort() + path);
    }

    private HttpResponse<String> get(String path, String cookie) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(at(path)).header("Accept", "text/html");
        if (cookie != null) {
            request.header("Cookie", cookie);
        }
        return BROWSER.send(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String cookie, String origin, Map<String, String> fields)
            throws IOException, InterruptedException {
        String body = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        var request = HttpRequest.newBuilder(at(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (cookie != null) {
            request.header("Cookie", cookie);
        }
        if (origin != null) {
            request.header("Origin", origin);
        }
        return BROWSER.send(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> tryPassword(String password) throws IOException, InterruptedException {
        return post("/dashboard/login", null, null, Map.of("name", "owner", "password", password, "next", ""));
    }

    private static String cookie(HttpResponse<String> response) {
        return response.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
    }

    private static String formKey(HttpResponse<String> page) {
        return page.body().replaceAll("(?s).*name=\"form_key\" value=\"([0-9a-f]+)\".*", "$1");
    }

    @Test
    void nobody_comes_in_without_a_session() throws Exception {
        var shown = get("/dashboard/runs?status=failed", null);

        assertThat(shown.statusCode()).isEqualTo(303);
        assertThat(shown.headers().firstValue("Location"))
                .contains("/dashboard/login?next=%2Fdashboard%2Fruns%3Fstatus%3Dfailed");
        assertThat(get("/dashboard/emails/01900000-0000-7000-8000-000000000001/body", null)
                        .statusCode())
                .isEqualTo(303);
        assertThat(get("/dashboard", "onward_session=re_made_up").statusCode()).isEqualTo(303);
    }

    @Test
    void the_first_link_lets_the_owner_choose_a_password_once() throws Exception {
        String link = done(login.prepare(store, null)).orElseThrow();
        String token = link.substring(link.indexOf('=') + 1);

        var looked = get(link, null);
        var tooShort = post("/dashboard/enter", null, null, Map.of("token", token, "password", "short"));
        var chosen = post("/dashboard/enter", null, null, Map.of("token", token, "password", PASSWORD));
        var again = post("/dashboard/enter", null, null, Map.of("token", token, "password", "another one altogether"));

        assertThat(looked.body()).contains("Choose a password", "owner");
        assertThat(tooShort.statusCode()).isEqualTo(400);
        assertThat(tooShort.body()).contains("Expected a password of 12 to 200 characters, found 5.");
        assertThat(chosen.statusCode()).isEqualTo(303);
        assertThat(get("/dashboard", cookie(chosen)).statusCode()).isEqualTo(200);
        assertThat(again.statusCode()).isEqualTo(404);
        assertThat(tryPassword(PASSWORD).statusCode()).isEqualTo(303);
        assertThat(done(login.prepare(store, null))).isEmpty();
    }

    @Test
    void a_link_is_good_for_a_day() throws Exception {
        String link = done(login.prepare(store, null)).orElseThrow();
        now = now.plus(Duration.ofDays(1));

        assertThat(get(link, null).statusCode()).isEqualTo(404);
    }

    @Test
    void a_configured_password_opens_a_session_until_it_is_closed_or_two_weeks_old() throws Exception {
        assertThat(done(login.prepare(store, PASSWORD))).isEmpty();

        var in = tryPassword(PASSWORD);
        var page = get("/dashboard", cookie(in));
        var foreign = post("/dashboard/logout", cookie(in), null, Map.of("form_key", "0".repeat(64)));
        var out = post("/dashboard/logout", cookie(in), null, Map.of("form_key", formKey(page)));

        assertThat(in.headers().firstValue("Set-Cookie").orElseThrow())
                .containsIgnoringCase("; HttpOnly")
                .contains("; SameSite=Lax", "; Path=/dashboard");
        assertThat(page.body()).contains("Log out");
        assertThat(foreign.statusCode()).isEqualTo(403);
        assertThat(out.statusCode()).isEqualTo(303);
        assertThat(get("/dashboard", cookie(in)).statusCode()).isEqualTo(303);

        String other = cookie(tryPassword(PASSWORD));
        now = now.plus(Duration.ofDays(14));
        assertThat(get("/dashboard", other).statusCode()).isEqualTo(303);
    }

    @Test
    void a_new_password_ends_every_session() throws Exception {
        done(login.prepare(store, PASSWORD));
        String cookie = cookie(tryPassword(PASSWORD));

        done(login.prepare(store, "quite another password"));

        assertThat(get("/dashboard", cookie).statusCode()).isEqualTo(303);
        assertThat(tryPassword(PASSWORD).statusCode()).isEqualTo(401);
    }

    @Test
    void ten_wrong_passwords_are_enough_for_a_while() throws Exception {
        done(login.prepare(store, PASSWORD));
        for (int i = 0; i < WrongTries.TRIES_MAX; i++) {
            assertThat(tryPassword("wrong wrong wrong").statusCode()).isEqualTo(401);
        }

        var right = tryPassword(PASSWORD);
        now = now.plus(WrongTries.SPAN);

        assertThat(right.statusCode()).isEqualTo(429);
        assertThat(tryPassword(PASSWORD).statusCode()).isEqualTo(303);
    }

    @Test
    void who_does_not_exist_is_told_the_same() throws Exception {
        done(login.prepare(store, PASSWORD));

        var nobody = post("/dashboard/login", null, null, Map.of("name", "nobody", "password", PASSWORD));

        assertThat(nobody.statusCode()).isEqualTo(401);
        assertThat(nobody.body()).contains("That name and password do not belong together.");
    }

    @Test
    void another_site_cannot_log_anybody_in() throws Exception {
        done(login.prepare(store, PASSWORD));

        var foreign = post(
                "/dashboard/login", null, "https://evil.example.com", Map.of("name", "owner", "password", PASSWORD));

        assertThat(foreign.statusCode()).isEqualTo(403);
        assertThat(foreign.headers().firstValue("Set-Cookie")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example.com/",
                "//evil.example.com",
                "/\\evil.example.com",
                "/dashboard@evil.example.com",
                "/dashboardevil",
                "javascript:alert(1)",
                "/automations",
                "/dashboard/runs\r\nSet-Cookie: a=b"
            })
    void nobody_is_led_away_after_the_login(String next) throws Exception {
        done(login.prepare(store, PASSWORD));

        var in = post("/dashboard/login", null, null, Map.of("name", "owner", "password", PASSWORD, "next", next));

        assertThat(in.headers().firstValue("Location")).contains("/dashboard");
    }

    @Test
    void the_login_leads_on_to_where_somebody_wanted() throws Exception {
        done(login.prepare(store, PASSWORD));

        var in = post(
                "/dashboard/login",
                null,
                null,
                Map.of("name", "owner", "password", PASSWORD, "next", "/dashboard/runs?status=failed"));

        assertThat(in.headers().firstValue("Location")).contains("/dashboard/runs?status=failed");
    }
}
