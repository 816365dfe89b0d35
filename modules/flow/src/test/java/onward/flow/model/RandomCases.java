package onward.flow.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import onward.flow.Sample;

/** Makes scenarios by chance: the same seed, the same scenario. */
public final class RandomCases {

    private static final int DRAWINGS_MAX = 3;
    private static final int PEOPLE_MAX = 3;

    private RandomCases() {}

    /** A scenario of valid automations and a history in which matches, near misses and ties are frequent. */
    public static Scenario make(long seed, Flavor flavor) {
        Dice dice = new Dice(seed);
        List<Drawing> drawings = drawings(dice, flavor);
        List<Person> people = people(dice);
        RandomHistory history = new RandomHistory(dice, flavor, people);
        List<Happening> happenings = history.happenings();
        return new Scenario(seed, drawings, people, happenings, history.lateActs(happenings));
    }

    private static List<Drawing> drawings(Dice dice, Flavor flavor) {
        int count = flavor.hasCrowd ? dice.from(1, DRAWINGS_MAX) : 1;
        List<Drawing> drawings = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            drawings.add(new Drawing(Sample.id(100 + i), new RandomGraph(dice, flavor).definition()));
        }
        return drawings;
    }

    private static List<Person> people(Dice dice) {
        List<Person> people = new ArrayList<>();
        for (int i = dice.from(1, PEOPLE_MAX); i > 0; i--) {
            people.add(person(dice, Sample.id(200 + i), i));
        }
        return people;
    }

    private static Person person(Dice dice, UUID id, int number) {
        Map<String, Object> properties = dice.happens(60) ? Sample.map("plan", dice.oneOf(Vocabulary.PLANS)) : Map.of();
        return new Person(
                id,
                "p" + number + "@example.com",
                dice.happens(80) ? dice.oneOf("Ada", "Bo") : null,
                null,
                dice.happens(15),
                properties);
    }
}
