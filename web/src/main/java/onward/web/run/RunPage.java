package onward.web.run;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import onward.flow.run.Actor;
import onward.flow.run.RunStatus;
import onward.flow.run.TrailEntry;
import onward.store.Store;
import onward.store.page.RunFacts;
import onward.store.page.RunFacts.Call;
import onward.store.page.RunFacts.Head;
import onward.store.table.Interventions.Intervention;
import onward.store.table.Waits;
import onward.web.graph.Pictures;
import onward.web.run.RunView.CallRow;
import onward.web.run.RunView.InterventionRow;
import onward.web.run.RunView.WaitRow;
import onward.web.ui.Commands;
import onward.web.ui.Json;
import onward.web.ui.Moment;
import onward.web.ui.PageProblem;
import onward.web.ui.Pill;
import onward.web.ui.Shown;
import onward.web.ui.Visit;

/** {@code GET /dashboard/runs/<id>}. */
public final class RunPage {
    private final Store store;
    private final Pictures pictures;

    public RunPage(Store store, Pictures pictures) {
        this.store = store;
        this.pictures = pictures;
    }

    public Future<Shown> show(Visit visit) {
        return RunFacts.find(store.client(), visit.projectId(), visit.pathId("run"))
                .map(found -> found.orElseThrow(() -> PageProblem.absent("run")))
                .compose(run -> pictures.of(
                                "The way of this run", run.head().definition(), drawing -> drawing.along(run.trail()))
                        .map(graph -> new Shown("run", "runs", view(visit, run, graph))));
    }

    private static RunView view(Visit visit, RunFacts run, String graph) {
        Head head = run.head();
        Instant now = visit.now();
        return new RunView(
                head.id().toString(),
                Pill.of(word(head)),
                RunSentence.of(run, now),
                graph,
                head.email() == null ? "(removed)" : head.email(),
                head.contactId() == null ? null : "/dashboard/contacts/" + head.contactId(),
                head.automation() == null ? "(removed)" : head.automation(),
                head.automation() == null ? null : "/dashboard/automations/" + head.automationId(),
                head.version() == null ? null : "v" + head.version(),
                head.event(),
                head.event() == null ? null : "/dashboard/events/" + head.eventId(),
                head.traceparent(),
                Json.pretty(head.payload()),
                Moment.of(head.startedAt(), now),
                Moment.of(head.completedAt(), now),
                steps(run, now),
                mails(run, false, now),
                mails(run, true, now),
                run.calls().stream().map(call -> call(call, now)).toList(),
                run.waits().stream().map(wait -> wait(wait, now)).distinct().toList(),
                RunChoices.of(run),
                run.interventions().stream().map(done -> row(done, now)).toList(),
                Commands.get(visit.context().request(), "/automations/" + head.automationId() + "/runs/" + head.id()));
    }

    private static String word(Head head) {
        if (head.quarantinedAt() != null) {
            return "quarantined";
        }
        return head.status() == RunStatus.RUNNING && head.resting()
                ? "waiting"
                : head.status().word();
    }

    private static List<StepRow> steps(RunFacts run, Instant now) {
        List<StepRow> rows = new ArrayList<>();
        Instant left = null;
        for (TrailEntry entry : run.trail()) {
            rows.add(StepRow.of(entry, left, run.head().isLive(), now));
            left = entry.completedAt();
        }
        return rows;
    }

    private static List<MailRow> mails(RunFacts run, boolean isPush, Instant now) {
        return run.mails().stream()
                .filter(mail -> mail.isPush() == isPush)
                .map(mail -> MailRow.of(mail, now))
                .toList();
    }

    private static CallRow call(Call call, Instant now) {
        return new CallRow(
                call.stepKey(),
                call.method() + " " + call.url(),
                Pill.of(call.state()),
                call.attempts(),
                call.problem(),
                Moment.of(call.endedAt() == null ? call.createdAt() : call.endedAt(), now));
    }

    private static InterventionRow row(Intervention done, Instant now) {
        Object step = done.details().get("step_key");
        String did = switch (done.kind()) {
            case "cancel" -> "Cancelled";
            case "move" -> "Moved to another version, at " + step;
            default -> "Retried from " + step;
        };
        return new InterventionRow(did, Actor.words(done.actor()), done.note(), Moment.of(done.at(), now));
    }

    private static WaitRow wait(Waits.Open wait, Instant now) {
        return new WaitRow(
                wait.eventName(),
                wait.stepKey().isEmpty() ? "exit rule" : wait.stepKey(),
                Moment.of(wait.since(), now),
                Moment.of(wait.until(), now));
    }
}
