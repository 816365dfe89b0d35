package onward.api;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import onward.bus.Address;
import onward.bus.Bell;
import onward.flow.fact.Result;
import onward.flow.graph.Automation;
import onward.flow.graph.Blueprint;
import onward.flow.graph.Node;
import onward.flow.run.Cancellation;
import onward.flow.run.Flight;
import onward.flow.run.Move;
import onward.store.Store;
import onward.store.table.Automations;
import onward.store.table.Drafts;
import onward.store.table.Flights;
import onward.store.table.Flights.Landing;
import onward.store.table.Flights.Live;
import onward.store.table.Flights.Order;
import onward.store.table.Flights.Place;
import onward.store.table.RunControl.Landed;
import onward.store.table.StoredAutomation;
import onward.store.table.StoredAutomation.Draft;

/**
 * {@code /automations/:automationId/flight} and {@code …/publications}: where the runs of an automation are, version by
 * version, a new version while it is enabled, and what becomes of runs on older ones. Additions of ours.
 */
final class FlightResource {

    private final Store store;
    private final Bell bell;
    private final Drafts drafts;
    private final Flights flights;

    FlightResource(Store store, Bell bell) {
        this.store = store;
        this.bell = bell;
        this.drafts = new Drafts(store);
        this.flights = new Flights(store);
    }

    void register(Routes routes) {
        routes.get("/automations/:automationId/flight", this::get)
                .post("/automations/:automationId/flight", this::land)
                .post("/automations/:automationId/publications", this::publish);
    }

    /** What a request says of runs that live. */
    private record Asked(Flight flight, String note, boolean keepsMails, boolean isDryRun) {

        static Asked read(Fields fields) {
            Flight flight = fields.take(Flight.read(fields.raw("flight")));
            String note = fields.optionalString("reason", 1, Cancellation.NOTE_CHARS_MAX);
            String emails = fields.optionalOneOf("emails", Cancellation.EMAILS);
            Boolean isDryRun = fields.optionalBool("dry_run");
            return new Asked(flight, note, !Cancellation.CANCEL.equals(emails), Boolean.TRUE.equals(isDryRun));
        }
    }

    private Future<Answer> get(Call call) {
        return found(call).compose(newest -> told(call, newest, Flight.STAYING)).map(Answer::ok);
    }

    private Future<StoredAutomation> found(Call call) {
        return Automations.find(store.client(), call.projectId(), Noun.AUTOMATION.id(call))
                .map(Noun.AUTOMATION::existing);
    }

    private Future<Map<String, Object>> told(Call call, StoredAutomation newest, Flight flight) {
        return Flights.live(store.client(), call.projectId(), newest.id())
                .map(live -> told(newest, newest.versionId(), newest.definition(), live, flight));
    }

    /** @param versionId of the newest version; null for one that is not there yet */
    private static Map<String, Object> told(
            StoredAutomation automation, UUID versionId, Map<String, Object> definition, Live live, Flight flight) {
        Automation newest = Blueprint.readDraft(definition).value();
        return Answer.body(
                "object", "flight",
                "automation_id", automation.id(),
                "version", automation.number(),
                "whole", live.isWhole(),
                "steps",
                        live.places().stream()
                                .map(place -> step(place, place.versionId().equals(versionId), live, newest, flight))
                                .toList());
    }

    private static Map<String, Object> step(
            Place place, boolean isNewest, Live live, Automation newest, Flight flight) {
        Automation version = live.versions().get(place.versionId());
        Node node = version == null ? null : version.step(place.stepKey());
        Map<String, Object> body = Answer.body(
                "version", place.number(),
                "newest", isNewest,
                "step_key", place.stepKey(),
                "type", node == null ? null : node.type(),
                "runs", place.runs(),
                "resting", place.resting());
        if (!isNewest) {
            var wish = flight.of(place.stepKey());
            body.put("do", wish.way().word());
            body.put("to", wish.way() == Flight.Way.MOVE ? wish.to() : null);
            body.put("moved", moved(place.stepKey(), version, newest, wish.to()));
        }
        return body;
    }

    /** What moving would mean; null where the newest version has no such step, or the old one cannot be read. */
    private static String moved(String stepKey, Automation version, Automation newest, String to) {
        if (version == null || newest == null || newest.step(to) == null) {
            return null;
        }
        return (Move.isSameRest(version, stepKey, newest, to) ? Landed.RESTS_ON : Landed.ENTERS).word();
    }

    private Future<Answer> land(Call call) {
        Fields fields = call.fields();
        fields.require("flight");
        Asked asked = Asked.read(fields);
        fields.check();
        if (asked.isDryRun()) {
            return found(call).compose(newest -> {
                refuse(asked.flight(), newest.definition());
                return told(call, newest, asked.flight()).map(Answer::ok);
            });
        }
        return landed(call, asked).map(Answer::ok);
    }

