package onward.flow.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import onward.flow.fact.Event;
import onward.flow.graph.Automation;
import onward.flow.run.Decision;
import onward.flow.run.Run;
import onward.flow.run.StepStatus;
import onward.flow.run.TrailEntry;
import onward.flow.run.Wait;
import onward.flow.step.Effect;
import onward.flow.step.Past;
import onward.flow.step.Signal;

/** One run of the world: its row, trail, open waits and mailbox. */
final class Actor {

    private final Event event;
    private final Automation automation;
    private final int drawing;
    private final Map<Integer, TrailEntry> trail = new LinkedHashMap<>();
    private final List<Wait> waits = new ArrayList<>();
    private final List<Signal> mailbox = new ArrayList<>();
    private Run run;
    private int mails;

    Actor(Run run, Event event, Automation automation, int drawing) {
        this.run = run;
        this.event = event;
        this.automation = automation;
        this.drawing = drawing;
    }

    Run run() {
        return run;
    }

    Event event() {
        return event;
    }

    Automation automation() {
        return automation;
    }

    List<Signal> mailbox() {
        return mailbox;
    }

    List<Wait> waits() {
        return waits;
    }

    /** In order of position. */
    List<TrailEntry> trail() {
        return List.copyOf(trail.values());
    }

    /** Does it listen for an event with one of these keys? */
    boolean listensTo(Event event, Set<String> keys) {
        return waits.stream()
                .anyMatch(wait -> wait.await().eventName().equals(event.name())
                        && keys.contains(wait.await().key())
                        && !event.receivedAt().isBefore(wait.await().since())
                        && (wait.until() == null || event.receivedAt().isBefore(wait.until())));
    }

    /** Is there anything to do for it? */
    boolean isCalled(Instant now) {
        boolean isDue = run.dueAt() != null && !run.dueAt().isAfter(now);
        return run.isLive() && (!run.resting() || isDue || !mailbox.isEmpty());
    }

    List<Signal> emptyMailbox() {
        List<Signal> all = List.copyOf(mailbox);
        mailbox.clear();
        return all;
    }

    /** The instant of what moves it at the earliest, when it hears these. */
    Instant movedAt(List<Signal> signals) {
        if (!run.resting()) {
            return run.since();
        }
        return Stream.concat(
                        Stream.ofNullable(run.dueAt()),
                        signals.stream().limit(1).map(Signal::receivedAt))
                .min(Instant::compareTo)
                .orElseThrow();
    }

    Past past() {
        return new Past(trail.values().stream()
                .filter(entry -> entry.status() == StepStatus.COMPLETED && entry.output() != null)
                .map(entry -> new Past.Visit(entry.stepKey(), entry.stepType(), entry.output()))
                .toList());
    }

    void save(Decision decision) {
        if (decision.leftWait()) {
            waits.removeIf(wait -> wait.stepKey().equals(run.stepKey()));
        }
        if (!decision.run().isLive()) {
            waits.removeIf(wait -> wait.stepKey().equals(Wait.WHOLE_RUN));
        }
        waits.addAll(decision.waits());
        decision.trail().forEach(this::write);
        run = decision.run();
        mails += (int) decision.effects().stream()
                .filter(effect -> effect instanceof Effect.Seal)
                .count();
    }

    private void write(TrailEntry entry) {
        TrailEntry before = trail.put(entry.position(), entry);
        Laws.mayFollow(before, entry);
    }

    Story story() {
        return new Story(
                event.id(),
                drawing,
                run.status().word(),
                Story.reason(run.reason()),
                trail.values().stream().map(Actor::visit).toList(),
                run.resting() ? run.stepKey() : null,
                run.dueAt(),
                mails);
    }

    private static Story.Visit visit(TrailEntry entry) {
        return Story.Visit.of(
                entry.stepKey(), entry.status().word(), entry.output(), entry.error(), entry.completedAt());
    }
}
