package onward.flow.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import onward.flow.fact.Contact;
import onward.flow.fact.Correlation;
import onward.flow.fact.Event;
import onward.flow.fact.Ids;
import onward.flow.fact.Problem;
import onward.flow.fact.Result;
import onward.flow.fact.Scope;
import onward.flow.graph.Automation;
import onward.flow.policy.Entry;
import onward.flow.step.Catalogue;
import onward.flow.step.Effect;
import onward.flow.step.Facts;
import onward.flow.step.Interest;
import onward.flow.step.Signal;

/**
 * Runs an automation over recorded events in virtual time, with the machine that runs it on the server and without
 * any effect: what it would do to contacts it does in memory, mails are counted. Used once.
 *
 * <p>Time is exact. An event happens when it was received. Of events of one instant the one that is given first is the
 * earlier one. What is due at an instant, a delay or a timeout, acts before events of that instant; of several runs
 * that are due at once, the one that was started first. An event starts its run before it is heard by others, as on
 * the server. After the last event time goes on until every run ended or rests without an end.
 *
 * <pre>
 *  event ──▶ what is due by then ──▶ may it start a run? ──▶ the run begins ──▶ runs that listen hear it
 *                                                                   └── whom that concerns hears of it, at once
 * </pre>
 */
public final class Rehearsal {

    /** How many events one rehearsal takes. */
    public static final int EVENTS_MAX = 1_000_000;

    /** How many people these may be about. */
    public static final int PEOPLE_MAX = 500_000;

    /** How many runs they may start. */
    public static final int RUNS_MAX = 1_000_000;

    /** How often runs may turn; every event that one looks back at counts as a turn. */
    public static final long TURNS_MAX = 20_000_000;

    /** How many events one turn looks back at, the oldest first: as many as on the server. */
    private static final int LOOK_BACK_MAX = 1_000;

    private record Due(Instant at, RehearsalRun run) {}

    private record Door(RehearsalRun run, Instant enteredAt) {}

    private final Automation automation;
    private final long turnsMax;
    private final Map<String, Set<String>> fieldsByName = new HashMap<>();
    private final boolean looksBack;
    private final boolean looksBackToStart;
    private final boolean looksBackBySpan;
    private final Catalogue catalogue;
    private final RehearsalTally tally;
    private final Map<String, RehearsalPerson> people = new LinkedHashMap<>();
    private final Map<String, Door> doors = new HashMap<>();
    private final PriorityQueue<Due> timers = new PriorityQueue<>(
            Comparator.comparing(Due::at).thenComparing(due -> due.run().number()));
    private final TreeMap<Long, Letters> post = new TreeMap<>();
    private long idsMade;
    private long places;
    private long runs;
    private long turns;

    private record Letters(RehearsalRun run, List<Signal> signals) {}

    private Rehearsal(Automation automation, long turnsMax) {
        this.automation = automation;
        this.turnsMax = turnsMax;
        for (Interest interest : automation.interests()) {
            fieldsByName
                    .computeIfAbsent(interest.eventName(), name -> new HashSet<>())
                    .add(interest.field());
        }
        this.looksBackToStart = automation.steps().stream()
                .anyMatch(node -> node.step().lookBack().toRunStart());
        this.looksBackBySpan = automation.steps().stream()
                .anyMatch(node -> node.step().lookBack().span() != null);
        this.looksBack = looksBackToStart || looksBackBySpan;
        this.catalogue = RehearsalAssumptions.catalogue(automation);
        this.tally = new RehearsalTally(automation);
    }

    /**
     * Rehearses.
     *
     * @param events in the order in which they were received, by {@code receivedAt}
     * @return the report, or why this is more than one rehearsal takes
     * @throws IllegalArgumentException when an event was received before the one in front of it
     */
    public static Result<RehearsalReport> of(Automation automation, List<Event> events) {
        return of(automation, events, TURNS_MAX);
    }

    /** The same with another bound in place of {@link #TURNS_MAX}. */
    public static Result<RehearsalReport> of(Automation automation, List<Event> events, long turnsMax) {
        return new Rehearsal(automation, turnsMax).over(events);
    }

    /** Whether events of that name matter to the automation: any other changes nothing. */
    public static boolean concerns(Automation automation, String eventName) {
        return automation.triggerEvent().equals(eventName)
                || automation.listenedNames().contains(eventName);
    }

