package onward.api;

import static onward.api.NativeServer.await;
import static onward.api.StoredRuns.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import onward.flow.run.RunStatus;
import onward.flow.run.StepStatus;
import onward.flow.run.Wait;
import onward.flow.step.Await;
import onward.store.TestDatabase;
import onward.store.table.Trail;
import onward.store.table.Waits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs are read back as the runner wrote them, with the steps they have not reached. */
class RunsTest {
    private static final UUID CONTACT = UUID.fromString("0199c1f0-0000-7000-8000-00000000ada0");
    private NativeServer server;
    private StoredRuns runs;
    private UUID automation;

    @BeforeEach
    void open() {
        server = new NativeServer();
        runs = new StoredRuns(server);
        automation = runs.automation;
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
        runs.trail(id, "start", "trigger", 0, StepStatus.COMPLETED, null);
        runs.trail(id, "pause", "delay", 1, StepStatus.FAILED, Map.of("message", "m", "name", "n"));

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

        assertThat(runs.find(live).status()).isEqualTo(RunStatus.CANCELLED);
        assertThat(runs.find(live).dueAt()).isNull();
        assertThat(runs.find(done).status()).isEqualTo(RunStatus.COMPLETED);
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
        assertThat(runs.find(id).status()).isEqualTo(RunStatus.RUNNING);
    }

    @Test
    void reason_notes_and_what_is_waited_for_are_told_where_there_are_any() {
        UUID waiting = resting(NOON);
        UUID failed = write(NOON, RunStatus.FAILED, Map.of("name", "exit_event", "message", "m"));
        listen(waiting, "pause", "order.paid", null);
        listen(waiting, "pause", "order.refunded", NOON.plusSeconds(60));
        listen(waiting, "", "account.closed", null);
        Map<String, Object> note = Map.of("name", "late", "event_name", "order.paid");
        await(Trail.note(
                server.store.client(),
                List.of(new Trail.Notes(TestDatabase.PROJECT, waiting, "start", 1, List.of(note)))));

        var live = server.get("/automations/" + automation + "/runs/" + waiting);
        var ended = server.get("/automations/" + automation + "/runs/" + failed);

        assertThat(live.items("waiting_for"))
                .containsExactly(
                        Answer.body("event_name", "order.paid", "since", "2026-10-01 12:00:00+00", "until", null),
                        Map.of(
                                "event_name", "order.refunded",
                                "since", "2026-10-01 12:00:00+00",
                                "until", "2026-10-01 12:01:00+00"));
        assertThat(live.items("steps").get(0)).containsEntry("notes", List.of(note));
        assertThat(live.items("steps").get(1)).doesNotContainKey("notes");
        assertThat(live.body()).doesNotContainKey("reason");
        assertThat(ended.body())
                .containsEntry("reason", Map.of("name", "exit_event", "message", "m"))
                .doesNotContainKey("waiting_for");
    }

    private void listen(UUID run, String step, String event, Instant until) {
        var wait = new Wait(step, 1, new Await(event, "", NOON), until);
        await(Waits.open(server.store.client(), List.of(new Waits.Entry(TestDatabase.PROJECT, run, CONTACT, wait))));
    }

    private UUID resting(Instant at) {
        return runs.resting(at, CONTACT);
    }

    private UUID write(Instant at, RunStatus status) {
        return write(at, status, null);
    }

    private UUID write(Instant at, RunStatus status, Map<String, Object> reason) {
        return runs.write(at, status, CONTACT, UUID.randomUUID(), reason);
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
