package onward.api;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import onward.flow.run.Run;
import onward.flow.run.StepStatus;
import onward.flow.run.TrailEntry;
import onward.store.table.StoredAutomation.Version;

/**
 * A run as this face shows it: every step of its version in graph order, also those it has not reached.
 *
 * @param event the name of the event that started it, or null when that event is kept no more
 */
record RunView(Run run, Version version, String event, List<TrailEntry> trail) {

    /** A run as lists show it. */
    static Map<String, Object> item(Run run) {
        return Answer.body(
                "id", run.id(),
                "status", run.status().word(),
                "started_at", PgText.of(run.startedAt()),
                "completed_at", PgText.of(run.completedAt()),
                "created_at", PgText.of(run.createdAt()));
    }

    /** The run with its steps; contact, event and version are additions of ours. */
    Map<String, Object> whole() {
        Map<String, Object> body = Answer.body("object", "automation_run");
        body.putAll(item(run));
        body.put("contact_id", run.contactId());
        body.put("event", event);
        body.put("automation_version", version.number());
        body.put("steps", steps());
        return body;
    }

    private List<Map<String, Object>> steps() {
        Map<String, TrailEntry> newest = new HashMap<>();
        trail.forEach(entry -> newest.put(entry.stepKey(), entry));
        return GraphOrder.of(version.definition()).entrySet().stream()
                .map(step -> step(step.getKey(), step.getValue(), newest.get(step.getKey())))
                .toList();
    }

    private Map<String, Object> step(String key, String type, TrailEntry entry) {
        return entry == null ? unreached(key, type) : reached(key, type, entry);
    }

    private Map<String, Object> unreached(String key, String type) {
        return Answer.body(
                "key",
                key,
                "type",
                type,
                "status",
                run.isLive() ? "pending" : "skipped",
                "output",
                null,
                "error",
                null,
                "started_at",
                null,
                "completed_at",
                null,
                "created_at",
                PgText.of(run.createdAt()));
    }

    private Map<String, Object> reached(String key, String type, TrailEntry entry) {
        return Answer.body(
                "key", key,
                "type", type,
                "status", status(entry),
                "output", entry.output(),
                "error", entry.error(),
                "started_at", PgText.of(entry.startedAt()),
                "completed_at", PgText.of(entry.completedAt()),
                "created_at", PgText.of(entry.createdAt()));
    }

    /** A run that was ended from outside never left the step it rested at. */
    private String status(TrailEntry entry) {
        boolean isLeft = entry.status() != StepStatus.WAITING && entry.status() != StepStatus.RUNNING;
        return isLeft || run.isLive() ? entry.status().word() : StepStatus.SKIPPED.word();
    }
}
