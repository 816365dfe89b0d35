package onward.api;

import static onward.api.NativeServer.await;
import static onward.api.StoredRuns.NOON;
import static org.assertj.core.api.Assertions.assertThat;

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

/** The paths and shapes of the preview of automations (contract/resend.md 15). */
class WorkflowsTest {
    private static final String ISO = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";
    private static final String TEMPLATE = "0199c1ef-0000-7000-8000-000000000001";
    private static final UUID ADA = UUID.fromString("0199c1f0-0000-7000-8000-00000000ada0");
    private static final String LEGACY = "{\"name\":\"Trial\",\"steps\":["
            + "{\"ref\":\"start\",\"type\":\"trigger\",\"config\":{\"event_name\":\"trial.started\"}},"
            + "{\"ref\":\"pause\",\"type\":\"delay\",\"config\":{\"seconds\":3600}},"
            + "{\"ref\":\"wait\",\"type\":\"wait_for_event\","
            + "\"config\":{\"event_name\":\"trial.ended\",\"timeout_seconds\":86400}},"
            + "{\"ref\":\"hello\",\"type\":\"send_email\","
            + "\"config\":{\"template_id\":\"" + TEMPLATE + "\",\"variables\":{\"PLAN\":\"pro\"}}}],"
            + "\"edges\":[{\"from\":\"start\",\"to\":\"pause\",\"edge_type\":\"default\"},"
            + "{\"from\":\"pause\",\"to\":\"wait\"},"
            + "{\"from\":\"wait\",\"to\":\"hello\",\"edge_type\":\"timeout\"}]}";

    private static NativeServer server;

    @BeforeAll
    static void open() {
        server = new NativeServer();
    }

    @AfterAll
    static void close() {
        server.close();
    }

    @Test
    void old_shapes_go_in_and_come_out() {
        var made = server.post("/workflows", LEGACY);

        assertThat(made.status()).describedAs(made.raw().body()).isEqualTo(201);
        assertThat(made.raw().body()).isEqualTo("{\"object\":\"workflow\",\"id\":\"" + made.text("id") + "\"}");
        var got = server.get("/workflows/" + made.text("id"));
        assertThat(got.body().keySet())
                .containsExactly("object", "id", "name", "status", "created_at", "updated_at", "steps", "edges");
        assertThat(got.body()).containsEntry("object", "workflow").containsEntry("status", "disabled");
        assertThat(got.text("created_at")).matches(ISO);
        assertThat(got.items("steps").get(1))
                .isEqualTo(Map.of("id", "pause", "type", "delay", "config", Map.of("duration", "1 hour")));
        assertThat(got.items("steps").get(2))
                .containsEntry("config", Map.of("event_name", "trial.ended", "timeout", "1 day"));
        assertThat(got.items("steps").get(3).toString()).contains(TEMPLATE).contains("PLAN");
        assertThat(got.items("edges"))
                .contains(Map.of(
                        "id", "wait:timeout",
                        "from_step_id", "wait",
                        "to_step_id", "hello",
                        "edge_type", "timeout"))
                .hasSize(3);
    }

    @Test
    void a_workflow_is_an_automation() {
        String id = server.post("/workflows", LEGACY).text("id");

        var automation = server.get("/automations/" + id);

        assertThat(automation.items("steps")).hasSize(4);
        assertThat(automation.items("steps").get(3).get("config").toString()).contains("template=");
        var newest = server.get("/workflows?limit=1").items("data").get(0);
        assertThat(newest.keySet()).containsExactly("id", "name", "status", "created_at", "updated_at");
        assertThat(newest).containsEntry("id", id);
        assertThat((String) newest.get("updated_at")).matches(ISO);
    }

    @Test
    void a_patch_answers_with_the_status() {
        String id = server.post("/workflows", LEGACY).text("id");
        String path = "/workflows/" + id;

        var enabled = server.patch(path, "{\"status\":\"enabled\"}");
        var renamed = server.patch(path, "{\"name\":\"Other\"}");

        assertThat(enabled.body().keySet()).containsExactly("object", "id", "status");
        assertThat(enabled.body()).containsEntry("object", "workflow").containsEntry("status", "enabled");
        assertThat(renamed.body()).containsEntry("status", "enabled");
        assertThat(server.patch(path, LEGACY).status()).isEqualTo(422);
        assertThat(server.get("/workflows?status=enabled").items("data").get(0)).containsEntry("id", id);
        assertThat(server.get("/workflows?status=disabled").raw().body()).doesNotContain(id);
    }

