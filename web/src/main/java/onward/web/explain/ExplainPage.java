package onward.web.explain;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import onward.flow.explain.Explanation;
import onward.flow.explain.Reason;
import onward.flow.explain.Subject;
import onward.flow.fact.Uuids;
import onward.store.Store;
import onward.store.page.AutomationFacts;
import onward.store.page.Explanations;
import onward.store.page.Question;
import onward.store.table.ContactRef;
import onward.web.explain.ExplainView.Choice;
import onward.web.explain.ExplainView.Decision;
import onward.web.ui.Moment;
import onward.web.ui.PageProblem;
import onward.web.ui.Shown;
import onward.web.ui.Visit;

/** {@code GET /dashboard/explain[?person=<address or id>&automation=<id>]}; its twin for programs is {@code GET /explain}. */
public final class ExplainPage {
    /** Which page shows a subject. */
    private static final Map<String, String> PAGES = Map.of(
            "event", "events",
            "contact", "contacts",
            "automation", "automations",
            "run", "runs",
            "email", "emails");

    private final Store store;

    public ExplainPage(Store store) {
        this.store = store;
    }

    public Future<Shown> show(Visit visit) {
        String person = visit.text("person").orElse(null);
        UUID automationId = visit.id("automation", "an automation", "links").orElse(null);
        return AutomationFacts.page(store.client(), visit.projectId(), null)
                .compose(page -> explanation(visit, person, automationId)
                        .map(found -> new Shown(
                                "explain",
                                "explain",
                                view(person, automationId, choices(page.items(), automationId), found, visit.now()))));
    }

    private static List<Choice> choices(List<AutomationFacts.Line> automations, UUID chosen) {
        return automations.stream()
                .map(line ->
                        new Choice(line.id().toString(), line.name(), line.id().equals(chosen)))
                .toList();
    }

    /** Empty before somebody asked. */
    private Future<Optional<Explanation>> explanation(Visit visit, String person, UUID automationId) {
        if (person == null || automationId == null) {
            return Future.succeededFuture(Optional.empty());
        }
        var question = new Question(ref(person), automationId, null, null, null);
        return Explanations.of(store.client(), visit.projectId(), question, visit.now())
                .map(found -> Optional.of(found.orElseThrow(() -> PageProblem.absent("automation"))));
    }

    private static ContactRef ref(String person) {
        Optional<UUID> id = Uuids.read(person);
        if (id.isPresent()) {
            return ContactRef.id(id.get());
        }
        if (person.indexOf('@') < 1) {
            throw PageProblem.badQuestion("Expected an email address or a contact's id, found something else.");
        }
        return ContactRef.email(person);
    }

    private static ExplainView view(
            String person, UUID automationId, List<Choice> choices, Optional<Explanation> found, Instant now) {
        String chosen = automationId == null ? null : automationId.toString();
        if (found.isEmpty()) {
            return new ExplainView(person, chosen, choices, null, false, null, List.of());
        }
        Explanation explanation = found.get();
        Reason verdict = explanation.verdict();
        return new ExplainView(
                person,
                chosen,
                choices,
                explanation.sentence(),
                verdict.code().number() != null,
                verdict.suggestion(),
                explanation.decisions().stream()
                        .map(reason -> decision(reason, reason.equals(verdict), now))
                        .toList());
    }

    private static Decision decision(Reason reason, boolean isVerdict, Instant now) {
        Subject subject = reason.subject();
        String page = subject == null ? null : PAGES.get(subject.type());
        return new Decision(
                Moment.of(reason.at(), now),
                reason.code().word().replace('_', ' '),
                reason.sentence(),
                isVerdict,
                page == null ? null : "/dashboard/" + page + "/" + subject.id(),
                page == null ? null : subject.type());
    }
}
