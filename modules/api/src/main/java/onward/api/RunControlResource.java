package onward.api;

import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import onward.bus.Bell;
import onward.bus.Entrance;
import onward.flow.fact.Problem;
import onward.flow.fact.Result;
import onward.flow.graph.Blueprint;
import onward.flow.run.Actor;
import onward.flow.run.Cancellation;
import onward.flow.run.Retry;
import onward.flow.run.Run;
import onward.store.Store;
import onward.store.json.JsonWriter;
import onward.store.table.Automations;
import onward.store.table.RunControl.Cancelled;
import onward.store.table.RunControl.Retrying;
import onward.store.table.RunControl.Target;

/**
 * {@code POST …/cancel} and {@code …/retry} of a run, below its automation or at {@code /automation-runs/:runId}:
 * somebody ends a run, or lets one that ended early go on. Additions of ours.
 */
public final class RunControlResource {

    private final Store store;
    private final RunKeeper keeper;

    public RunControlResource(Store store, Bell bell) {
        this.store = store;
        this.keeper = new RunKeeper(store, bell);
    }

    void register(Routes routes) {
        routes.post("/automations/:automationId/runs/:runId/cancel", call -> cancel(call, below(call)))
                .post("/automation-runs/:runId/cancel", call -> cancel(call, any(call)))
                .post("/automations/:automationId/runs/:runId/retry", call -> retry(call, below(call)))
                .post("/automation-runs/:runId/retry", call -> retry(call, any(call)));
    }

    /** Ends the run of the path, as the body asks; for a face that tells of it in its own shape. */
    public Future<Void> cancel(Call call) {
        return cancel(call, any(call)).mapEmpty();
    }

    /** Lets the run of the path go on, as the body asks. */
    public Future<Void> retry(Call call) {
        return retry(call, any(call)).mapEmpty();
    }

    private static Target below(Call call) {
        return new Target(call.projectId(), Noun.AUTOMATION.id(call), call.uuid("runId"));
    }

    private static Target any(Call call) {
        return new Target(call.projectId(), null, call.uuid("runId"));
    }

    private Future<Answer> cancel(Call call, Target target) {
        Fields fields = call.fields();
        String note = note(fields);
        String emails = fields.optionalOneOf("emails", Cancellation.EMAILS);
        fields.check();
        boolean keepsMails = !Cancellation.CANCEL.equals(emails);
        return known(target)
                .compose(known -> keeper.actor(call))
                .compose(actor -> keeper.cancel(target, new Cancellation(actor, note, keepsMails)))
                .map(RunControlResource::done)
                .map(cancelled -> Answer.ok(cancelled(cancelled)));
    }

    private static String note(Fields fields) {
        return fields.optionalString("reason", 1, Cancellation.NOTE_CHARS_MAX);
    }

    /** A run is found below an automation that is there; the runs of a deleted one are found by themselves alone. */
    private Future<Void> known(Target target) {
        return target.automationId() == null
                ? Future.succeededFuture()
                : Automations.exists(store.client(), target.projectId(), target.automationId())
                        .compose(found -> found ? Future.succeededFuture() : Future.failedFuture(notFound()));
    }

    private static Refusal notFound() {
        return Noun.AUTOMATION.notFound(" run");
    }

    private static <T> T done(Result<T> result) {
        if (!result.isOk()) {
            throw refusal(result.problems().get(0));
        }
        return result.value();
    }

    private static Refusal refusal(Problem problem) {
        return switch (problem.kind()) {
            case NOT_FOUND -> notFound();
            case CONFLICT -> NativeErrors.conflict(problem.message());
            default -> NativeErrors.of(problem);
        };
    }

    private static Map<String, Object> cancelled(Cancelled cancelled) {
        Map<String, Object> body = body(cancelled.run());
        body.put(
                "emails",
                Answer.body(
                        "cancelled", cancelled.mails().kept(),
                        "under_way", cancelled.mails().underWay()));
        return body;
    }

    private static Map<String, Object> body(Run run) {
        Map<String, Object> body = Answer.body("object", "automation_run");
        body.putAll(RunView.item(run));
        return body;
    }

    private Future<Answer> retry(Call call, Target target) {
        Fields fields = call.fields();
        String note = note(fields);
        String stepKey = fields.optionalString("step_key", 1, Blueprint.KEY_LENGTH_MAX);
        boolean isByNewest = Retry.NEWEST_VERSION.equals(fields.optionalOneOf("version", Retry.VERSIONS));
        var wish = new Retry.Wish(stepKey, resend(fields), input(fields));
        fields.check();
        return known(target)
                .compose(known -> keeper.actor(call))
                .compose(actor -> keeper.retry(target, retrying(actor, note, isByNewest, wish)))
                .map(RunControlResource::done)
                .map(run -> Answer.ok(retried(run)));
    }

    private static Retrying retrying(Actor actor, String note, boolean isByNewest, Retry.Wish wish) {
        return new Retrying(actor, note, isByNewest, wish);
    }

    private static Set<String> resend(Fields fields) {
        List<Object> items = fields.optionalList("resend", 0, Blueprint.STEPS_MAX);
        Set<String> keys = new HashSet<>();
        for (Object item : items == null ? List.of() : items) {
            if (item instanceof String key && key.length() <= Blueprint.KEY_LENGTH_MAX) {
                keys.add(key);
            } else {
                fields.invalid("resend", "Expected keys of steps, found something else");
            }
        }
        return keys;
    }

    private static Map<String, Object> input(Fields fields) {
        Map<String, Object> input = fields.optionalMap("input");
        if (input != null
                && JsonWriter.write(input).getBytes(StandardCharsets.UTF_8).length > Entrance.PAYLOAD_BYTES_MAX) {
            fields.invalid("input", "Expected at most " + Entrance.PAYLOAD_BYTES_MAX + " bytes of JSON, found more");
        }
        return input;
    }

    private static Map<String, Object> retried(Run run) {
        Map<String, Object> body = body(run);
        UUID versionId = run.versionId();
        body.put("automation_version_id", versionId);
        body.put("step_key", run.stepKey());
        body.put("visit", run.visit());
        return body;
    }
}
