package onward.web.events;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.Map;
import onward.store.Store;
import onward.store.page.EventFacts;
import onward.web.events.EventView.Refused;
import onward.web.events.EventView.Started;
import onward.web.ui.Json;
import onward.web.ui.Moment;
import onward.web.ui.PageProblem;
import onward.web.ui.Pill;
import onward.web.ui.Shown;
import onward.web.ui.Visit;

/** {@code GET /dashboard/events/<id>}: what came, what it started, and where it started nothing, why. */
public final class EventPage {
    /** Why an automation that was enabled for an event started no run, see the table {@code entry_refusal}. */
    private static final Map<String, String> WHY = Map.of(
            "no_key", "the event has no value in the field that the entry rule goes by",
            "contact_deleted", "its contact was deleted",
            "contact_unknown", "no contact had its external id",
            "trigger_filter", "the filter of the trigger did not hold");

    private final Store store;

    public EventPage(Store store) {
        this.store = store;
    }

    public Future<Shown> show(Visit visit) {
        return EventFacts.find(store.client(), visit.projectId(), visit.pathId("event"))
                .map(found -> found.orElseThrow(() -> PageProblem.absent("event")))
                .map(facts -> new Shown("event", "events", view(facts, visit.now())));
    }

    private static EventView view(EventFacts facts, Instant now) {
        var line = facts.line();
        return new EventView(
                line.id().toString(),
                line.name(),
                sentence(facts),
                EventsPage.state(line),
                line.email() == null ? "(removed)" : line.email(),
                line.contactId() == null ? null : "/dashboard/contacts/" + line.contactId(),
                Moment.of(line.receivedAt(), now),
                Moment.of(facts.occurredAt(), now),
                facts.idempotencyKey(),
                Json.pretty(facts.payload()),
                facts.runs().stream().map(EventPage::started).toList(),
                facts.refusals().stream().map(EventPage::refused).toList());
    }

    private static String sentence(EventFacts facts) {
        var line = facts.line();
        if (line.quarantinedAt() != null) {
            return "Set aside, because it failed by itself again and again.";
        }
        if (line.waits()) {
            return "Accepted; the server has not looked at it yet.";
        }
        int runs = facts.runs().size();
        if (runs > 0) {
            return "Started " + runs + (runs == 1 ? " run." : " runs.");
        }
        return facts.refusals().isEmpty()
                ? "Started nothing: no automation that begins with this name was enabled when it came."
                : "Started nothing: the entry rules said no.";
    }

    private static Started started(EventFacts.Started run) {
        return new Started(
                run.automation() == null ? "(removed)" : run.automation(),
                "/dashboard/runs/" + run.id(),
                Pill.of(run.status()));
    }

    private static Refused refused(EventFacts.Refused refusal) {
        return new Refused(
                refusal.automation() == null ? "(removed)" : refusal.automation(),
                "/dashboard/automations/" + refusal.automationId(),
                WHY.getOrDefault(refusal.reason(), "the entry rule " + refusal.reason() + " said no"),
                refusal.runId() == null ? null : "/dashboard/runs/" + refusal.runId());
    }
}
