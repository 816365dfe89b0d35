package onward.app.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import onward.app.Server;
import onward.app.config.Config;
import onward.bus.Bell;
import onward.bus.Change;
import onward.bus.Moved;
import onward.store.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole server, reached in each of the three ways: on the bus, by a TCP socket, by a WebSocket. */
class EventBusTest {
    private static final String KEY = "re_event_bus_test_key_0001";
    private static final Map<String, String> WITH_KEY = Map.of("authorization", "Bearer " + KEY);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    static Path data;

    private static Server server;

    @BeforeAll
    static void start() {
        server = Server.start(Config.read(
                List.of("--port=0", "--bus-port=0", "--bus-sockjs=true", "--data", data.toString(), "--api-key", KEY),
                Map.of("ONWARD_DATABASE_URL", TestDatabase.fresh())));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Way open(String way) throws Exception {
        return way.equals("bus") ? new BusWay(server.vertx()) : door(way);
    }

    private static Way.Door door(String way) throws Exception {
        return way.equals("tcp")
                ? new TcpWay(server.busPort())
                : new SockWay(URI.create(server.localUrl()).getPort());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bus", "tcp", "sock"})
    void event_comes_in_once_and_its_run_can_be_asked_for(String name) throws Exception {
        String event = "signed.up." + name;
        String automation = automation(event);
        try (Way way = open(name)) {
            var body = new JsonObject()
                    .put("event", event)
                    .put("email", "ada@example.com")
                    .put("payload", new JsonObject().put("plan", "pro").put("seats", 3))
                    .put("idempotency_key", name + "-1");

            JsonObject first = way.ask("onward.events.ingest", WITH_KEY, body).body();
            JsonObject again = way.ask("onward.events.ingest", WITH_KEY, body).body();

            assertThat(first.getString("object")).isEqualTo("event");
            assertThat(first.getString("event")).isEqualTo(event);
            assertThat(again.getString("id")).isEqualTo(first.getString("id"));
            assertThat(again.getBoolean("deduplicated")).isTrue();
            String run = onlyRun(automation);
            awaitMail(run);
            JsonObject told = way.ask("onward.runs.get", WITH_KEY, new JsonObject().put("run_id", run))
                    .body();
            assertThat(told)
                    .isEqualTo(call("GET", "/automation-runs/" + run, null).body());
            assertThat(told.getJsonObject("data").getString("id")).isEqualTo(run);
        }
    }

    static Stream<Arguments> bad_bodies() {
        String known = "00000000-0000-7000-8000-00000000dead";
        var mail = new JsonObject().put("email", "ada@example.com");
        return Stream.of("bus", "tcp", "sock")
                .flatMap(way -> Stream.<Object>of(
                                new JsonObject(),
                                mail,
                                mail.copy().put("event", 7),
                                mail.copy().put("event", ""),
                                mail.copy().put("event", "resend:email.sent"),
                                new JsonObject().put("event", "e"),
                                mail.copy().put("event", "e").put("contact_id", known),
                                new JsonObject().put("event", "e").put("contact_id", known),
                                new JsonObject().put("event", "e").put("contact_id", "7"),
                                new JsonObject().put("event", "e").put("email", "nobody"),
                                new JsonObject().put("event", "e").put("email", new JsonObject()),
                                mail.copy().put("event", "e").put("payload", new JsonArray().add(1)),
                                mail.copy().put("event", "e").put("payload", "text"),
                                mail.copy().put("event", "e").put("occurred_at", "yesterday"),
                                mail.copy().put("event", "e").put("idempotency_key", ""),
                                mail.copy().put("event", "e").put("idempotency_key", "k".repeat(257)),
                                mail.copy()
                                        .put("event", "e")
                                        .put("payload", new JsonObject().put("text", "x".repeat(70_000))),
                                new JsonArray().add("e"),
                                "event",
                                7,
                                true)
                        .map(body -> Arguments.of(way, body)));
    }

    @ParameterizedTest
    @MethodSource("bad_bodies")
    void bad_body_is_refused_as_over_http(String name, Object body) throws Exception {
        var http = call("POST", "/events/send", io.vertx.core.json.Json.encode(body));
        try (Way way = open(name)) {
            assertThat(http.status()).isBetween(400, 499);
            assertThat(way.ask("onward.events.ingest", WITH_KEY, body)).isEqualTo(http);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bus", "tcp", "sock"})
    void who_shows_no_right_key_is_told_so(String name) throws Exception {
        String sendingOnly = call(
                        "POST", "/api-keys", "{\"name\":\"mailer " + name + "\",\"permission\":\"sending_access\"}")
                .body()
                .getString("token");
        var event = new JsonObject().put("event", "e").put("email", "ada@example.com");
        for (String address : List.of("onward.events.ingest", "onward.runs.get", "onward.hello")) {
            try (Way way = open(name)) {
                assertThat(way.ask(address, Map.of(), event))
                        .isEqualTo(refusal(401, "missing_api_key", "Missing API key in the authorization header"));
                assertThat(way.ask(address, Map.of("authorization", "Bearer re_nobody_made_this_key"), event))
                        .isEqualTo(refusal(403, "invalid_api_key", "API key is invalid"));
                assertThat(way.ask(address, Map.of("authorization", "Bearer " + sendingOnly), event))
                        .isEqualTo(
                                refusal(401, "restricted_api_key", "This API key is restricted to only send emails"));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "sock"})
    void key_is_shown_once_on_a_connection(String name) throws Exception {
        try (Way way = open(name)) {
            var caller = way.ask("onward.hello", WITH_KEY, null).body();

            assertThat(caller.getString("project_id"))
                    .isEqualTo(server.projectId().toString());
            assertThat(way.ask("onward.hello", Map.of(), null).body()).isEqualTo(caller);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bus", "tcp", "sock"})
    void run_that_is_none_is_refused_as_over_http(String name) throws Exception {
        String nobody = "00000000-0000-7000-8000-00000000dead";
        try (Way way = open(name)) {
            assertThat(way.ask("onward.runs.get", WITH_KEY, new JsonObject().put("run_id", nobody)))
                    .isEqualTo(call("GET", "/automation-runs/" + nobody, null));
            assertThat(way.ask("onward.runs.get", WITH_KEY, new JsonObject()).status())
                    .isEqualTo(422);
            assertThat(way.ask("onward.runs.get", WITH_KEY, new JsonObject().put("run_id", "../events"))
                            .body()
                            .getString("message"))
                    .contains("Expected a UUID");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bus", "tcp", "sock"})
    void feeds_tell_what_becomes_of_a_run_its_steps_and_its_mail(String name) throws Exception {
        String event = "ordered." + name;
        automation(event);
        try (Way way = open(name)) {
            for (String feed : List.of("onward.feed.runs", "onward.feed.steps", "onward.feed.emails")) {
                way.listen(feed, WITH_KEY);
            }

            way.ask(
                    "onward.events.ingest",
                    WITH_KEY,
                    new JsonObject().put("event", event).put("email", "ada@example.com"));

            Set<String> told = new HashSet<>();
            var expected = Set.of(
                    "run completed", "step start completed", "step hello completed", "email queued", "email sent");
            while (!told.containsAll(expected)) {
                JsonObject message = way.heard();
                assertThat(message.getString("project_id"))
                        .isEqualTo(server.projectId().toString());
                assertThat(Instant.parse(message.getString("at"))).isAfter(Instant.parse("2020-01-01T00:00:00Z"));
                told.add(words(message));
            }
        }
    }

    private static String words(JsonObject message) {
        if (message.containsKey("email_id")) {
            return "email " + message.getString("status");
        }
        return message.containsKey("step")
                ? "step " + message.getString("step") + " " + message.getString("status")
                : "run " + message.getString("status");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bus", "tcp", "sock"})
    void feed_is_of_the_keys_own_project(String name) throws Exception {
        UUID stranger = UUID.randomUUID();
        var now = Instant.parse("2026-10-01T12:00:00Z");
        try (Way way = open(name)) {
            way.listen("onward.feed.runs", WITH_KEY);

            new Bell(server.vertx().eventBus())
                    .tell(new Moved(List.of(
                            new Change.OfRun(stranger, stranger, stranger, "running", now),
                            new Change.OfRun(server.projectId(), stranger, stranger, "completed", now))));

            assertThat(way.heard().getString("status")).isEqualTo("completed");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "sock"})
    void nobody_listens_where_he_should_not(String name) throws Exception {
        var others = new ArrayList<>(List.of(
                "onward.wake.runner",
                "onward.ingest",
                "onward.moved",
                "onward.events.ingest",
                "onward.feed.runs." + UUID.randomUUID(),
                "onward.feed.runs." + server.projectId(),
                "onward.feed.*",
                ""));
        for (String address : others) {
            try (Way.Door way = door(name)) {
                way.write(new JsonObject()
                        .put("type", "register")
                        .put("address", address)
                        .put("headers", new JsonObject(Map.copyOf(WITH_KEY))));

                assertThat(way.refusal().body().getString("message"))
                        .isEqualTo("Expected `address` to be one of onward.feed.runs, onward.feed.steps,"
                                + " onward.feed.emails, found " + address + ".");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "sock"})
    void nobody_sends_to_the_inside_of_the_house_or_publishes(String name) throws Exception {
        for (String address : List.of("onward.ingest", "onward.drain", "onward.wake.runner", "onward.feed.runs")) {
            try (Way.Door way = door(name)) {
                assertThat(way.ask(address, WITH_KEY, new JsonObject()).status())
                        .isEqualTo(422);
            }
        }
        try (Way.Door way = door(name)) {
            way.write(new JsonObject()
                    .put("type", "publish")
                    .put("address", "onward.feed.runs")
                    .put("headers", new JsonObject(Map.copyOf(WITH_KEY)))
                    .put("body", new JsonObject()));
            assertThat(way.refusal().status()).isEqualTo(422);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "sock"})
    void who_listens_without_a_right_key_is_told_so(String name) throws Exception {
        try (Way.Door way = door(name)) {
            way.write(new JsonObject().put("type", "register").put("address", "onward.feed.runs"));
            assertThat(way.refusal().status()).isEqualTo(401);
        }
        try (Way.Door way = door(name)) {
            way.write(new JsonObject()
                    .put("type", "register")
                    .put("address", "onward.feed.runs")
                    .put("headers", new JsonObject().put("authorization", "Bearer re_nobody_made_this_key")));
            assertThat(way.refusal().status()).isEqualTo(403);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "sock"})
    void who_listens_is_let_go_when_the_key_is_deleted(String name) throws Exception {
        JsonObject key = call("POST", "/api-keys", "{\"name\":\"for a while " + name + "\"}")
                .body();
        try (Way.Door way = door(name)) {
            way.listen("onward.feed.runs", Map.of("authorization", "Bearer " + key.getString("token")));

            call("DELETE", "/api-keys/" + key.getString("id"), null);

            assertThat(way.refusal()).isEqualTo(refusal(403, "invalid_api_key", "API key is invalid"));
            assertThat(way.isClosed()).isTrue();
        }
    }

    @Test
    void frame_that_is_none_ends_the_connection_with_a_sentence() throws Exception {
        try (TcpWay way = new TcpWay(server.busPort())) {
            way.writeRaw(Integer.MAX_VALUE, new byte[] {'{'});
            assertThat(way.refusal().body().getString("message"))
                    .isEqualTo("Expected a frame of 1 to 131072 bytes, found 2147483647. The connection is closed.");
            assertThat(way.isClosed()).isTrue();
        }
        try (TcpWay way = new TcpWay(server.busPort())) {
            way.writeRaw(3, new byte[] {'[', '1', ']'});
            assertThat(way.refusal().body().getString("message"))
                    .isEqualTo("Expected a frame that is a JSON object, found other bytes. The connection is closed.");
            assertThat(way.isClosed()).isTrue();
        }
    }

    @Test
    void frame_may_be_larger_once_a_key_was_shown_and_a_body_not_larger_than_over_http() throws Exception {
        try (TcpWay way = new TcpWay(server.busPort())) {
            way.ask("onward.hello", WITH_KEY, null);

            var reply = way.ask(
                    "onward.events.ingest",
                    Map.of(),
                    new JsonObject()
                            .put("event", "e")
                            .put("email", "ada@example.com")
                            .put("payload", new JsonObject().put("text", "x".repeat(1024 * 1024))));

            assertThat(reply.status()).isEqualTo(413);
        }
    }

    @Test
    void odd_frames_are_answered_and_the_connection_goes_on() throws Exception {
        try (TcpWay way = new TcpWay(server.busPort())) {
            for (JsonObject odd : List.of(
                    new JsonObject(),
                    new JsonObject().put("type", 7),
                    new JsonObject().put("type", "dance"),
                    new JsonObject().put("type", "send"),
                    new JsonObject().put("type", "send").put("address", new JsonArray()),
                    new JsonObject().put("type", "send").put("address", "a").put("headers", "h"),
                    new JsonObject()
                            .put("type", "send")
                            .put("address", "a")
                            .put("headers", new JsonObject().put("timeout", 1)),
                    new JsonObject().put("type", "send").put("address", "a").put("replyAddress", "r".repeat(300)),
                    new JsonObject().put("type", "register"),
                    new JsonObject().put("type", "unregister").put("address", "onward.feed.runs"))) {
                way.write(odd);
                assertThat(way.refusal().body().getString("message"))
                        .as(odd.encode())
                        .startsWith("Expected ");
            }
            way.write(new JsonObject().put("type", "ping"));
            assertThat(way.read()).isEqualTo(new JsonObject().put("type", "pong"));
        }
    }

    private static Way.Reply refusal(int status, String name, String message) {
        return new Way.Reply(
                status,
                new JsonObject()
                        .put("statusCode", status)
                        .put("message", message)
                        .put("name", name));
    }

    /** Sends a mail at once; the id of the automation. */
    private static String automation(String event) throws Exception {
        String alias = event.replace('.', '-');
        call("POST", "/templates", """
                {"name":"%s","alias":"%s","from":"Shop <shop@example.com>","subject":"Hello","html":"<p>Hello</p>"}""".formatted(alias, alias));
        call("POST", "/templates/" + alias + "/publish", null);
        return call("POST", "/automations", """
                {"name":"%s","status":"enabled","steps":[
                 {"key":"start","type":"trigger","config":{"event_name":"%s"}},
                 {"key":"hello","type":"send_email","config":{"template":{"id":"%s"}}}],
                 "connections":[{"from":"start","to":"hello"}]}""".formatted(event, event, alias))
                .body()
                .getString("id");
    }

    /** Waits, by asking again, until there is one. */
    private static String onlyRun(String automation) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(Way.PATIENCE_SECONDS);
        JsonArray runs = new JsonArray();
        while (runs.isEmpty() && System.nanoTime() < deadline) {
            runs = call("GET", "/automations/" + automation + "/runs?status=completed", null)
                    .body()
                    .getJsonArray("data");
        }
        assertThat(runs).hasSize(1);
        return runs.getJsonObject(0).getString("id");
    }

    /** Waits, by asking again, until the run's mail is out; from then on nothing of the run changes. */
    private static void awaitMail(String run) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(Way.PATIENCE_SECONDS);
        String status = "";
        while (!status.equals("sent") && System.nanoTime() < deadline) {
            status = call("GET", "/automation-runs/" + run, null)
                    .body()
                    .getJsonObject("data")
                    .getJsonArray("sent_emails")
                    .getJsonObject(0)
                    .getString("status");
        }
        assertThat(status).isEqualTo("sent");
    }

    private static Way.Reply call(String method, String path, String body) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(server.localUrl() + path))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body))
                .header("Authorization", "Bearer " + KEY)
                .header("Content-Type", "application/json")
                .build();
        var response = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
        return new Way.Reply(response.statusCode(), new JsonObject(response.body()));
    }
}
