package onward.web.flight;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import onward.bus.Address;
import onward.bus.Bell;
import onward.flow.fact.Result;
import onward.flow.graph.Automation;
import onward.flow.graph.Blueprint;
import onward.flow.graph.Node;
import onward.flow.run.Actor;
import onward.flow.run.Cancellation;
import onward.flow.run.Flight;
import onward.flow.run.Move;
import onward.store.Store;
import onward.store.table.Automations;
import onward.store.table.Flights;
import onward.store.table.Flights.Landing;
import onward.store.table.Flights.Live;
import onward.store.table.Flights.Order;
import onward.store.table.Flights.Place;
import onward.store.table.RunControl.Landed;
import onward.store.table.StoredAutomation;
import onward.web.flight.FlightView.NewestRow;
import onward.web.flight.FlightView.OlderRow;
import onward.web.ui.Commands;
import onward.web.ui.Figures;
import onward.web.ui.PageProblem;
import onward.web.ui.Query;
import onward.web.ui.Shown;
import onward.web.ui.Visit;

/** {@code /dashboard/automations/<id>/flight}: the runs on older versions, and the form that decides about them. */
public final class FlightPage {
    private static final Map<Landed, String> WORDS = words();
    private static final String MORE = "more";
    private static final String SAVED = "saved";

    private final Store store;
    private final Flights flights;
    private final Bell bell;

    public FlightPage(Store store, Bell bell) {
        this.store = store;
        this.flights = new Flights(store);
        this.bell = bell;
    }

    /** Where it is. @param isSaved true for who comes from having saved a new version */
    public static String path(UUID automationId, boolean isSaved) {
        String path = "/dashboard/automations/" + automationId + "/flight";
        return isSaved ? path + "?" + SAVED + "=yes" : path;
    }

    private static Map<Landed, String> words() {
        Map<Landed, String> words = new LinkedHashMap<>();
        words.put(Landed.RESTS_ON, "rest on");
        words.put(Landed.ENTERS, "enter their step anew");
        words.put(Landed.CANCELLED, "were cancelled");
        words.put(Landed.UNDER_WAY, "were just moving and stay");
        words.put(Landed.ELSEWHERE, "had gone on already");
        return words;
    }

    public Future<Shown> show(Visit visit) {
        UUID id = visit.pathId("automation");
        return Automations.find(store.client(), visit.projectId(), id)
                .map(found -> found.orElseThrow(() -> PageProblem.absent("automation")))
                .compose(newest -> Flights.live(store.client(), visit.projectId(), id)
                        .map(live -> new Shown("flight", "automations", view(visit, newest, live))));
    }

    private static FlightView view(Visit visit, StoredAutomation stored, Live live) {
        Result<Automation> newest = Blueprint.readDraft(stored.definition());
        List<Node> steps = newest.isOk() ? newest.value().steps() : List.of();
        String id = stored.id().toString();
        return new FlightView(
                id,
                stored.name(),
                "v" + stored.number(),
                notice(visit, stored),
                older(live, stored.versionId(), newest.value()),
                newest(live, stored.versionId()),
                steps.stream().map(Node::key).toList(),
                live.isWhole(),
                Flights.LIVE_LOOKED_AT_MAX,
                Cancellation.NOTE_CHARS_MAX,
                Commands.get(visit.context().request(), "/automations/" + id + "/flight"));
    }

    private static String notice(Visit visit, StoredAutomation stored) {
        List<String> done = new ArrayList<>();
        WORDS.forEach((landed, words) -> visit.text(landed.word())
                .filter(count -> count.matches("[1-9]\\d{0,6}"))
                .ifPresent(count -> done.add(count + " " + words)));
        if (!done.isEmpty()) {
            String more = visit.text(MORE).isPresent() ? " There are more: do it again for them." : "";
            return "Of those runs " + String.join(", ", done) + "." + more;
        }
        return visit.text(SAVED).isPresent()
                ? "Saved as v" + stored.number() + ", which new runs get. Runs that live are on the version they began"
                        + " with, and stay there unless you say otherwise below."
                : null;
    }

    private static List<OlderRow> older(Live live, UUID newestId, Automation newest) {
        Map<String, List<Place>> byStep = live.places().stream()
                .filter(place -> !place.versionId().equals(newestId) && place.stepKey() != null)
                .collect(Collectors.groupingBy(Place::stepKey, LinkedHashMap::new, Collectors.toList()));
        return byStep.values().stream()
                .map(places -> older(places, live, newest))
                .toList();
    }

