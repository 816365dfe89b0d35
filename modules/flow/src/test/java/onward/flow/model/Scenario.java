package onward.flow.model;

import java.time.Instant;
import java.util.List;

/**
 * All that one case is made of, in plain values. The automations are enabled from the start.
 *
 * @param seed what it was made from
 * @param happenings by strictly increasing instants of receipt
 * @param lateActs instants at which a server that is late acts, increasing; the last is not before the last happening
 */
public record Scenario(
        long seed, List<Drawing> drawings, List<Person> people, List<Happening> happenings, List<Instant> lateActs) {

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