    private Result<RehearsalReport> over(List<Event> events) {
        if (events.size() > EVENTS_MAX) {
            return tooMuch(EVENTS_MAX, "events", "Rehearse fewer at a time.");
        }
        Instant before = Instant.MIN;
        for (Event event : events) {
            if (event.receivedAt().isBefore(before)) {
                throw new IllegalArgumentException(
                        "Expected events in order of receipt, found " + event.receivedAt() + " after " + before);
            }
            before = event.receivedAt();
            wakeUntil(before);
            happen(event);
            Optional<Result<RehearsalReport>> refusal = refusal();
            if (refusal.isPresent()) {
                return refusal.get();
            }
        }
        wakeUntil(Instant.MAX);
        return refusal().orElseGet(() -> Result.of(tally.report(people.values())));
    }

    private Optional<Result<RehearsalReport>> refusal() {
        if (people.size() > PEOPLE_MAX) {
            return Optional.of(tooMuch(PEOPLE_MAX, "people", "Rehearse fewer events at a time."));
        }
        if (runs > RUNS_MAX) {
            return Optional.of(tooMuch(RUNS_MAX, "runs", "Rehearse fewer events at a time, or give an entry rule."));
        }
        return turns > turnsMax
                ? Optional.of(
                        tooMuch(turnsMax, "turns of runs", "Too many runs listen at once: give the waits a timeout."))
                : Optional.empty();
    }

    private static Result<RehearsalReport> tooMuch(long max, String what, String advice) {
        return Result.failed(Problem.invalid("", "Expected at most " + max + " " + what + ", found more. " + advice));
    }

    private void wakeUntil(Instant now) {
        while (!timers.isEmpty() && !timers.peek().at().isAfter(now) && turns <= turnsMax) {
            Due due = timers.remove();
            // A run that moved since is due at another instant, which has a timer of its own.
            if (due.run().isDue(due.at())) {
                turn(due.run(), List.of(), due.at());
                deliver(due.at());
            }
        }
    }

    private void happen(Event event) {
        if (!concerns(automation, event.name())) {
            return;
        }
        long place = places++;
        RehearsalPerson person = people.computeIfAbsent(RehearsalPerson.key(event), key -> new RehearsalPerson(event));
        boolean isHeard = automation.listenedNames().contains(event.name());
        if (isHeard && looksBack) {
            person.remember(event, place);
        }
        boolean isTrigger = automation.triggerEvent().equals(event.name());
        boolean starts = isTrigger && automation.startsWith(event, event.receivedAt());
        if (isTrigger && !starts) {
            tally.refused("trigger_filter");
        }
        if (starts) {
            person.meet(event);
        }
        if (isHeard && person.contact() != null) {
            tell(person, event);
        }
        if (starts) {
            enter(person, event, place);
        }
        deliver(event.receivedAt());
    }

    /** Into the mailboxes of those who listen; they read it when the event has started its run. */
    private void tell(RehearsalPerson person, Event event) {
        var signal = signal(event, event.receivedAt());
        for (String field : fieldsByName.get(event.name())) {
            String key = field.isEmpty()
                    ? Correlation.NONE
                    : Correlation.key(
                            field, Scope.descend(event.payload(), field).value());
            if (key != null) {
                person.listeners(event.name(), key).forEach(run -> put(run, signal));
            }
        }
    }

    private static Signal.EventReceived signal(Event event, Instant at) {
        return new Signal.EventReceived(event.id(), event.name(), event.payload(), at);
    }

    /** A run that listens for an event in two ways hears it once. */
    private void put(RehearsalRun run, Signal signal) {
        List<Signal> signals = post.computeIfAbsent(run.number(), number -> new Letters(run, new ArrayList<>()))
                .signals();
        if (!signals.contains(signal)) {
            signals.add(signal);
        }
    }

    /** Mail of one instant, the oldest run first, until nobody has any. */
    private void deliver(Instant now) {
        while (!post.isEmpty()) {
            Letters letters = post.pollFirstEntry().getValue();
            if (letters.run().run().isLive()) {
                turn(letters.run(), letters.signals(), now);
            }
        }
    }

    private void enter(RehearsalPerson person, Event event, long place) {
        Contact contact = person.contact();
        if (contact == null) {
            tally.refused("contact_deleted");
            return;
        }
        Instant now = event.receivedAt();
        UUID runId = nextId(now);
        Run start = Machine.start(
                runId,
                RehearsalAssumptions.AUTOMATION,
                RehearsalAssumptions.AUTOMATION,
                event,
                contact,
                automation,
                now);
        var run = new RehearsalRun(runs, person, event, place, start);
        if (mayEnter(run, contact)) {
            runs++;
            person.began(run);
            turn(run, List.of(), now);
        }
    }

