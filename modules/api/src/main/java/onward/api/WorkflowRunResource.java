package onward.api;

import io.vertx.core.Future;
import java.util.List;
import onward.flow.fact.Event;
import onward.flow.run.Run;
import onward.store.Page;
import onward.store.Store;

/** {@code /workflows/:workflowId/runs}: runs in the shapes of the preview of automations (contract/resend.md 15.2). */
final class WorkflowRunResource {
    private final RunReader reader;

    WorkflowRunResource(Store store) {
        this.reader = new RunReader(store, Noun.WORKFLOW);
    }

    void register(Routes routes) {
        routes.get("/workflows/:workflowId/runs", this::list)
                .get("/workflows/:workflowId/runs/:runId", this::get)
                .get("/workflows/:workflowId/runs/:runId/steps", this::steps)
                .get("/workflows/:workflowId/runs/:runId/steps/:stepId", this::step);
    }

    private Future<Answer> list(Call call) {
        return reader.list(call)
                .compose(page -> reader.events(page.items())
                        .map(events -> Answer.list(page, run -> WorkflowRunView.item(run, events.get(run.eventId())))));
    }

    private Future<Answer> get(Call call) {
        return reader.find(call)
                .compose(run -> reader.events(List.of(run)).map(events -> whole(run, events.get(run.eventId()))));
    }

    private static Answer whole(Run run, Event event) {
        return Answer.ok(WorkflowRunView.whole(run, event));
    }

    /** Whole, for an automation has a bounded number of steps. */
    private Future<Answer> steps(Call call) {
        return reader.story(call)
                .map(story -> Answer.list(new Page<>(story.steps(), false), WorkflowRunView::stepItem));
    }

    private Future<Answer> step(Call call) {
        String key = call.path("stepId");
        return reader.story(call)
                .map(story -> story.steps().stream()
                        .filter(step -> step.key().equals(key))
                        .findFirst()
                        .map(step -> Answer.ok(WorkflowRunView.step(step)))
                        .orElseThrow(() -> Noun.WORKFLOW.notFound(" run step")));
    }
}
