package onward.api;

import java.util.Map;
import onward.flow.fact.Event;
import onward.flow.run.Run;

/** How a run and its steps look to clients of the preview of automations (contract/resend.md 15.2). */
final class WorkflowRunView {
    private WorkflowRunView() {}

    /** A run as lists show it; {@code event} is null when it is kept no more. */
    static Map<String, Object> item(Run run, Event event) {
        return Answer.body(
                "id", run.id(),
                "status", run.status().word(),
                "trigger", event == null ? null : trigger(event),
                "started_at", IsoMillis.of(run.startedAt()),
                "completed_at", IsoMillis.of(run.completedAt()),
                "created_at", IsoMillis.of(run.createdAt()));
    }

    private static Map<String, Object> trigger(Event event) {
        Map<String, Object> trigger = Answer.body("event_name", event.name());
        if (event.payload() != null) {
            trigger.put("payload", event.payload());
        }
        return trigger;
    }

    static Map<String, Object> whole(Run run, Event event) {
        Map<String, Object> body = Answer.body("object", "workflow_run");
        body.putAll(item(run, event));
        return body;
    }

    /** A step as lists show it, known by its key. */
    static Map<String, Object> stepItem(RunStory.Step step) {
        return Answer.body(
                "id", step.key(),
                "step_id", step.key(),
                "type", step.type(),
                "config", step.config(),
                "status", step.status(),
                "started_at", IsoMillis.of(step.startedAt()),
                "completed_at", IsoMillis.of(step.completedAt()),
                "created_at", IsoMillis.of(step.createdAt()));
    }

    static Map<String, Object> step(RunStory.Step step) {
        Map<String, Object> body = Answer.body("object", "workflow_run_step");
        body.putAll(stepItem(step));
        return body;
    }
}
