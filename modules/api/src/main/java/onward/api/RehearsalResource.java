package onward.api;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import onward.flow.fact.Event;
import onward.flow.fact.Result;
import onward.flow.graph.Automation;
import onward.flow.graph.Blueprint;
import onward.flow.run.Rehearsal;
import onward.flow.run.RehearsalReport;
import onward.store.Store;
import onward.store.page.RecordedEvents;
import onward.store.table.Automations;

/**
 * {@code POST /automations/:automationId/rehearsals}: what an automation, or another version of it, would have done to
 * events. Nothing is sent or stored. An addition of ours.
 */
final class RehearsalResource {

    /** How often runs of one rehearsal may turn: some seconds of a worker. */
    static final long TURNS_MAX = 2_000_000;

    /** How many rehearsals each event loop has under way; the next is told 503. */
    private static final int AT_ONCE_MAX = 1;

    private static final double NANOS_PER_SECOND = 1e9;

    private final Vertx vertx;
    private final Store store;
    private int underWay;

    RehearsalResource(Vertx vertx, Store store) {
        this.vertx = vertx;
        this.store = store;
    }

    void register(Routes routes) {
        routes.post("/automations/:automationId/rehearsals", this::rehearse);
    }

    /** @param other the version to compare with; null for none */
    private record Versions(Automation automation, Automation other) {

        Set<String> names() {
            Set<String> names = new HashSet<>();
            Stream.of(automation, other).filter(one -> one != null).forEach(one -> {
                names.add(one.triggerEvent());
                names.addAll(one.listenedNames());
            });
            return names;
        }
    }

    private Future<Answer> rehearse(Call call) {
        UUID id = Noun.AUTOMATION.id(call);
        RehearsalBody body = RehearsalBody.read(call.fields(), call.projectId());
        if (underWay >= AT_ONCE_MAX) {
            throw NativeErrors.unavailable();
        }
        underWay++;
        return Future.succeededFuture()
                .compose(begin -> Automations.find(store.client(), call.projectId(), id))
                .map(Noun.AUTOMATION::existing)
                .map(found -> versions(found.definition(), body.definition()))
                .compose(versions -> events(call, body, versions)
                        .compose(events -> vertx.executeBlocking(() -> report(versions, events), false)))
                .onComplete(done -> underWay--)
                .map(Answer::ok);
    }

    /** A version that is given is the one that counts; the automation as it is, the one it is held against. */
    private static Versions versions(Map<String, Object> stored, Map<String, Object> given) {
        Automation automation = automation(stored);
        return given == null ? new Versions(automation, null) : new Versions(automation(given), automation);
    }

    private static Automation automation(Map<String, Object> definition) {
        Result<Automation> read = Blueprint.readDraft(definition);
        if (!read.isOk()) {
            throw GraphProblems.refusal(read.problems(), definition);
        }
        return read.value();
    }

    private Future<List<Event>> events(Call call, RehearsalBody body, Versions versions) {
        return body.events() != null
                ? Future.succeededFuture(body.events())
                : call.now()
                        .compose(now -> RecordedEvents.between(
                                store.client(),
                                call.projectId(),
                                body.from(),
                                body.to() == null ? now : body.to(),
                                versions.names()))
                        .map(RehearsalResource::bounded);
    }

    private static List<Event> bounded(List<Event> events) {
        if (events.size() > RecordedEvents.EVENTS_MAX) {
            throw NativeErrors.validation("Expected at most " + RecordedEvents.EVENTS_MAX
                    + " events since `from`, found more. Give a `to` that is nearer, or rehearse a file with ./onward"
                    + " rehearse.");
        }
        return events;
    }

    private static Map<String, Object> report(Versions versions, List<Event> events) {
        long started = System.nanoTime();
        RehearsalReport report = rehearsed(versions.automation(), events);
        RehearsalReport other = versions.other() == null ? null : rehearsed(versions.other(), events);
        double millis = Math.round((System.nanoTime() - started) / NANOS_PER_SECOND * 1_000);
        Map<String, Object> body = Answer.body("object", "rehearsal");
        body.putAll(report.toMap());
        body.put("events", told(versions.names(), events));
        body.put("seconds", millis / 1_000);
        if (other != null) {
            body.put("against", other.toMap());
            body.put("difference", report.minus(other));
        }
        return body;
    }

    private static RehearsalReport rehearsed(Automation automation, List<Event> events) {
        Result<RehearsalReport> result = Rehearsal.of(automation, events, TURNS_MAX);
        if (!result.isOk()) {
            throw NativeErrors.of(result.problems().get(0));
        }
        return result.value();
    }

    private static Map<String, Object> told(Set<String> names, List<Event> events) {
        return Answer.body(
                "read",
                (long) events.size(),
                "concerned",
                events.stream().filter(event -> names.contains(event.name())).count(),
                "first",
                events.isEmpty() ? null : events.get(0).receivedAt().toString(),
                "last",
                events.isEmpty()
                        ? null
                        : events.get(events.size() - 1).receivedAt().toString());
    }
}