    private static OlderRow older(List<Place> places, Live live, Automation newest) {
        String key = places.get(0).stepKey();
        boolean isKnown = newest != null && newest.step(key) != null;
        return new OlderRow(
                key,
                places.stream()
                        .map(place -> place.number() == null ? "(removed)" : "v" + place.number())
                        .collect(Collectors.joining(", ")),
                places.stream()
                        .map(place -> live.versions().get(place.versionId()))
                        .filter(Objects::nonNull)
                        .map(version -> version.step(key))
                        .filter(Objects::nonNull)
                        .map(Node::type)
                        .distinct()
                        .collect(Collectors.joining(", ")),
                Figures.of(places.stream().mapToLong(Place::runs).sum()),
                Figures.of(places.stream().mapToLong(Place::resting).sum()),
                isKnown ? key : null,
                isKnown ? meaning(places, live, newest) : "There is no such step any more: choose another.");
    }

    private static String meaning(List<Place> places, Live live, Automation newest) {
        String key = places.get(0).stepKey();
        long same = places.stream()
                .map(place -> live.versions().get(place.versionId()))
                .filter(version -> version != null && Move.isSameRest(version, key, newest, key))
                .count();
        if (same == places.size()) {
            return "The step is the same: who moves there rests on.";
        }
        return same == 0
                ? "The step or the exit rule is another: who moves there enters it anew."
                : "Of some versions the step is the same, and who moves rests on; of the others it is entered anew.";
    }

    private static List<NewestRow> newest(Live live, UUID newestId) {
        return live.places().stream()
                .filter(place -> place.versionId().equals(newestId) && place.stepKey() != null)
                .map(place -> new NewestRow(place.stepKey(), Figures.of(place.runs())))
                .toList();
    }

    /** {@code POST /dashboard/automations/<id>/flight}: {@code step}, {@code do} and {@code to} once a row, in its order. */
    public Future<String> land(Visit visit) {
        UUID id = visit.pathId("automation");
        var how = new Cancellation(
                Actor.dashboardUser(visit.user()), note(visit), !Cancellation.CANCEL.equals(visit.field("emails")));
        return flights.land(visit.projectId(), id, new Order(flight(visit), how))
                .map(found -> found.orElseThrow(() -> PageProblem.absent("automation")))
                .map(result -> {
                    if (!result.isOk()) {
                        throw PageProblem.refused(result.problems().get(0).message());
                    }
                    bell.ring(Address.WAKE_RUNNER);
                    bell.ring(Address.FEED_RUNS);
                    return told(id, result.value());
                });
    }

    private static String note(Visit visit) {
        String note = visit.field("reason").strip();
        if (note.codePointCount(0, note.length()) > Cancellation.NOTE_CHARS_MAX) {
            throw PageProblem.refused("Expected a reason of at most " + Cancellation.NOTE_CHARS_MAX
                    + " characters, found a longer one. Say it shorter.");
        }
        return note.isEmpty() ? null : note;
    }

    private static Flight flight(Visit visit) {
        List<String> steps = visit.fields("step");
        List<String> ways = visit.fields("do");
        List<String> targets = visit.fields("to");
        if (steps.size() != ways.size() || steps.size() != targets.size()) {
            throw PageProblem.refused("Expected a choice for each step, found another form. Open the page again.");
        }
        Map<String, Object> plain = new LinkedHashMap<>();
        for (int i = 0; i < steps.size(); i++) {
            plain.put(steps.get(i), Map.of("do", ways.get(i), "to", targets.get(i)));
        }
        Result<Flight> read = Flight.read(plain);
        if (!read.isOk()) {
            throw PageProblem.refused(read.problems().get(0).message());
        }
        return read.value();
    }

    private static String told(UUID id, Landing landing) {
        Map<Landed, Integer> sums = new LinkedHashMap<>();
        landing.counts()
                .values()
                .forEach(counts -> counts.forEach((landed, count) -> sums.merge(landed, count, Integer::sum)));
        var query = Query.of(path(id, false));
        for (var sum : sums.entrySet()) {
            query = query.with(sum.getKey().word(), sum.getValue().toString());
        }
        return query.with(MORE, landing.hasMore() ? "yes" : null).text();
    }
}
