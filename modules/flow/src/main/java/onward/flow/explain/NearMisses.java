package onward.flow.explain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import onward.flow.explain.Findings.Heard;
import onward.flow.explain.Findings.Story;
import onward.flow.fact.Correlation;
import onward.flow.fact.Scope;
import onward.flow.graph.Node;
import onward.flow.run.StepStatus;
import onward.flow.run.TrailEntry;
import onward.flow.step.AwaitedEvent;
import onward.flow.step.Past;
import onward.flow.step.Signal;
import onward.flow.step.WaitForEvent;

/**
 * Events that nearly ended a wait: of the right name with a wrong value, too early, too late, or of somebody else; or of
 * nearly the right name. The rules themselves say what they wanted and what they found.
 */
final class NearMisses {
    /** How many are told of one wait, the newest. */
    static final int NEAR_MISSES_MAX = 5;

    private final Findings facts;
    private final Story story;
    private final TrailEntry entry;
    private final Scope scope;
    private final Past past;

    private NearMisses(Findings facts, TrailEntry entry, Instant now) {
        this.facts = facts;
        this.story = facts.story();
        this.entry = entry;
        this.scope = scope(facts, now);
        this.past = past(story);
    }

    /** Those of a wait that goes on or ran out; one that an event ended has none. */
    static List<Reason> of(Findings facts, TrailEntry entry, Instant now) {
        Node node = facts.story().automation() == null
                ? null
                : facts.story().automation().step(entry.stepKey());
        boolean isEndedByEvent =
                entry.output() != null && "event_received".equals(entry.output().get("outcome"));
        return node != null && node.step() instanceof WaitForEvent wait && !isEndedByEvent
                ? new NearMisses(facts, entry, now).of(wait)
                : List.of();
    }

    /** What rules and references of the run are looked up in, as far as it is kept. */
    static Scope scope(Findings facts, Instant now) {
        Heard trigger = facts.story().trigger();
        Map<String, Object> payload = trigger == null || trigger.payload() == null ? Map.of() : trigger.payload();
        Past past = past(facts.story());
        return new Scope(payload, facts.person().contact(), past.waitEvents(), past.outputs(), now);
    }

    private static Past past(Story story) {
        return new Past(story.trail().stream()
                .filter(one -> one.output() != null && one.status() == StepStatus.COMPLETED)
                .map(one -> new Past.Visit(one.stepKey(), one.stepType(), one.output()))
                .toList());
    }

    private List<Reason> of(WaitForEvent wait) {
        List<Reason> found = new ArrayList<>();
        for (AwaitedEvent awaited : wait.events()) {
            story.since().stream()
                    .filter(heard -> heard.name().equals(awaited.eventName()))
                    .filter(heard -> !heard.id().equals(story.run().eventId()))
                    .map(heard -> miss(awaited, heard))
                    .flatMap(Optional::stream)
                    .forEach(found::add);
            ofSomebodyElse(awaited).ifPresent(found::add);
            ofAnotherName(awaited).ifPresent(found::add);
        }
        return found.stream().limit(NEAR_MISSES_MAX).toList();
    }

    private Optional<Reason> miss(AwaitedEvent awaited, Heard heard) {
        if (!isCorrelated(awaited, heard)) {
            return Optional.of(wrongValue(awaited, heard));
        }
        var event = new Signal.EventReceived(heard.id(), heard.name(), heard.payload(), heard.receivedAt());
        AwaitedEvent.Match match = awaited.match(event, scope, past);
        if (match.evaluation() != null && !match.isIt()) {
            return Optional.of(wrongFilter(heard, match));
        }
        return match.isIt() ? wrongTime(heard) : Optional.empty();
    }

    private boolean isCorrelated(AwaitedEvent awaited, Heard heard) {
        return awaited.field() == null
                || Objects.equals(key(awaited, wanted(awaited)), key(awaited, found(awaited, heard)));
    }

