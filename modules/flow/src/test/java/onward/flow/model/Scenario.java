package onward.flow.model;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * All that one case is made of, in plain values. The automations are enabled from the start.
 *
 * @param seed what it was made from
 * @param happenings by strictly increasing instants of receipt
 * @param lateActs instants at which a server that is late acts, increasing; the last is not before the last happening
 */
public record Scenario(
        long seed, List<Drawing> drawings, List<Person> people, List<Happening> happenings, List<Instant> lateActs) {

    /** How far the ids of two seeds are apart. */
    private static final int ID_BITS = 20;

    private static final long SEED_MASK = (1L << 40) - 1;

    /** Whether a step of some automation deletes its contact. */
    public boolean hasDeletions() {
        return drawings.stream()
                .flatMap(drawing -> Chart.objects(drawing.definition(), "steps").stream())
                .anyMatch(step -> step.get("type").equals("contact_delete"));
    }

    /** The same with ids that no scenario of another seed has. */
    public Scenario withOwnIds() {
        return new Scenario(
                seed,
                drawings.stream()
                        .map(drawing -> new Drawing(own(drawing.id()), drawing.definition()))
                        .toList(),
                people.stream().map(this::own).toList(),
                happenings.stream().map(this::own).toList(),
                lateActs);
    }

    private Person own(Person person) {
        return new Person(
                own(person.id()),
                person.email(),
                person.firstName(),
                person.lastName(),
                person.unsubscribed(),
                person.properties());
    }

    private Happening own(Happening happening) {
        return new Happening(
                own(happening.id()),
                happening.name(),
                own(happening.personId()),
                happening.payload(),
                happening.receivedAt());
    }

    private UUID own(UUID id) {
        return new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits() + ((seed & SEED_MASK) << ID_BITS));
    }

    Scenario withDrawings(List<Drawing> other) {
        return new Scenario(seed, other, people, happenings, lateActs);
    }

    Scenario withHappenings(List<Happening> other) {
        return new Scenario(seed, drawings, people, other, lateActs);
    }

    Scenario withLateActs(List<Instant> other) {
        return new Scenario(seed, drawings, people, happenings, other);
    }
}
