package onward.web.automations;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import onward.flow.fact.EventName;
import onward.store.Store;
import onward.store.page.AutomationFacts;
import onward.store.page.AutomationFacts.State;
import onward.store.page.AutomationFacts.Version;
import onward.store.page.AutomationFacts.Visits;
import onward.web.automations.AutomationView.StateRow;
import onward.web.automations.AutomationView.StepRow;
import onward.web.automations.AutomationView.VersionRow;
import onward.web.graph.Drawing.Count;
import onward.web.graph.Pictures;
import onward.web.ui.Commands;
import onward.web.ui.Figures;
import onward.web.ui.Json;
import onward.web.ui.Moment;
import onward.web.ui.PageProblem;
import onward.web.ui.Pill;
import onward.web.ui.Query;
import onward.web.ui.Shown;
import onward.web.ui.Times;
import onward.web.ui.Visit;

/** {@code GET /dashboard/automations/<id>}. */
public final class AutomationPage {
    private final Store store;
    private final Pictures pictures;

    public AutomationPage(Store store, Pictures pictures) {
        this.store = store;
        this.pictures = pictures;
    }

    public Future<Shown> show(Visit visit) {
        return AutomationFacts.find(store.client(), visit.projectId(), visit.pathId("automation"))
                .map(found -> found.orElseThrow(() -> PageProblem.absent("automation")))
                .compose(facts -> pictures.of(
                                "The steps of this automation",
                                facts.definition(),
                                drawing -> drawing.withCounts(counts(facts)))
                        .map(graph -> new Shown("automation", "automations", view(visit, facts, graph))));
    }

    /** What stands on the cards: who came by, who is there now, what failed. */
    private static Map<String, List<Count>> counts(AutomationFacts facts) {
        Map<String, List<Count>> counts = new HashMap<>();
        facts.visits().forEach(visits -> {
            List<Count> some = new ArrayList<>();
            some.add(Count.of("entered", visits.entered()));
            if (visits.failed() > 0) {
                some.add(Count.of("failed", visits.failed()));
            }
            counts.put(visits.stepKey(), some);
        });
        facts.states().stream()
                .filter(state -> state.stepKey() != null)
                .forEach(state -> counts.computeIfAbsent(state.stepKey(), key -> new ArrayList<>())
                        .add(Count.of("in now", state.runs())));
        return counts;
    }

    private static AutomationView view(Visit visit, AutomationFacts facts, String graph) {
        Instant now = visit.now();
        var line = facts.line();
        String id = line.id().toString();
        return new AutomationView(
                id,
                line.name(),
                Pill.of(line.isEnabled() ? "enabled" : "disabled"),
                line.isEnabled(),
                line.version() == null ? null : "v" + line.version(),
                line.triggerEvent(),
                Moment.of(line.createdAt(), now),
                Moment.of(line.updatedAt(), now),
                graph,
                facts.states().stream().map(state -> state(state, id)).toList(),
                AutomationFacts.RUNS_LOOKED_AT_MAX,
                steps(facts),
                AutomationFacts.VISITS_LOOKED_AT_MAX,
                versions(facts.versions(), now),
                Json.pretty(facts.definition()),
                sendLink(line.triggerEvent()),
                ending(facts),
                Commands.get(visit.context().request(), "/automations/" + id));
    }

    private static String sendLink(String event) {
        return event == null || EventName.problem("event", event).isPresent()
                ? null
                : Query.of("/dashboard/events/new").with("name", event).text();
    }

    /** Live runs are counted among the newest ones, which nearly all of them are. */
    private static String ending(AutomationFacts facts) {
        long live = facts.states().stream()
                .filter(state -> state.status().equals("running"))
                .mapToLong(State::runs)
                .sum();
        String runs = live == 0
                ? "No run of it is live."
                : "Its live runs are cancelled with it: " + Figures.upTo(AutomationFacts.RUNS_LOOKED_AT_MAX, live)
                        + " now. What they have not sent yet is not sent.";
        return runs + " Runs that ended stay, and so do emails that left. It cannot be brought back.";
    }

    private static StateRow state(State state, String id) {
        String word = state.stepKey() != null && state.status().equals("running") ? "running" : state.status();
        String link = Query.of("/dashboard/runs")
                .with("status", state.status())
                .with("automation", id)
                .text();
        return new StateRow(Pill.of(word), state.stepKey(), Figures.of(state.runs()), link);
    }

    /** Every step of the version that new runs get, with what came by. */
    private static List<StepRow> steps(AutomationFacts facts) {
        if (facts.definition() == null) {
            return List.of();
        }
        Map<String, Visits> visits =
                facts.visits().stream().collect(Collectors.toMap(Visits::stepKey, Function.identity()));
        Map<String, Long> live = facts.states().stream()
                .filter(state -> state.stepKey() != null)
                .collect(Collectors.toMap(State::stepKey, State::runs, Long::sum));
        List<StepRow> rows = new ArrayList<>();
        for (Object step : (List<?>) facts.definition().get("steps")) {
            String key = String.valueOf(((Map<?, ?>) step).get("key"));
            String type = String.valueOf(((Map<?, ?>) step).get("type"));
            rows.add(row(key, type, visits.get(key), live.getOrDefault(key, 0L)));
        }
        return rows;
    }

    private static StepRow row(String key, String type, Visits visits, long inNow) {
        return new StepRow(
                key,
                type,
                visits == null ? "0" : Figures.of(visits.entered()),
                inNow == 0 ? "" : Figures.of(inNow),
                visits == null || visits.failed() == 0 ? "" : Figures.of(visits.failed()),
                visits == null || visits.medianSeconds() == null
                        ? null
                        : Times.span(Duration.ofMillis((long) (visits.medianSeconds() * 1_000))));
    }

    private static List<VersionRow> versions(List<Version> versions, Instant now) {
        List<VersionRow> rows = new ArrayList<>();
        for (int i = 0; i < versions.size(); i++) {
            Version version = versions.get(i);
            boolean hasBefore = i + 1 < versions.size();
            rows.add(new VersionRow(
                    "v" + version.number(),
                    Moment.of(version.createdAt(), now),
                    version.triggerEvent(),
                    hasBefore
                            ? VersionChanges.between(versions.get(i + 1).definition(), version.definition())
                            : List.of(),
                    Json.pretty(version.definition())));
        }
        return rows;
    }
}
