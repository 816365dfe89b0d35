package onward.web.run;

import io.vertx.core.Future;
import java.util.HashSet;
import java.util.List;
import onward.bus.Address;
import onward.bus.Bell;
import onward.flow.fact.Problem;
import onward.flow.fact.Result;
import onward.flow.graph.Blueprint;
import onward.flow.run.Actor;
import onward.flow.run.Cancellation;
import onward.flow.run.Retry;
import onward.store.Store;
import onward.store.table.RunControl;
import onward.store.table.RunControl.Retrying;
import onward.store.table.RunControl.Target;
import onward.web.ui.PageProblem;
import onward.web.ui.Visit;

/** What can be done to a run by a button: ended, or let go on. */
public final class RunForms {
    private final RunControl control;
    private final Bell bell;

    public RunForms(Store store, Bell bell) {
        this.control = new RunControl(store);
        this.bell = bell;
    }

    /** {@code POST /dashboard/runs/<id>/cancel}: it ends as cancelled, whatever it is at. */
    public Future<String> cancel(Visit visit) {
        boolean keepsMails = !Cancellation.CANCEL.equals(visit.field("emails"));
        var how = new Cancellation(who(visit), note(visit), keepsMails);
        return control.cancel(target(visit), how).map(result -> done(visit, result));
    }

    /** {@code POST /dashboard/runs/<id>/retry}: it goes on from a step, and sends nothing again but what is ticked. */
    public Future<String> retry(Visit visit) {
        String stepKey = stepKey(visit);
        var wish = new Retry.Wish(stepKey, new HashSet<>(resend(visit)), null);
        var how = new Retrying(who(visit), note(visit), Retry.NEWEST_VERSION.equals(visit.field("version")), wish);
        return control.retry(target(visit), how).map(result -> done(visit, result));
    }

    private static Target target(Visit visit) {
        return new Target(visit.projectId(), null, visit.pathId("run"));
    }

    private static Actor who(Visit visit) {
        return Actor.dashboardUser(visit.user());
    }

    private static String note(Visit visit) {
        String note = visit.field("reason").strip();
        if (note.codePointCount(0, note.length()) > Cancellation.NOTE_CHARS_MAX) {
            throw PageProblem.refused("Expected a reason of at most " + Cancellation.NOTE_CHARS_MAX
                    + " characters, found a longer one. Say it shorter.");
        }
        return note.isEmpty() ? null : note;
    }

    private static String stepKey(Visit visit) {
        String key = visit.field("step_key");
        return key.isEmpty() ? null : known(key);
    }

    private static List<String> resend(Visit visit) {
        return visit.fields("resend").stream().map(RunForms::known).toList();
    }

    /** No step has a longer key; what is no key at all the version knows best. */
    private static String known(String key) {
        if (key.length() > Blueprint.KEY_LENGTH_MAX) {
            throw PageProblem.refused("Expected the key of a step, found a text that is longer than any.");
        }
        return key;
    }

    private String done(Visit visit, Result<?> result) {
        if (!result.isOk()) {
            throw problem(result.problems().get(0));
        }
        bell.ring(Address.WAKE_RUNNER);
        bell.ring(Address.FEED_RUNS);
        return "/dashboard/runs/" + visit.pathId("run");
    }

    private static PageProblem problem(Problem problem) {
        return problem.kind() == Problem.Kind.NOT_FOUND
                ? PageProblem.absent("run")
                : PageProblem.refused(problem.message());
    }
}