    private static String key(AwaitedEvent awaited, Object value) {
        return Correlation.key(awaited.field(), value);
    }

    private Object wanted(AwaitedEvent awaited) {
        return awaited.equals().find(scope).value();
    }

    private static Object found(AwaitedEvent awaited, Heard heard) {
        return Scope.descend(heard.payload(), awaited.field()).value();
    }

    private Reason nearMiss(Heard heard, String why) {
        return Reason.of(
                        Code.NEAR_MISS,
                        heard.receivedAt(),
                        Subject.event(heard.id()),
                        "the event " + Words.quoted(heard.name()) + " of " + Words.at(heard.receivedAt())
                                + " did not end the wait " + Words.quoted(entry.stepKey()) + ": " + why)
                .with("step", entry.stepKey())
                .with("event_name", heard.name());
    }

    private Reason wrongValue(AwaitedEvent awaited, Heard heard) {
        Object wanted = wanted(awaited);
        Object found = found(awaited, heard);
        return nearMiss(
                        heard,
                        "it wanted event." + awaited.field() + " = " + Words.value(wanted) + " and found "
                                + Words.value(found))
                .with("expected", wanted)
                .with("found", found)
                .suggest("Send it with event." + awaited.field() + " = " + Words.value(wanted) + ".");
    }

    private Reason wrongFilter(Heard heard, AwaitedEvent.Match match) {
        Map<String, Object> because = match.evaluation().explanation();
        return nearMiss(heard, "its filter " + Words.failed(because)).with("because", because);
    }

    private Optional<Reason> wrongTime(Heard heard) {
        Instant began = entry.createdAt();
        Instant ended = entry.completedAt();
        if (ended != null && !heard.receivedAt().isBefore(ended)) {
            return Optional.of(nearMiss(heard, "it came after the wait had run out at " + Words.at(ended))
                    .suggest("Give the wait a longer timeout."));
        }
        return heard.receivedAt().isBefore(began)
                ? Optional.of(nearMiss(heard, "it came before the run did, at " + Words.at(began))
                        .suggest("Let the wait look back, with `look_back`."))
                : Optional.empty();
    }

    private Optional<Reason> ofSomebodyElse(AwaitedEvent awaited) {
        return facts.neighbours().stream()
                .filter(heard -> heard.name().equals(awaited.eventName()))
                .filter(heard -> heard.mentions() || isOfThatValue(awaited, heard))
                .filter(heard -> !heard.receivedAt().isBefore(entry.createdAt()))
                .findFirst()
                .map(heard -> nearMiss(
                                heard,
                                "it is of " + heard.person() + ", not of "
                                        + facts.person().name())
                        .with("expected", facts.person().name())
                        .with("found", heard.person())
                        .suggest("Send it with the email or contact_id of "
                                + facts.person().name() + "."));
    }

    private boolean isOfThatValue(AwaitedEvent awaited, Heard heard) {
        return awaited.field() != null && heard.payload() != null && isCorrelated(awaited, heard);
    }

    private Optional<Reason> ofAnotherName(AwaitedEvent awaited) {
        List<Heard> after = facts.heard().stream()
                .filter(heard -> !heard.receivedAt().isBefore(entry.createdAt()))
                .toList();
        boolean isThere = Stream.concat(after.stream(), story.since().stream())
                .anyMatch(heard -> heard.name().equals(awaited.eventName()));
        if (isThere) {
            return Optional.empty();
        }
        return NearestName.of(
                        awaited.eventName(),
                        after.stream().map(Heard::name).distinct().toList())
                .flatMap(name -> after.stream()
                        .filter(heard -> heard.name().equals(name))
                        .findFirst())
                .map(heard -> nearMiss(heard, "it waits for " + Words.quoted(awaited.eventName()))
                        .with("expected", awaited.eventName())
                        .with("closest", heard.name())
                        .suggest("Send it as " + awaited.eventName() + ", or let the wait listen for " + heard.name()
                                + "."));
    }
}