    /** By the entry rule, which knows the newest run of each contact or key. */
    private boolean mayEnter(RehearsalRun run, Contact contact) {
        Entry rule = automation.entry();
        if (rule.isEvery()) {
            return true;
        }
        Instant now = run.event().receivedAt();
        Optional<String> key = rule.keyOf(new Scope(run.event().payload(), contact, Map.of(), now));
        if (key.isEmpty()) {
            tally.refused("no_key");
            return false;
        }
        Door before = doors.get(key.get());
        if (before != null && !mayFollow(rule, before, now)) {
            tally.refused(rule.mode().word());
            return false;
        }
        doors.put(key.get(), new Door(run, now));
        if (before != null && rule.mode() == Entry.Mode.REPLACE_RUNNING && isRunning(before)) {
            put(before.run(), new Signal.Replaced(run.run().id(), now));
        }
        return true;
    }

    private static boolean mayFollow(Entry rule, Door before, Instant now) {
        return switch (rule.mode()) {
            case EVERY, REPLACE_RUNNING -> true;
            case ONCE -> false;
            case ONCE_PER_WINDOW -> !now.isBefore(before.enteredAt().plus(rule.window()));
            case SKIP_IF_RUNNING -> !isRunning(before);
        };
    }

    private static boolean isRunning(Door door) {
        return door.run().run().isLive();
    }

    private void turn(RehearsalRun run, List<Signal> mailbox, Instant now) {
        RehearsalPerson person = run.person();
        Run before = run.run();
        List<Signal.EventReceived> recent = looksBack ? recent(run, now) : List.of();
        turns += 1 + recent.size();
        var facts = new Facts(run.event(), person.contact(), run.past(), recent, catalogue);
        for (Effect.ChooseTopic choice : person.choices()) {
            facts = facts.with(choice);
        }
        Decision decision = Machine.advance(before, mailbox, automation, facts, now, this::nextId);
        run.become(decision, automation.needsPast());
        tally.count(before, decision);
        decision.effects().forEach(effect -> apply(effect, run, now));
        if (run.run().dueAt() != null) {
            timers.add(new Due(run.run().dueAt(), run));
        }
        if (!run.run().isLive()) {
            person.ended(run);
        }
    }

    /**
     * What a wait of this turn may look back at. The machine compares instants alone, so what happened at this very
     * instant before the run moved is told as a moment earlier; what the run was started behind, at one instant, does
     * not lie behind its start. Where that cannot be told to the machine, because one turn may come to waits that look
     * back by different measures, both ways of looking take an event of the same instant, as they do on the server.
     */
    private List<Signal.EventReceived> recent(RehearsalRun run, Instant now) {
        Instant start = run.event().receivedAt();
        List<Signal.EventReceived> recent = new ArrayList<>();
        for (RehearsalPerson.Happening one : run.person().since(automation.earliestFrom(now, start), LOOK_BACK_MAX)) {
            Instant at = one.event().receivedAt();
            boolean isBeforeStart = at.equals(start) && one.place() < run.place();
            boolean isAfterStart = at.equals(start) && one.place() > run.place();
            if (!isBeforeStart || looksBackBySpan) {
                boolean isNow = at.equals(now) && !(isAfterStart && looksBackToStart);
                recent.add(signal(one.event(), isNow ? at.minusNanos(1) : at));
            }
        }
        return recent;
    }

    private void apply(Effect effect, RehearsalRun run, Instant now) {
        RehearsalPerson person = run.person();
        if (effect instanceof Effect.Seal seal) {
            if (!seal.envelope().isPush()) {
                person.mailed();
            }
        } else if (effect instanceof Effect.UpdateContact update && person.contact() != null) {
            person.changeTo(update.patch().applyTo(person.contact(), now));
        } else if (effect instanceof Effect.DeleteContact) {
            person.delete();
            person.live().stream()
                    .filter(other -> other != run)
                    .forEach(other -> put(other, new Signal.ContactDeleted(now)));
        } else if (effect instanceof Effect.JoinSegment join) {
            tally.joined(join.segmentId(), join.contactId());
        } else if (effect instanceof Effect.LeaveSegment leave) {
            tally.left(leave.segmentId(), leave.contactId());
        } else if (effect instanceof Effect.ChooseTopic choice) {
            person.choose(choice);
        } else if (effect instanceof Effect.Call call) {
            put(run, RehearsalAssumptions.answer(call, now));
        }
    }

    /** Counted, not drawn: two rehearsals of one thing are equal. */
    private UUID nextId(Instant now) {
        return Ids.numbered(now, idsMade++);
    }
}