    private static void refuse(Flight flight, Map<String, Object> definition) {
        Result<Automation> newest = Blueprint.readDraft(definition);
        if (newest.isOk()) {
            flight.problems(newest.value()).stream().findFirst().ifPresent(problem -> {
                throw NativeErrors.of(problem);
            });
        }
    }

    private Future<Map<String, Object>> landed(Call call, Asked asked) {
        UUID id = Noun.AUTOMATION.id(call);
        return actor(call, asked)
                .compose(how -> flights.land(call.projectId(), id, new Order(asked.flight(), how)))
                .map(found -> {
                    Result<Landing> landing = Noun.AUTOMATION.existing(found);
                    if (!landing.isOk()) {
                        throw NativeErrors.of(landing.problems().get(0));
                    }
                    bell.ring(Address.WAKE_RUNNER);
                    bell.ring(Address.FEED_RUNS);
                    return landing(id, asked.flight(), landing.value());
                });
    }

    private Future<Cancellation> actor(Call call, Asked asked) {
        return new RunKeeper(store, bell)
                .actor(call)
                .map(actor -> new Cancellation(actor, asked.note(), asked.keepsMails()));
    }

    private static Map<String, Object> landing(UUID id, Flight flight, Landing landing) {
        List<Map<String, Object>> steps = new ArrayList<>();
        flight.leaving().forEach(key -> {
            Map<Landed, Integer> counts = landing.counts().getOrDefault(key, Map.of());
            var wish = flight.of(key);
            Map<String, Object> step = Answer.body(
                    "step_key", key, "do", wish.way().word(), "to", wish.way() == Flight.Way.MOVE ? wish.to() : null);
            for (Landed landed : Landed.values()) {
                step.put(landed.word(), counts.getOrDefault(landed, 0));
            }
            steps.add(step);
        });
        return Answer.body("object", "landing", "automation_id", id, "steps", steps, "has_more", landing.hasMore());
    }

    private Future<Answer> publish(Call call) {
        Fields fields = call.fields();
        String name = fields.optionalString("name", 1, Fields.NAME_CHARS_MAX);
        Object seen = fields.raw("version");
        GraphBody.requireWhole(fields);
        Asked asked = Asked.read(fields);
        fields.check();
        return asked.isDryRun()
                ? found(call)
                        .compose(before -> rehearsed(call, before, draft(before, fields, name, seen, asked), asked))
                : published(call, fields, name, seen, asked);
    }

    /** What it is to become; refused with everything that is wrong, before anything is changed. */
    private static Draft draft(StoredAutomation before, Fields fields, String name, Object seen, Asked asked) {
        if (before.isArchived()) {
            throw NativeErrors.validation(StoredAutomation.ARCHIVED);
        }
        if (seen != null && !String.valueOf(seen).equals(String.valueOf(before.number()))) {
            throw NativeErrors.conflict("Expected the version " + before.number()
                    + " as the one that was looked at, found another. It was changed since; look at it again.");
        }
        Draft draft = GraphBody.read(fields, before.definition(), name == null ? before.name() : name, true);
        refuse(asked.flight(), draft.definition());
        return draft;
    }

    private Future<Answer> rehearsed(Call call, StoredAutomation before, Draft after, Asked asked) {
        boolean isNew = isNew(before, after);
        return Flights.live(store.client(), call.projectId(), before.id())
                .map(live -> told(before, isNew ? null : before.versionId(), after.definition(), live, asked.flight()))
                .map(flight ->
                        Answer.ok(publication(before.id(), before.number() + (isNew ? 1 : 0), isNew, true, flight)));
    }

    private static boolean isNew(StoredAutomation before, Draft after) {
        return before.number() == 0 || !after.definition().equals(before.definition());
    }

    private Future<Answer> published(Call call, Fields fields, String name, Object seen, Asked asked) {
        UUID id = Noun.AUTOMATION.id(call);
        boolean[] isNew = new boolean[1];
        return drafts.change(call.projectId(), id, before -> {
                    Draft after = draft(before, fields, name, seen, asked);
                    isNew[0] = isNew(before, after);
                    return after;
                })
                .map(Noun.AUTOMATION::existing)
                .compose(done -> landed(call, asked))
                .compose(landing ->
                        found(call).map(now -> Answer.ok(publication(id, now.number(), isNew[0], false, landing))));
    }

    private static Map<String, Object> publication(
            UUID id, int version, boolean isNew, boolean isDryRun, Map<String, Object> flight) {
        return Answer.body(
                "object", "publication",
                "automation_id", id,
                "version", version,
                "new_version", isNew,
                "dry_run", isDryRun,
                "flight", flight);
    }
}
