package onward.api;

import java.util.List;
import java.util.Map;
import onward.flow.run.Run;
import onward.store.table.Interventions;
import onward.store.table.Waits;

/** How a run looks from outside (contract/resend.md 3.7), with additions of ours where there is something to add. */
final class RunView {
    private RunView() {}

    /** A run as lists show it. */
    static Map<String, Object> item(Run run) {
        Map<String, Object> body = Answer.body(
                "id", run.id(),
                "status", run.status().word(),
                "started_at", PgText.of(run.startedAt()),
                "completed_at", PgText.of(run.completedAt()),
                "created_at", PgText.of(run.createdAt()));
        if (run.reason() != null) {
            body.put("reason", run.reason());
        }
        return body;
    }

    /** The run with its steps; contact, event, version and what it waits for are additions of ours. */
    static Map<String, Object> whole(RunStory story) {
        Map<String, Object> body = Answer.body("object", "automation_run");
        body.putAll(item(story.run()));
        body.put("contact_id", story.run().contactId());
        body.put("event", story.event() == null ? null : story.event().name());
        body.put("automation_version", story.version().number());
        if (!story.waitingFor().isEmpty()) {
            body.put(
                    "waiting_for",
                    story.waitingFor().stream().map(RunView::wait).distinct().toList());
        }
        if (!story.interventions().isEmpty()) {
            body.put(
                    "interventions",
                    story.interventions().stream().map(RunView::intervention).toList());
        }
        body.put("steps", story.steps().stream().map(RunView::step).toList());
        return body;
    }

    private static Map<String, Object> wait(Waits.Open wait) {
        return Answer.body(
                "event_name", wait.eventName(),
                "since", PgText.of(wait.since()),
                "until", PgText.of(wait.until()));
    }

    private static Map<String, Object> intervention(Interventions.Intervention done) {
        return Answer.body(
                "id", done.id(),
                "kind", done.kind(),
                "reason", done.note(),
                "by", done.actor(),
                "before", done.before(),
                "details", done.details(),
                "created_at", PgText.of(done.at()));
    }

    private static Map<String, Object> step(RunStory.Step step) {
        Map<String, Object> body = Answer.body(
                "key", step.key(),
                "type", step.type(),
                "status", step.status(),
                "output", step.entry() == null ? null : step.entry().output(),
                "error", step.entry() == null ? null : step.entry().error(),
                "started_at", PgText.of(step.startedAt()),
                "completed_at", PgText.of(step.completedAt()),
                "created_at", PgText.of(step.createdAt()));
        if (step.entry() != null && step.entry().visit() > 1) {
            body.put("visit", step.entry().visit());
        }
        List<Map<String, Object>> notes =
                step.entry() == null ? List.of() : step.entry().notes();
        if (!notes.isEmpty()) {
            body.put("notes", notes);
        }
        return body;
    }
}
