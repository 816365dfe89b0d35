package onward.flow.model;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import onward.flow.Sample;

/**
 * What happens in a random case. All instants are whole minutes, like the durations of {@link RandomSteps}, or a
 * microsecond beside one, so that they often fall on, just before and just after a due instant or another arrival.
 */
final class RandomHistory {

    private static final int HAPPENINGS_MIN = 3;
    private static final int HAPPENINGS_MAX = 30;
    private static final int MINUTES_MAX = 25;

    private final Dice dice;
    private final Flavor flavor;
    private final List<Person> people;

    RandomHistory(Dice dice, Flavor flavor, List<Person> people) {
        this.dice = dice;
        this.flavor = flavor;
        this.people = people;
    }

    List<Happening> happenings() {
        List<Happening> happenings = new ArrayList<>();
        for (Instant moment : moments(dice.from(HAPPENINGS_MIN, HAPPENINGS_MAX))) {
            Person person = dice.oneOf(people);
            String name = name(person, happenings);
            happenings.add(new Happening(Sample.id(1_000 + happenings.size()), name, person.id(), payload(), moment));
        }
        return happenings;
    }

    private TreeSet<Instant> moments(int count) {
        TreeSet<Instant> moments = new TreeSet<>();
        while (moments.size() < count) {
            moments.add(moment());
        }
        return moments;
    }

    private Instant moment() {
        Instant minute = Sample.NOON.plus(dice.from(0, MINUTES_MAX), ChronoUnit.MINUTES);
        return dice.happens(50) ? minute : minute.plus(dice.oneOf(-1, 1), ChronoUnit.MICROS);
    }

    /** A loner's first event is the only one that starts a run. */
    private String name(Person person, List<Happening> before) {
        if (flavor.hasCrowd) {
            return dice.oneOf(Vocabulary.NAMES);
        }
        boolean isFirst = before.stream().noneMatch(other -> other.personId().equals(person.id()));
        return isFirst ? Vocabulary.NAMES.get(0) : dice.oneOf(Vocabulary.NAMES.subList(1, 4));
    }

    private Map<String, Object> payload() {
        Map<String, Object> payload = new LinkedHashMap<>();
        Vocabulary.FIELDS.keySet().stream().sorted().forEach(path -> put(payload, path, value(path)));
        return payload;
    }

    private Object value(String path) {
        return dice.happens(4) ? null : dice.oneOf(Vocabulary.FIELDS.get(path));
    }

    /** A field of a field now and then has the dot in its own name. */
    private void put(Map<String, Object> payload, String path, Object value) {
        int dot = path.indexOf('.');
        if (dice.happens(4)) {
            return;
        }
        if (dot < 0 || dice.happens(20)) {
            payload.put(path, value);
        } else {
            payload.put(path.substring(0, dot), Sample.map(path.substring(dot + 1), value));
        }
    }

    /** The instants at which a late server acts: a few, and one when all has happened. */
    List<Instant> lateActs(List<Happening> happenings) {
        TreeSet<Instant> acts = moments(dice.from(0, 6));
        Instant last = happenings.get(happenings.size() - 1).receivedAt();
        acts.removeIf(act -> act.isAfter(last));
        acts.add(last.plus(dice.from(0, 3), ChronoUnit.MINUTES));
        return List.copyOf(acts);
    }
}
