package onward.flow.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import onward.flow.fact.Event;
import onward.flow.step.Past;

/** A run in rehearsal: its state, what it did so far, and what it listens for. */
final class RehearsalRun {

    private final long number;
    private final RehearsalPerson person;
    private final Event event;
    private final long place;
    private final List<Past.Visit> visits = new ArrayList<>();
    private List<Wait> waits = List.of();
    private Run run;

    /**
     * @param number in order of start, from 0
     * @param place of the event that started it, among all events
     */
    RehearsalRun(long number, RehearsalPerson person, Event event, long place, Run run) {
        this.number = number;
        this.person = person;
        this.event = event;
        this.place = place;
        this.run = run;
    }

    long number() {
        return number;
    }

    RehearsalPerson person() {
        return person;
    }

    Event event() {
        return event;
    }

    long place() {
        return place;
    }

    Run run() {
        return run;
    }

    Past past() {
        return new Past(visits);
    }

    boolean isDue(Instant at) {
        return run.isLive() && at.equals(run.dueAt());
    }

    /** Becomes what the machine decided; a step that failed with an output counts as done, as it does on the server. */
    void become(Decision decision, boolean needsPast) {
        Run before = run;
        run = decision.run();
        if (needsPast) {
            decision.trail().stream()
                    .filter(entry -> entry.output() != null)
                    .filter(entry -> entry.status() == StepStatus.COMPLETED || entry.status() == StepStatus.FAILED)
                    .forEach(entry -> visits.add(new Past.Visit(entry.stepKey(), entry.stepType(), entry.output())));
        }
        listen(before, decision);
    }

    private void listen(Run before, Decision decision) {
        if (decision.leftWait() || !decision.waits().isEmpty() || !run.isLive()) {
            waits.forEach(wait -> person.stopListening(this, wait.await()));
            List<Wait> now = new ArrayList<>();
            waits.stream()
                    .filter(wait -> run.isLive() && !isOver(wait, before, decision))
                    .forEach(now::add);
            now.addAll(decision.waits());
            waits = List.copyOf(now);
            waits.forEach(wait -> person.listen(this, wait.await()));
        }
    }

    private static boolean isOver(Wait wait, Run before, Decision decision) {
        return decision.leftWait() && wait.stepKey().equals(before.stepKey());
    }
}