    @Test
    void a_deleted_workflow_is_gone_by_either_name() {
        String id = server.post("/workflows", LEGACY).text("id");

        var deleted = server.delete("/workflows/" + id);

        assertThat(deleted.body()).isEqualTo(Map.of("object", "workflow", "id", id, "deleted", true));
        assertThat(server.get("/workflows/" + id).text("message")).isEqualTo("Workflow not found");
        assertThat(server.get("/automations/" + id).text("message")).isEqualTo("Automation not found");
        assertThat(server.get("/workflows/nope").text("message")).isEqualTo("The `workflowId` must be a valid UUID.");
    }

    @Test
    void a_run_names_its_trigger_and_has_iso_times() {
        var runs = new StoredRuns(server);
        UUID event = event(Map.of("plan", "pro"));
        UUID known = runs.write(NOON.plusSeconds(1), RunStatus.COMPLETED, ADA, event, null);
        UUID forgotten = runs.resting(NOON, ADA);
        String path = "/workflows/" + runs.automation + "/runs";

        var list = server.get(path);
        var run = server.get(path + "/" + known);

        assertThat(list.items("data")).extracting(item -> item.get("id")).containsExactly(text(known), text(forgotten));
        assertThat(list.items("data").get(1))
                .isEqualTo(Answer.body(
                        "id",
                        text(forgotten),
                        "status",
                        "running",
                        "trigger",
                        null,
                        "started_at",
                        "2026-10-01T12:00:00.000Z",
                        "completed_at",
                        null,
                        "created_at",
                        "2026-10-01T12:00:00.000Z"));
        assertThat(run.body().keySet())
                .containsExactly("object", "id", "status", "trigger", "started_at", "completed_at", "created_at");
        assertThat(run.body())
                .containsEntry("object", "workflow_run")
                .containsEntry("trigger", Map.of("event_name", "trial.started", "payload", Map.of("plan", "pro")))
                .containsEntry("completed_at", "2026-10-01T12:00:10.000Z");
        assertThat(server.get(path + "?status=running").items("data")).hasSize(1);
        assertThat(server.get(path + "?limit=1&after=" + known).items("data")).hasSize(1);
        assertThat(server.get(path + "/" + UUID.randomUUID()).text("message")).isEqualTo("Workflow run not found");
    }

    @Test
    void an_event_without_payload_is_named_alone() {
        var runs = new StoredRuns(server);
        UUID run = runs.write(NOON, RunStatus.COMPLETED, ADA, event(null), null);

        var got = server.get("/workflows/" + runs.automation + "/runs/" + run);

        assertThat(got.body()).containsEntry("trigger", Map.of("event_name", "trial.started"));
    }

    @Test
    void steps_of_a_run_are_listed_in_graph_order_and_shown_one_by_one() {
        var runs = new StoredRuns(server);
        UUID run = runs.resting(NOON, ADA);
        String path = "/workflows/" + runs.automation + "/runs/" + run + "/steps";

        var list = server.get(path);

        assertThat(list.body()).containsEntry("object", "list").containsEntry("has_more", false);
        assertThat(list.items("data"))
                .extracting(step -> step.get("step_id") + " " + step.get("status"))
                .containsExactly("start completed", "pause waiting", "last pending");
        assertThat(server.get(path + "/pause").body())
                .isEqualTo(Answer.body(
                        "object", "workflow_run_step",
                        "id", "pause",
                        "step_id", "pause",
                        "type", "delay",
                        "config", Map.of("duration", "1 day"),
                        "status", StepStatus.WAITING.word(),
                        "started_at", "2026-10-01T12:00:00.500Z",
                        "completed_at", null,
                        "created_at", "2026-10-01T12:00:00.500Z"));
        assertThat(server.get(path + "/p%61use").status()).isEqualTo(200);
        assertThat(server.get(path + "/other").text("message")).isEqualTo("Workflow run step not found");
    }

    private static String text(UUID id) {
        return id.toString();
    }

    private UUID event(Map<String, Object> payload) {
        UUID id = server.ids.next(NOON);
        var event = new Event(TestDatabase.PROJECT, id, "trial.started", ADA, null, payload, NOON, NOON);
        await(Events.insert(server.store.client(), List.of(new Events.Entry(event, null)), NOON));
        return id;
    }
}
