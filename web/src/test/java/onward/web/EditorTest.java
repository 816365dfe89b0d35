package onward.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import onward.flow.fact.Ids;
import onward.store.Store;
import onward.store.TestDatabase;
import onward.store.table.Automations;
import onward.store.table.EventTypes;
import onward.store.table.StoredAutomation;
import onward.web.editor.EditorForms;
import onward.web.login.Login;
import onward.web.ui.House;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The automation editor as a browser without script has it, and what its script asks. */
class EditorTest {
    private static final Instant NOW = Instant.parse("2026-11-23T14:30:00Z");
    private static final HttpClient BROWSER = HttpClient.newHttpClient();
    private static final String NASTY = "\"></textarea><script>alert(1)</script>${7*7}";

    private static final String WELCOME = """
            {"steps": [
              {"key": "start", "type": "trigger", "config": {"event_name": "user.created"}},
              {"key": "rest", "type": "delay", "config": {"duration": "1 day"}}],
             "connections": [{"from": "start", "to": "rest"}]}""";

    private Vertx vertx;
    private Store store;
    private HttpServer server;
    private String cookie;
    private String key;

    @BeforeEach
    void open() throws Exception {
        vertx = Vertx.vertx();
        store = Store.open(vertx, TestDatabase.fresh(), 2, client -> Future.succeededFuture(NOW));
        var router = Router.router(vertx);
        WebRoutes.mountDashboard(router, vertx, store, Login.none(vertx), House.none());
        server = done(vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"));
        var page = get("/automations/new");
        cookie = page.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
        key = page.body().replaceAll("(?s).*?name=\"form_key\" value=\"([0-9a-f]+)\".*", "$1");
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
        return URI.create("http://127.0.0.1:" + server.actualPort() + "/dashboard" + path);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(at(path)).header("Accept", "text/html");
        return BROWSER.send(
                (cookie == null ? request : request.header("Cookie", cookie)).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> send(String path, Map<String, String> fields)
            throws IOException, InterruptedException {
        String body = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
        return BROWSER.send(
                HttpRequest.newBuilder(at(path))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Cookie", cookie)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpResponse<String> save(String path, String name, String definition, int version, String then)
            throws IOException, InterruptedException {
        return send(
                path,
                Map.of(
                        "form_key", key,
                        "name", name,
                        "definition", definition,
                        "version", String.valueOf(version),
                        "then", then));
    }

    private String made(String then) throws Exception {
        var answer = save("/automations", "Welcome", WELCOME, 0, then);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
        return answer.headers().firstValue("Location").orElseThrow().replaceAll(".*/automations/([^/]+).*", "$1");
    }

    private StoredAutomation stored(String id) throws Exception {
        return done(Automations.find(store.client(), TestDatabase.PROJECT, UUID.fromString(id)))
                .orElseThrow();
    }

    private JsonObject drawn(String definition) throws Exception {
        var answer =
                send("/automations/drawings", Map.of("form_key", key, "name", "Welcome", "definition", definition));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json; charset=utf-8");
        return new JsonObject(answer.body());
    }

    @Test
    void a_new_automation_begins_with_a_trigger_and_is_kept_as_a_draft() throws Exception {
        assertThat(get("/automations/new").body())
                .contains("New automation", "&quot;trigger&quot;", "Save as draft", "Save and enable");

        String id = made("draft");

        assertThat(stored(id).enabled()).isFalse();
        assertThat(stored(id).name()).isEqualTo("Welcome");
        assertThat(get("/automations/" + id + "/edit?saved=yes").body())
                .contains("Saved as v1. It is disabled", "Edit Welcome", "user.created");
        assertThat(get("/automations/" + id).body()).contains("/dashboard/automations/" + id + "/edit");
        assertThat(get("/automations").body()).contains("/dashboard/automations/new");
    }

    @Test
    void it_can_be_enabled_right_away_and_changed_while_it_is() throws Exception {
        String id = made("enable");
        assertThat(stored(id).enabled()).isTrue();

        var changed = save("/automations/" + id + "/edit", "Hello", WELCOME.replace("1 day", "2 days"), 1, "enable");

        assertThat(changed.headers().firstValue("Location")).contains("/dashboard/automations/" + id);
        assertThat(stored(id).enabled()).isTrue();
        assertThat(stored(id).name()).isEqualTo("Hello");
        assertThat(stored(id).number()).isEqualTo(2);
        var open = done(store.client()
                .query("select count(*) filter (where disabled_at is null) as open, count(*) as all from enablement")
                .execute());
        assertThat(open.iterator().next().getLong("open")).isEqualTo(1);
        assertThat(open.iterator().next().getLong("all")).isEqualTo(2);

        save("/automations/" + id + "/edit", "Hello", WELCOME, 2, "draft");
        assertThat(stored(id).enabled()).isFalse();
    }

    @Test
    void what_is_refused_comes_back_with_its_problems_and_the_steps_they_belong_to() throws Exception {
        String wrong = WELCOME.replace("\"1 day\"", "\"soon\"");

        var answer = save("/automations", "", wrong, 0, "draft");

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body())
                .contains("Not saved", "Expected a name of 1 to 255 characters, found none.")
                .contains("<code>rest</code>", "config.duration: ")
                .contains("&quot;soon&quot;");
        assertThat(get("/automations").body()).contains("No automation yet");
    }

    @Test
    void what_may_be_a_draft_may_not_be_enabled_for_that() throws Exception {
        String loose = WELCOME.replace("{\"from\": \"start\", \"to\": \"rest\"}", "");

        assertThat(save("/automations", "Loose", loose, 0, "enable").body())
                .contains("Expected a way from the trigger to `rest`, found none.");
        assertThat(save("/automations", "Loose", loose, 0, "draft").statusCode())
                .isEqualTo(303);
    }

    @Test
    void the_body_of_an_api_call_can_be_pasted_with_its_name() throws Exception {
        String body = WELCOME.replaceFirst("\\{", "{\"name\": \"Pasted\", \"status\": \"enabled\", ");

        String id = save("/automations", "", body, 0, "draft")
                .headers()
                .firstValue("Location")
                .orElseThrow()
                .replaceAll(".*/automations/([^/]+).*", "$1");

        assertThat(stored(id).name()).isEqualTo("Pasted");
        assertThat(stored(id).enabled()).isFalse();
    }

    @Test
    void two_who_edit_at_once_do_not_undo_each_other_unseen() throws Exception {
        String id = made("draft");
        String path = "/automations/" + id + "/edit";
        save(path, "First", WELCOME.replace("1 day", "2 days"), 1, "draft");

        var second = save(path, "Second", WELCOME.replace("1 day", "3 days"), 1, "draft");

        assertThat(second.statusCode()).isEqualTo(422);
        assertThat(second.body()).contains("is v2 now", "3 days", "name=\"version\" value=\"2\"");
        assertThat(stored(id).name()).isEqualTo("First");
        assertThat(save(path, "Second", WELCOME.replace("1 day", "3 days"), 2, "draft")
                        .statusCode())
                .isEqualTo(303);
        assertThat(stored(id).name()).isEqualTo("Second");
    }

    @Test
    void what_people_typed_is_text_and_nothing_else() throws Exception {
        var refused = save("/automations", NASTY, NASTY, 0, "draft");

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body())
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;${7*7}")
                .doesNotContain("<script>alert");

        done(EventTypes.create(
                store.client(), TestDatabase.PROJECT, NASTY, null, NOW, Ids.from(new java.util.Random(1))));
        String id = save("/automations", NASTY, WELCOME.replace("rest", "</textarea><b>"), 0, "draft")
                .headers()
                .firstValue("Location")
                .orElseThrow()
                .replaceAll(".*/automations/([^/]+).*", "$1");
        assertThat(get("/automations/" + id + "/edit").body()).doesNotContain("<script>alert", "</textarea><b>");
    }

    @Test
    void nothing_that_is_sent_breaks_the_editor() throws Exception {
        for (String odd : List.of(
                "",
                "null",
                "[]",
                "7",
                "{}",
                "{\"steps\": 1}",
                "{\"steps\": [null], \"connections\": [7]}",
                "{\"steps\": [], \"steps\": []}",
                "[".repeat(5_000),
                "{\"a\": \"\\u0000\"}")) {
            assertThat(save("/automations", "Odd", odd, 0, "draft").statusCode())
                    .as(odd)
                    .isEqualTo(422);
            assertThat(drawn(odd).getJsonArray("problems")).as(odd).isNotEmpty();
        }
        assertThat(save("/automations", "a\0b", WELCOME, 0, "draft").statusCode())
                .isEqualTo(400);
        assertThat(save("/automations", "x".repeat(256), WELCOME, 0, "draft").statusCode())
                .isEqualTo(422);
        assertThat(get("/automations/nowhere/edit").statusCode()).isEqualTo(404);
        assertThat(get("/automations/" + new UUID(9, 9) + "/edit").statusCode()).isEqualTo(404);
        assertThat(save("/automations/" + new UUID(9, 9) + "/edit", "x", WELCOME, 1, "draft")
                        .statusCode())
                .isEqualTo(404);
        assertThat(save("/automations", "Large", "x".repeat(2 * EditorForms.FORM_BYTES_MAX), 0, "draft")
                        .statusCode())
                .isEqualTo(413);
    }

    @Test
    void forms_of_other_sites_are_not_taken() throws Exception {
        Map<String, String> foreign = Map.of("form_key", "0".repeat(64), "name", "x", "definition", WELCOME);

        assertThat(send("/automations", foreign).statusCode()).isEqualTo(403);
        assertThat(send("/automations/drawings", foreign).statusCode()).isEqualTo(403);
        assertThat(get("/automations").body()).contains("No automation yet");
    }

    @Test
    void an_automation_of_the_largest_size_goes_through() throws Exception {
        List<String> steps = new ArrayList<>();
        steps.add("{\"key\": \"start\", \"type\": \"trigger\", \"config\": {\"event_name\": \"user.created\"}}");
        IntStream.range(1, 150)
                .forEach(i -> steps.add("{\"key\": \"s" + i
                        + "\", \"type\": \"send_email\", \"config\": {\"template\": {\"id\": \"" + "t".repeat(300)
                        + "\"}}}"));
        String large = "{\"steps\": [" + String.join(",\n", steps) + "], \"connections\": []}";

        assertThat(save("/automations", "Large", large, 0, "draft").statusCode())
                .isEqualTo(303);
        assertThat(drawn(large).getString("svg")).contains("#step-149");
    }

    @Test
    void a_drawing_tells_every_problem_with_its_step_and_field_and_saves_nothing() throws Exception {
        var answer = drawn("""
                {"steps": [
                  {"key": "start", "type": "trigger", "config": {}},
                  {"key": "mail", "type": "send_email", "config": {}},
                  {"key": "lost", "type": "delay", "config": {"duration": "1 day"}}],
                 "connections": [{"from": "start", "to": "mail", "type": "gold"}]}""");

        assertThat(answer.getString("svg")).contains("href=\"#step-1\"", "Not ready", "href=\"#open-2-0\"");
        var problems = answer.getJsonArray("problems").stream()
                .map(JsonObject.class::cast)
                .map(one -> one.getInteger("step") + " " + one.getString("field") + " " + one.getString("keeps_from"))
                .toList();
        assertThat(problems)
                .contains("0 config.event_name saving", "1 config.template.id saving", "0  saving", "2  enabling");
        assertThat(answer.getJsonArray("steps").getJsonObject(2).getJsonArray("branches"))
                .containsExactly("default");
        assertThat(get("/automations").body()).contains("No automation yet");
    }

    @Test
    void a_definition_that_is_ready_has_no_problems() throws Exception {
        assertThat(drawn(WELCOME).getJsonArray("problems")).isEmpty();
    }

    @Test
    void the_script_is_offered_every_step_type_and_what_there_is_to_choose() throws Exception {
        done(EventTypes.create(
                store.client(), TestDatabase.PROJECT, "trial.paid", null, NOW, Ids.from(new java.util.Random(1))));

        String page = get("/automations/new").body();
        String offer = page.replaceAll("(?s).*data-offer=\"([^\"]*)\".*", "$1")
                .replace("&quot;", "\"")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&#39;", "'")
                .replace("&amp;", "&");

        var read = new JsonObject(offer);
        assertThat(read.getJsonArray("types").stream()
                        .map(JsonObject.class::cast)
                        .map(type -> type.getString("name")))
                .contains("trigger", "send_email", "http_request");
        assertThat(read.getJsonArray("events").encode()).contains("trial.paid", "resend:email.opened");
        assertThat(read.getJsonArray("operators")).isNotEmpty();
    }
}
