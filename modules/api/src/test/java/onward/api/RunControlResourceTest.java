package onward.api;

import static onward.api.StoredRuns.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.UUID;
import onward.flow.run.RunStatus;
import onward.flow.run.StepStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs are cancelled and retried over HTTP, and say so wherever they are told. */
class RunControlResourceTest {
    private static final UUID CONTACT = UUID.fromString("0199c1f0-0000-7000-8000-00000000ada0");

    private NativeServer server;
    private StoredRuns runs;

    @BeforeEach
    void open() {
        server = new NativeServer();
        runs = new StoredRuns(server);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private String path(UUID run) {
        return "/automations/" + runs.automation + "/runs/" + run;
    }

    private UUID failed() {
        UUID id = runs.write(
                NOON,
                RunStatus.FAILED,
                CONTACT,
                UUID.randomUUID(),
                Map.of("step_key", "pause", "name", "n", "message", "m"));
        runs.trail(id, "start", "trigger", 0, StepStatus.COMPLETED, null);
        runs.trail(id, "pause", "delay", 1, StepStatus.FAILED, Map.of("message", "m", "name", "n"));
        return id;
    }

    @Test
    void a_run_is_cancelled_with_who_and_why() {
        UUID id = runs.resting(NOON, CONTACT);

        var reply = server.post(path(id) + "/cancel", "{\"reason\":\"not needed\"}");

        assertThat(reply.status()).as(reply.raw().body()).isEqualTo(200);
        assertThat(reply.body())
                .containsEntry("object", "automation_run")
                .containsEntry("id", id.toString())
                .containsEntry("status", "cancelled")
                .containsEntry("emails", Map.of("cancelled", 0L, "under_way", 0L));
        assertThat(reply.body().get("reason").toString())
                .contains("name=cancelled_by_hand", "note=not needed", "name=full_access", "emails=keep");
        var run = server.get(path(id));
        assertThat(run.body()).containsEntry("status", "cancelled");
        assertThat(run.items("interventions")).hasSize(1);
        assertThat(run.items("interventions").get(0))
                .containsEntry("kind", "cancel")
                .containsEntry("reason", "not needed");
        assertThat(run.items("steps").get(1)).containsEntry("status", "skipped");
    }

    @Test
    void a_run_is_cancelled_by_its_id_alone_and_twice_is_once() {
        UUID id = runs.resting(NOON, CONTACT);

        var first = server.post("/automation-runs/" + id + "/cancel", "");
        var again = server.post("/automation-runs/" + id + "/cancel", "{\"emails\":\"cancel\"}");

        assertThat(first.status()).isEqualTo(200);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(server.get(path(id)).items("interventions")).hasSize(1);
    }

    @Test
    void a_failed_run_goes_on_as_a_new_visit() {
        UUID id = failed();

        var reply = server.post(
                path(id) + "/retry",
                "{\"reason\":\"mended\",\"version\":\"newest\",\"input\":{\"plan\":\"pro\"},\"resend\":[]}");

        assertThat(reply.status()).as(reply.raw().body()).isEqualTo(200);
        assertThat(reply.body())
                .containsEntry("status", "running")
                .containsEntry("step_key", "pause")
                .containsEntry("visit", 2L)
                .containsEntry("completed_at", null)
                .doesNotContainKey("reason");
        var run = runs.find(id);
        assertThat(run.status()).isEqualTo(RunStatus.RUNNING);
        assertThat(run.retry().input()).isEqualTo(Map.of("plan", "pro"));
        var told = server.get(path(id)).items("interventions").get(0);
        assertThat(told).containsEntry("kind", "retry").containsEntry("reason", "mended");
        assertThat(told.get("details").toString()).contains("step_key=pause", "input={plan=pro}");
    }

    @Test
    void what_does_not_fit_how_the_run_stands_is_a_conflict() {
        UUID completed = runs.write(NOON, RunStatus.COMPLETED, CONTACT, UUID.randomUUID(), null);
        UUID live = runs.resting(NOON, CONTACT);

        var cancelled = server.post(path(completed) + "/cancel", "{}");
        var retried = server.post(path(completed) + "/retry", "{}");
        var moving = server.post(path(live) + "/retry", "{}");

        assertThat(cancelled.status()).isEqualTo(409);
        assertThat(cancelled.text("message"))
                .isEqualTo("Expected a running run, found one that is completed. It cannot be cancelled.");
        assertThat(retried.status()).isEqualTo(409);
        assertThat(moving.status()).isEqualTo(409);
        assertThat(moving.text("message")).contains("found one that is running");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "cancel | {\"reason\":7} | a string",
                "cancel | {\"reason\":\"\"} | at least 1",
                "cancel | {\"emails\":\"all\"} | keep, cancel",
                "retry | {\"step_key\":\"nowhere\"} | one of start, last, pause",
                "retry | {\"step_key\":\"\"} | at least 1",
                "retry | {\"version\":2} | a string",
                "retry | {\"version\":\"old\"} | same, newest",
                "retry | {\"input\":[]} | an object",
                "retry | {\"resend\":\"pause\"} | an array",
                "retry | {\"resend\":[1]} | keys of steps",
                "retry | {\"resend\":[\"pause\"]} | no step that sends anything",
            })
    void bad_input_is_refused_in_words(String action, String body, String words) {
        var reply = server.post(path(failed()) + "/" + action, body);

        assertThat(reply.status()).as(reply.raw().body()).isEqualTo(422);
        assertThat(reply.text("message")).contains(words);
    }

    @Test
    void input_and_reason_have_a_bound() {
        UUID id = failed();

        assertThat(server.post(path(id) + "/retry", "{\"input\":{\"a\":\"" + "x".repeat(64 * 1024) + "\"}}")
                        .text("message"))
                .contains("at most 65536 bytes");
        assertThat(server.post(path(id) + "/retry", "{\"reason\":\"" + "x".repeat(501) + "\"}")
                        .text("message"))
                .contains("at most 500");
        assertThat(runs.find(id).status()).isEqualTo(RunStatus.FAILED);
    }

    @Test
    void nothing_is_found_where_nothing_is() {
        UUID id = runs.resting(NOON, CONTACT);
        var other = server.post("/automations", "{\"name\":\"Other\"," + StoredRuns.STEPS + "}")
                .text("id");

        assertThat(server.post("/automations/" + other + "/runs/" + id + "/cancel", "{}")
                        .status())
                .isEqualTo(404);
        assertThat(server.post("/automations/" + UUID.randomUUID() + "/runs/" + id + "/cancel", "{}")
                        .text("message"))
                .isEqualTo("Automation run not found");
        assertThat(server.post("/automation-runs/" + UUID.randomUUID() + "/retry", "{}")
                        .status())
                .isEqualTo(404);
        assertThat(runs.find(id).status()).isEqualTo(RunStatus.RUNNING);
    }

    @Test
    void a_run_of_a_deleted_automation_is_not_retried() {
        UUID id = failed();
        server.delete("/automations/" + runs.automation);

        var reply = server.post("/automation-runs/" + id + "/retry", "{}");

        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.text("message")).contains("whose automation was deleted");
    }

    @Test
    void a_key_that_may_only_send_cancels_nothing() {
        UUID id = runs.resting(NOON, CONTACT);

        var reply = server.send(
                server.request("POST", path(id) + "/cancel", "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .header("Authorization", "Bearer " + server.sendingKey)
                        .header("Content-Type", "application/json"));

        assertThat(reply.status()).isEqualTo(401);
        assertThat(runs.find(id).status()).isEqualTo(RunStatus.RUNNING);
    }
}
