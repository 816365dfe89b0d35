package onward.api;

import static onward.api.NativeServer.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import onward.flow.fact.Event;
import onward.flow.run.RunStatus;
import onward.flow.run.StepStatus;
import onward.store.TestDatabase;
import onward.store.table.Events;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code GET /explain} on a real server; what it can say is tried with the engine. */
class ExplainResourceTest {
    private static final String ID = "01900000-0000-7000-8000-00000000dead";
    private static NativeServer server;
    private static StoredRuns runs;

    @BeforeAll
    static void open() {
        server = new NativeServer();
        runs = new StoredRuns(server);
    }

    @AfterAll
    static void close() {
        server.close();
    }

    private static NativeServer.Reply explain(String query) {
        return server.get("/explain?automation_id=" + runs.automation + query);
    }

    @SuppressWarnings("unchecked") // an object of parsed JSON
    private static Map<String, Object> verdict(NativeServer.Reply reply) {
        return (Map<String, Object>) reply.body().get("verdict");
    }

    private static UUID sent(String name, String email, Instant at) {
        UUID id = server.ids.next(at);
        var event = new Event(TestDatabase.PROJECT, id, name, null, email, Map.of("n", 1L), at, at);
        await(Events.insert(server.store.client(), List.of(new Events.Entry(event, null)), at));
        await(Events.markMatched(server.store.client(), List.of(id)));
        return id;
    }

    @Test
    void an_event_that_never_came_is_a_verdict_without_decisions_before_it() {
        var reply = explain("&email=nobody@example.com");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).containsEntry("object", "explanation");
        assertThat(verdict(reply))
                .containsEntry("code", "event_not_received")
                .containsEntry("number", 1L)
                .containsEntry("link", "/automations/" + runs.automation);
        assertThat(reply.items("decisions")).hasSize(1);
    }

    @Test
    void a_run_that_rests_is_told_with_its_event_and_a_link() {
        Instant at = await(server.store.now()).minusSeconds(60);
        UUID event = sent("trial.started", "ada@example.com", at);
        UUID run = runs.write(at, RunStatus.RUNNING, UUID.randomUUID(), event, null);
        runs.trail(run, "start", "trigger", 0, StepStatus.COMPLETED, null);
        runs.trail(run, "pause", "delay", 1, StepStatus.WAITING, null);

        var reply = explain("&email=Ada@Example.com&event_id=" + event);
        var newest = explain("&email=ada%40example.com");

        assertThat(verdict(reply))
                .containsEntry("code", "waiting")
                .containsEntry("link", "/automations/" + runs.automation + "/runs/" + run);
        assertThat((String) verdict(reply).get("sentence"))
                .contains("has not got ‘Trial’ yet: the run rests at ‘pause’");
        assertThat(reply.items("decisions").get(0))
                .containsEntry("code", "event_received")
                .containsEntry("number", null)
                .containsEntry("at", PgText.of(at.truncatedTo(java.time.temporal.ChronoUnit.MICROS)))
                .containsEntry("subject", Map.of("type", "event", "id", event.toString()));
        assertThat(newest.raw().body()).isEqualTo(reply.raw().body());
    }

    @Test
    void a_window_leaves_out_what_came_before_and_after() {
        Instant at = await(server.store.now()).minusSeconds(7_200);
        sent("trial.started", "bob@example.com", at);

        var before = explain("&email=bob@example.com&until=" + at.minusSeconds(1));
        var within = explain("&email=bob@example.com&since=" + at.minusSeconds(1) + "&until=" + at.plusSeconds(1));

        assertThat(verdict(before)).containsEntry("code", "event_not_received");
        assertThat(verdict(within)).doesNotContainEntry("code", "event_not_received");
    }

    @Test
    void a_deleted_automation_is_explained_as_long_as_its_versions_are_there() {
        var made = server.post("/automations", "{\"name\":\"Gone\",\"status\":\"disabled\"," + StoredRuns.STEPS + "}");
        server.delete("/automations/" + made.text("id"));

        var reply = server.get("/explain?email=ada@example.com&automation_id=" + made.text("id"));

        assertThat(reply.status()).isEqualTo(200);
        assertThat((String) verdict(reply).get("sentence")).contains("the deleted automation " + made.text("id"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "'', 422, validation_error",
        "email=ada@example.com, 422, missing_required_field",
        "automation_id={automation}, 422, validation_error",
        "automation_id={automation}&email=a@b.co&contact_id=" + ID + ", 422, validation_error",
        "automation_id={automation}&email=, 422, validation_error",
        "automation_id={automation}&email=%00, 422, invalid_parameter",
        "automation_id={automation}&email=Ada%20%3Cada@example.com%3E, 422, validation_error",
        "automation_id={automation}&email=a@b.co&email=c@d.co, 422, validation_error",
        "automation_id={automation}&contact_id=1-1-1-1-1, 422, invalid_parameter",
        "automation_id=nope&email=a@b.co, 422, invalid_parameter",
        "automation_id=" + ID + "&email=a@b.co, 404, not_found",
        "automation_id={automation}&email=a@b.co&event_id=x, 422, invalid_parameter",
        "automation_id={automation}&email=a@b.co&since=yesterday, 422, validation_error",
        "automation_id={automation}&email=a@b.co&until=2026-13-01T00:00:00Z, 422, validation_error",
        "automation_id={automation}&email=a@b.co&since=2026-03-02T00:00:00Z&until=2026-03-01T00:00:00Z, 422,"
                + " validation_error"
    })
    void a_question_that_is_none_is_refused(String query, int status, String name) {
        var reply = server.get("/explain?" + query.replace("{automation}", runs.automation.toString()));

        assertThat(reply.status()).as(reply.raw().body()).isEqualTo(status);
        assertThat(reply.text("name")).isEqualTo(name);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "since=0001-01-01T00:00:00Z",
        "until=9999-12-31T23:59:59Z",
        "since=0001-01-01T00:00:00Z&until=9999-12-31T23:59:59.999999999Z",
        "until=0001-01-01T00:00:00Z",
        "since=9999-12-31T23:59:59Z",
        "event_id=" + ID
    })
    void an_odd_question_is_answered_all_the_same(String query) {
        var reply = explain("&contact_id=" + ID + "&" + query);

        assertThat(reply.status()).as(reply.raw().body()).isEqualTo(200);
    }

    @Test
    void a_key_that_may_only_send_is_not_let_in() {
        var reply = server.send(
                server.request("GET", "/explain", new byte[0]).header("Authorization", "Bearer " + server.sendingKey));

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.text("name")).isEqualTo("restricted_api_key");
    }
}
