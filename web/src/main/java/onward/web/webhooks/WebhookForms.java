package onward.web.webhooks;

import io.vertx.core.Future;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import onward.flow.fact.Ids;
import onward.flow.fact.Problem;
import onward.flow.message.WebhookEvents;
import onward.store.Store;
import onward.store.table.WebhookSecrets;
import onward.store.table.Webhooks;
import onward.store.table.Webhooks.Change;
import onward.web.ui.FormAgain;
import onward.web.ui.House;
import onward.web.ui.PageProblem;
import onward.web.ui.ProblemRow;
import onward.web.ui.Shown;
import onward.web.ui.Visit;
import onward.web.webhooks.WebhookPage.Typed;

/** What can be done to a webhook: made, changed, switched on and off, removed; and its secret shown to who asks. */
public final class WebhookForms {
    static final String PATH = "/dashboard/webhooks";

    private final Store store;
    private final WebhookPage page;
    private final WebhookSecrets secrets;
    private final House.Endpoints endpoints;
    private final Ids ids = Ids.from(new SecureRandom());

    public WebhookForms(Store store, WebhookPage page, House house) {
        this.store = store;
        this.page = page;
        this.secrets = new WebhookSecrets(house.box());
        this.endpoints = house.endpoints();
    }

    /** {@code POST /dashboard/webhooks}. */
    public Future<String> create(Visit visit) {
        Typed typed = typed(visit);
        List<Problem> problems = problems(typed);
        if (!problems.isEmpty()) {
            throw new FormAgain(WebhookPage.blank(typed, ProblemRow.of(problems)));
        }
        var id = ids.next(visit.now());
        return Webhooks.insert(
                        store.client(),
                        visit.projectId(),
                        id,
                        typed.endpoint(),
                        typed.events(),
                        secrets.sealed(secrets.next()),
                        visit.now(),
                        Webhooks.PER_PROJECT_MAX)
                .map(added -> {
                    if (!added) {
                        throw PageProblem.refused(
                                "There are " + Webhooks.PER_PROJECT_MAX
                                        + " webhooks already, which is as many as there may be. Delete one that is not needed.");
                    }
                    return PATH + "/" + id;
                });
    }

    private static Typed typed(Visit visit) {
        return new Typed(visit.field("endpoint").strip(), List.copyOf(new LinkedHashSet<>(visit.fields("events"))));
    }

    private List<Problem> problems(Typed typed) {
        List<Problem> problems = new ArrayList<>();
        if (typed.endpoint().isEmpty() || typed.endpoint().length() > Webhooks.ENDPOINT_CHARS_MAX) {
            problems.add(Problem.invalid(
                    "endpoint", "Expected a URL of 1 to " + Webhooks.ENDPOINT_CHARS_MAX + " characters."));
        } else {
            endpoints.problem(typed.endpoint()).ifPresent(words -> problems.add(Problem.invalid("endpoint", words)));
        }
        if (typed.events().isEmpty()) {
            problems.add(Problem.invalid("events", "Expected at least one type of event, found none."));
        } else if (!typed.events().stream().allMatch(WebhookEvents::isKnown)) {
            problems.add(Problem.invalid("events", "Expected types of events of the list, found another."));
        }
        return problems;
    }

    /** {@code POST /dashboard/webhooks/<id>}: where it is and what it is told of. */
    public Future<String> save(Visit visit) {
        Typed typed = typed(visit);
        List<Problem> problems = problems(typed);
        return problems.isEmpty()
                ? changed(visit, new Change(typed.endpoint(), typed.events(), null))
                : page.find(visit)
                        .compose(webhook -> page.filled(visit, webhook, typed, ProblemRow.of(problems), null))
                        .compose(shown -> Future.failedFuture(new FormAgain(shown)));
    }

    /** {@code POST /dashboard/webhooks/<id>/enable}: told of what happens from now on. */
    public Future<String> enable(Visit visit) {
        return changed(visit, new Change(null, null, Webhooks.ENABLED));
    }

    /** {@code POST /dashboard/webhooks/<id>/disable}: told of nothing more; what it has not heard of yet is over. */
    public Future<String> disable(Visit visit) {
        return changed(visit, new Change(null, null, Webhooks.DISABLED));
    }

    private Future<String> changed(Visit visit, Change change) {
        var id = visit.pathId("webhook");
        return store.transaction(
                        tx -> store.now(tx).compose(now -> Webhooks.update(tx, visit.projectId(), id, change, now)))
                .map(found -> existing(found, PATH + "/" + id));
    }

    /** {@code POST /dashboard/webhooks/<id>/delete}: with all that it was told. */
    public Future<String> delete(Visit visit) {
        return Webhooks.delete(store.client(), visit.projectId(), visit.pathId("webhook"))
                .map(found -> existing(found, PATH));
    }

    private static String existing(boolean found, String next) {
        if (!found) {
            throw PageProblem.absent("webhook");
        }
        return next;
    }

    /** {@code POST /dashboard/webhooks/<id>/signing-secret}: its page, with the secret. */
    public Future<Shown> reveal(Visit visit) {
        return page.find(visit)
                .compose(webhook -> page.filled(
                        visit, webhook, WebhookPage.typed(webhook), List.of(), secrets.opened(webhook.secret())));
    }
}
