package onward.api;

import static onward.api.NativeServer.await;

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

/** Runs as the runner would have written them, of an automation with the steps start, pause and last. */
final class StoredRuns {
    static final String STEPS = "\"steps\":["
            + "{\"key\":\"start\",\"type\":\"trigger\",\"config\":{\"event_name\":\"trial.started\"}},"
            + "{\"key\":\"last\",\"type\":\"delay\",\"config\":{\"duration\":\"1 hour\"}},"
            + "{\"key\":\"pause\",\"type\":\"delay\",\"config\":{\"duration\":\"1 day\"}}],"
            + "\"connections\":[{\"from\":\"start\",\"to\":\"pause\"},{\"from\":\"pause\",\"to\":\"last\"}]";
    static final Instant NOON = Instant.parse("2026-10-01T12:00:00Z");

    final UUID automation;
    private final NativeServer server;

    StoredRuns(NativeServer server) {
        this.server = server;
        var made = server.post("/automations", "{\"name\":\"Trial\",\"status\":\"enabled\"," + STEPS + "}");
        this.automation = UUID.fromString(made.text("id"));
    }

    /** A live run that came to the step pause and waits there. */
    UUID resting(Instant at, UUID contact) {
        UUID id = write(at, RunStatus.RUNNING, contact, UUID.randomUUID(), null);
        trail(id, "start", "trigger", 0, StepStatus.COMPLETED, null);
        trail(id, "pause", "delay", 1, StepStatus.WAITING, null);
        return id;
    }

    UUID write(Instant at, RunStatus status, UUID contact, UUID event, Map<String, Object> reason) {
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
                event,
                contact,
                status,
                isLive ? "pause" : null,
                1,
                2,
                isLive,
                isLive ? at.plusSeconds(86_400) : null,
                at,
                0,
                reason,
                at,
                at,
                isLive ? null : at.plusSeconds(9));
        await(Runs.insert(server.store.client(), List.of(run)));
        return id;
    }

    void trail(UUID run, String key, String type, int position, StepStatus status, Map<String, Object> error) {
        Instant at = NOON.plusMillis(500);
        Instant end = status == StepStatus.WAITING ? null : at;
        var entry = new TrailEntry(key, type, 1, position, status, null, error, at, at, end);
        await(Trail.save(server.store.client(), List.of(new Trail.Line(TestDatabase.PROJECT, run, entry))));
    }

    Run find(UUID id) {
        return await(Runs.find(server.store.client(), TestDatabase.PROJECT, automation, id))
                .orElseThrow();
    }
}
