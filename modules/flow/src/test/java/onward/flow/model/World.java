package onward.flow.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import onward.flow.Sample;
import onward.flow.fact.Contact;
import onward.flow.fact.Correlation;
import onward.flow.fact.Event;
import onward.flow.fact.Scope;
import onward.flow.graph.Automation;
import onward.flow.graph.Blueprint;
import onward.flow.run.Decision;
import onward.flow.run.Machine;
import onward.flow.run.Run;
import onward.flow.step.Effect;
import onward.flow.step.Facts;
import onward.flow.step.Interest;
import onward.flow.step.Signal;

/**
 * Drives the machine in memory the way the engine does: finds what listens to an event, fills mailboxes, turns the
 * runs that have something new in the order they were started, and keeps what they decide. Checks the
 * {@link Laws} on the way.
 */
final class World implements Server {

    private final Scenario scenario;
    private final List<Automation> automations;
    private final Shelf shelf = new Shelf();
    private final List<Actor> actors = new ArrayList<>();
    private final List<Event> received = new ArrayList<>();
    private final Map<UUID, Contact> contacts = new LinkedHashMap<>();
    private final Set<UUID> members = new LinkedHashSet<>();

    /** @param automations those of the scenario's drawings, see {@link #read} */
    World(Scenario scenario, List<Automation> automations) {
        this.scenario = scenario;
        this.automations = automations;
        scenario.people().forEach(person -> contacts.put(person.id(), contact(person)));
    }

    /** The automations that a scenario draws. */
    static List<Automation> read(Scenario scenario) {
        return scenario.drawings().stream().map(World::read).toList();
    }

    private static Automation read(Drawing drawing) {
        var read = Blueprint.read(drawing.definition());
        if (!read.isOk()) {
            throw new IllegalArgumentException("Expected a valid automation, found " + read.problems());
        }
        return read.value();
    }

    private static Contact contact(Person person) {
        return new Contact(
                Sample.PROJECT,
                person.id(),
                person.email(),
                person.firstName(),
                person.lastName(),
                person.unsubscribed(),
                person.properties(),
                Sample.NOON,
                Sample.NOON);
    }

    @Override
    public void act(Instant now) {
        List<Event> news = scenario.happenings().stream()
                .skip(received.size())
                .takeWhile(happening -> !happening.receivedAt().isAfter(now))
                .map(World::event)
                .toList();
        received.addAll(news);
        news.forEach(this::deliver);
        news.forEach(event -> begin(event, now));
        actors.forEach(actor -> turnIfCalled(actor, now));
        // A run that was turned already may have been told since that its contact was deleted.
        actors.forEach(actor -> turnIfCalled(actor, now));
        Laws.holdFor(actors, now);
    }

    private static Event event(Happening happening) {
        return new Event(
                Sample.PROJECT,
                happening.id(),
                happening.name(),
                happening.personId(),
                null,
                happening.payload(),
                happening.receivedAt(),
                happening.receivedAt());
    }

    private void deliver(Event event) {
        Set<String> keys = keys(event);
        actors.stream()
                .filter(actor -> actor.run().contactId().equals(event.contactId()))
                .filter(actor -> actor.listensTo(event, keys))
                .forEach(actor -> actor.mailbox().add(signal(event)));
    }

    /** All keys by which somebody could have asked for the event. */
    private Set<String> keys(Event event) {
        Set<String> keys = new HashSet<>(Set.of(Correlation.NONE));
        for (Automation automation : automations) {
            for (Interest interest : automation.interests()) {
                Object value = Scope.descend(event.payload(), interest.field()).value();
                String key = Correlation.key(interest.field(), value);
                if (interest.eventName().equals(event.name()) && key != null) {
                    keys.add(key);
                }
            }
        }
        return keys;
    }

    private static Signal.EventReceived signal(Event event) {
        return new Signal.EventReceived(event.id(), event.name(), event.payload(), event.receivedAt());
    }

    private void begin(Event event, Instant now) {
        for (int i = 0; i < automations.size(); i++) {
            Automation automation = automations.get(i);
            if (automation.triggerEvent().equals(event.name())) {
                UUID runId = new UUID(event.id().getMostSignificantBits(), i);
                UUID automationId = scenario.drawings().get(i).id();
                // Nobody may be there any more; a run of theirs begins all the same, and ends at once.
                Contact contact = contact(scenario.people().stream()
                        .filter(person -> person.id().equals(event.contactId()))
                        .findFirst()
                        .orElseThrow());
                Run run = Machine.start(runId, automationId, automationId, event, contact, automation, now);
                actors.add(new Actor(run, event, automation, i));
            }
        }
    }

    private void turnIfCalled(Actor actor, Instant now) {
        if (actor.isCalled(now)) {
            List<Signal> mailbox = actor.emptyMailbox();
            Decision decision = decide(actor, mailbox, now);
            Laws.sameAgain(decision, decide(actor, mailbox, now));
            actor.save(decision);
            decision.effects().forEach(effect -> apply(effect, actor, now));
        }
    }

    private Decision decide(Actor actor, List<Signal> mailbox, Instant now) {
        Facts facts = new Facts(
                actor.event(),
                contacts.get(actor.run().contactId()),
                actor.past(),
                recent(actor, mailbox),
                shelf.catalogue());
        return Machine.advance(actor.run(), mailbox, actor.automation(), facts, now, Sample.ids());
    }

    private List<Signal.EventReceived> recent(Actor actor, List<Signal> mailbox) {
        Set<String> names = actor.automation().listenedNames();
        Instant from = actor.automation()
                .earliestFrom(actor.movedAt(mailbox), actor.event().receivedAt());
        return received.stream()
                .filter(event -> event.contactId().equals(actor.run().contactId()))
                .filter(event -> names.contains(event.name()))
                .filter(event -> !event.receivedAt().isBefore(from))
                .map(World::signal)
                .toList();
    }

    private void apply(Effect effect, Actor actor, Instant now) {
        UUID contactId = actor.run().contactId();
        if (effect instanceof Effect.UpdateContact update) {
            contacts.compute(contactId, (id, contact) -> update.patch().applyTo(contact, now));
        } else if (effect instanceof Effect.DeleteContact) {
            delete(contactId, now);
        } else if (effect instanceof Effect.JoinSegment join) {
            Laws.require(join.segmentId().equals(Stock.SEGMENT), "a segment that is there", join);
            members.add(contactId);
        }
    }

    private void delete(UUID contactId, Instant now) {
        contacts.remove(contactId);
        members.remove(contactId);
        actors.stream()
                .filter(actor -> actor.run().isLive() && actor.run().contactId().equals(contactId))
                .forEach(actor -> actor.mailbox().add(new Signal.ContactDeleted(now)));
    }

    @Override
    public Instant nextDue() {
        return actors.stream()
                .map(actor -> actor.run().dueAt())
                .filter(Objects::nonNull)
                .min(Instant::compareTo)
                .orElse(null);
    }

    @Override
    public Account account() {
        Map<UUID, Person> people = new LinkedHashMap<>();
        contacts.values().forEach(contact -> people.put(contact.id(), person(contact)));
        return new Account(actors.stream().map(Actor::story).toList(), people, Set.copyOf(members));
    }

    private static Person person(Contact contact) {
        return new Person(
                contact.id(),
                contact.email(),
                contact.firstName(),
                contact.lastName(),
                contact.unsubscribed(),
                contact.properties());
    }
}
