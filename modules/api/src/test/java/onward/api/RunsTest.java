package onward.api;

import static onward.api.NativeServer.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import onward.flow.run.Run;
import onward.flow.run.RunStatus;
import onward.flow.run.StepStatus;
import onward.flow.run.TrailEntry;
import onward.store.TestDatabase;
import onward.store.table.Automations;
import onward.store.table.Runs;
import onward.store.table.Trail;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs are read back as the runner wrote them, with the steps they have not reached. */
class RunsTest {
    private static final Instant NOON = Instant.parse("2026-10-01T12:00:00Z");
    private static final UUID CONTACT = UUID.fromString("0199c1f0-0000-7000-8000-00000000ada0");
    private NativeServer server;
    private UUID automation;

    @BeforeEach
    void open() {
        server = new NativeServer();
        var made = server.post(
                "/automations",
                "{\"name\":\"Trial\",\"status\":\"enabled\",\"steps\":["
                        + "{\"key\":\"start\",\"type\":\"trigger\",\"config\":{\"event_name\":\"trial.started\"}},"
                        + "{\"key\":\"last\",\"type\":\"delay\",\"config\":{\"duration\":\"1 hour\"}},"
                        + "{\"key\":\"pause\",\"type\":\"delay\",\"config\":{\"duration\":\"1 day\"}}],"
                        + "\"connections\":[{\"from\":\"start\",\"to\":\"pause\"},{\"from\":\"pause\",\"to\":\"last\"}]}");
        automation = UUID.fromString(made.text("id"));
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void steps_come_in_graph_order_with_those_not_reached_pending() {
        UUID id = resting(NOON);

        var run = server.get("/automations/" + automation + "/runs/" + id);

        assertThat(run.status()).isEqualTo(200);
        assertThat(run.body())
                .containsEntry("object", "automation_run")
                .containsEntry("status", "running")
                .containsEntry("started_at", "2026-10-01 12:00:00+00")
                .containsEntry("completed_at", null)
                .containsEntry("contact_id", CONTACT.toString())
                .containsEntry("automation_version", 1L);
        assertThat(told(run)).containsExactly("start completed", "pause waiting", "last pending");
        assertThat(run.items("steps").get(0).keySet())
                .containsExactly(
                        "key", "type", "status", "output", "error", "started_at", "completed_at", "created_at");
        assertThat(run.items("steps").get(1)).containsEntry("started_at", "2026-10-01 12:00:00.5+00");
    }

    @Test
    void ended_run_skipped_what_it_never_reached() {
        UUID id = write(NOON, RunStatus.FAILED);
        trail(id, "start", "trigger", 0, StepStatus.COMPLETED, null);
        trail(id, "pause", "delay", 1, StepStatus.FAILED, Map.of("message", "m", "name", "n"));

        var run = server.get("/automations/" + automation + "/runs/" + id);

        assertThat(told(run)).containsExactly("start completed", "pause failed", "last skipped");
        assertThat(run.items("steps").get(1)).containsEntry("error", Map.of("message", "m", "name", "n"));
    }

    @Test
    void list_is_filtered_by_one_or_several_statuses() {
        UUID failed = write(NOON, RunStatus.FAILED);
        UUID running = resting(NOON.plusSeconds(1));
        UUID completed = write(NOON.plusSeconds(2), RunStatus.COMPLETED);

        assertThat(ids("")).containsExactly(completed, running, failed);
        assertThat(ids("?status=failed%2Crunning")).containsExactly(running, failed);
        assertThat(ids("?status=completed")).containsExactly(completed);
        assertThat(ids("?limit=1&after=" + running)).containsExactly(failed);
        var reply = server.get("/automations/" + automation + "/runs?after=" + UUID.randomUUID());
        assertThat(reply.text("name")).isEqualTo("validation_error");
    }

    @Test
    void run_of_another_automation_is_not_found() {
        UUID id = resting(NOON);
        var copy = server.post("/automations/" + automation + "/duplicate", null);

        var reply = server.get("/automations/" + copy.text("id") + "/runs/" + id);

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.text("message")).isEqualTo("Automation run not found");
    }

    @Test
    void deleting_the_automation_cancels_what_is_in_flight() {
        UUID live = resting(NOON);
        UUID done = write(NOON, RunStatus.COMPLETED);

        server.delete("/automations/" + automation);

        assertThat(stored(live).status()).isEqualTo(RunStatus.CANCELLED);
        assertThat(stored(live).dueAt()).isNull();
        assertThat(stored(done).status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(server.get("/automations/" + automation + "/runs/" + live).status())
                .isEqualTo(404);
        assertThat(server.get("/automations/" + automation + "/runs").status()).isEqualTo(404);
    }

    @Test
    void run_keeps_the_version_it_began_with() {
        UUID id = resting(NOON);

        server.patch(
                "/automations/" + automation,
                "{\"status\":\"disabled\",\"steps\":[{\"key\":\"only\",\"type\":\"trigger\",\"config\":"
                        + "{\"event_name\":\"other\"}}],\"connections\":[]}");

        assertThat(told(server.get("/automations/" + automation + "/runs/" + id)))
                .containsExactly("start completed", "pause waiting", "last pending");
        assertThat(stored(id).status()).isEqualTo(RunStatus.RUNNING);
    }

    private UUID resting(Instant at) {
        UUID id = write(at, RunStatus.RUNNING);
        trail(id, "start", "trigger", 0, StepStatus.COMPLETED, null);
        trail(id, "pause", "delay", 1, StepStatus.WAITING, null);
        return id;
    }

    private UUID write(Instant at, RunStatus status) {
        UUID id = server.ids.next(at);
        boolean isLive = status == RunStatus.RUNNING;
        var version = await(Automations.find(server.store.client(), TestDatabase.PROJECT, automation))
                .orElseThrow()
                .versionId();
        var run = new Run(
                TestDatabase.PROJECT,
                id,
                automation,
                version,
                UUID.randomUUID(),
                CONTACT,
                status,
                isLive ? "pause" : null,
                1,
                2,
                isLive,
                isLive ? at.plusSeconds(86_400) : null,
                at,
                at,
                isLive ? null : at.plusSeconds(9));
        await(Runs.insert(server.store.client(), List.of(run)));
        return id;
    }

    private void trail(UUID run, String key, String type, int position, StepStatus status, Map<String, Object> error) {
        Instant at = NOON.plusMillis(500);
        Instant end = status == StepStatus.WAITING ? null : at;
        var entry = new TrailEntry(key, type, 1, position, status, null, error, at, at, end);
        await(Trail.save(server.store.client(), List.of(new Trail.Line(TestDatabase.PROJECT, run, entry))));
    }

    private Run stored(UUID id) {
        return await(Runs.find(server.store.client(), TestDatabase.PROJECT, automation, id))
                .orElseThrow();
    }

    private List<UUID> ids(String query) {
        return server.get("/automations/" + automation + "/runs" + query).items("data").stream()
                .map(item -> UUID.fromString((String) item.get("id")))
                .toList();
    }

    private static List<String> told(NativeServer.Reply run) {
        return run.items("steps").stream()
                .map(step -> step.get("key") + " " + step.get("status"))
                .toList();
    }
}
