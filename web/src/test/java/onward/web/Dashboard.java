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
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import onward.bus.LocalCodec;
import onward.store.Store;
import onward.store.TestDatabase;
import onward.web.login.Login;
import onward.web.ui.House;

/** A dashboard on a database of its own, and a browser that keeps its cookie and sends forms as one does. */
final class Dashboard implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-11-23T14:30:00Z");

    private static final HttpClient BROWSER = HttpClient.newHttpClient();

    final Vertx vertx = Vertx.vertx();
    final Store store;
    private final HttpServer server;
    private volatile Instant now = NOW;
    private String cookie;
    private String key;

    private Dashboard(House house) throws Exception {
        LocalCodec.register(vertx.eventBus());
        store = Store.open(vertx, TestDatabase.fresh(), 2, client -> Future.succeededFuture(now));
        var router = Router.router(vertx);
        WebRoutes.mountDashboard(router, vertx, store, Login.none(vertx), house);
        server = done(vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"));
        var first = get("");
        cookie = first.headers().firstValue("Set-Cookie").orElse("").split(";")[0];
    }

    static Dashboard open(House house) throws Exception {
        return new Dashboard(house);
    }

    /** Time goes on by this. */
    void passes(Duration time) {
        now = now.plus(time);
    }

    @Override
    public void close() throws Exception {
        done(server.close());
        done(store.close());
        done(vertx.close());
    }

    static <T> T done(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, SECONDS);
    }

    void insert(String into, Object... values) throws Exception {
        done(store.client().preparedQuery("insert into " + into).execute(Tuple.from(Arrays.asList(values))));
    }

    private HttpRequest.Builder request(String path) {
        var request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.actualPort() + "/dashboard" + path))
                .header("Accept", "text/html");
        return cookie == null || cookie.isEmpty() ? request : request.header("Cookie", cookie);
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return BROWSER.send(request(path).build(), BodyHandlers.ofString());
    }

    /** The page, which must be there. */
    String page(String path) throws IOException, InterruptedException {
        var answer = get(path);
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return answer.body();
    }

    /** Sends a form with the key of our pages. @param fields names and values in turn */
    HttpResponse<String> post(String path, String... fields) throws IOException, InterruptedException {
        return send(path, formKey(), fields);
    }

    /** The same with any key. */
    HttpResponse<String> send(String path, String formKey, String... fields) throws IOException, InterruptedException {
        var body = new StringBuilder("form_key=").append(formKey);
        for (int i = 0; i < fields.length; i += 2) {
            body.append('&').append(fields[i]).append('=').append(encoded(fields[i + 1]));
        }
        return BROWSER.send(
                request(path)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(body.toString()))
                        .build(),
                BodyHandlers.ofString());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private String formKey() throws IOException, InterruptedException {
        if (key == null) {
            key = get("/templates/new").body().replaceAll("(?s).*?name=\"form_key\" value=\"([0-9a-f]+)\".*", "$1");
        }
        return key;
    }

    /** Sends a form that must be taken; gives where it leads, below the dashboard. */
    String led(String path, String... fields) throws IOException, InterruptedException {
        var answer = post(path, fields);
        assertThat(answer.statusCode()).as(path + ": " + answer.body()).isEqualTo(303);
        return answer.headers().firstValue("Location").orElseThrow().substring("/dashboard".length());
    }

    /** The policy that an answer came under. */
    static String policy(HttpResponse<String> answer) {
        return String.join(";", answer.headers().allValues("Content-Security-Policy"));
    }

    /** Paths of forms that somebody may not send from elsewhere. */
    void refusesForeignForms(List<String> paths) throws IOException, InterruptedException {
        for (String path : paths) {
            assertThat(send(path, "0".repeat(64)).statusCode()).as(path).isEqualTo(403);
        }
    }
}
