package onward.flow.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * What automations mean, read from the contract (contract/resend.md 4 to 6) and as simply as possible: keeps all that
 * was received, and at every act asks each run, one after the other, how far it goes. Entry rules it does not know:
 * every event starts a run.
 */
public final class Model implements Server {

    private final Scenario scenario;
    private final Turns turns;
    private final List<Chart> charts;
    private final List<Journey> journeys = new ArrayList<>();
    private final List<Happening> received = new ArrayList<>();
    private final Map<UUID, Person> people = new LinkedHashMap<>();
    private final Set<UUID> members = new LinkedHashSet<>();

    public Model(Scenario scenario) {
        this(scenario, Turns.OLDEST_FIRST);
    }

    public Model(Scenario scenario, Turns turns) {
        this.scenario = scenario;
        this.turns = turns;
        this.charts = scenario.drawings().stream().map(Chart::new).toList();
        scenario.people().forEach(this::change);
    }

    @Override
    public void act(Instant now) {
        List<Happening> news = scenario.happenings().stream()
                .skip(received.size())
                .takeWhile(happening -> !happening.receivedAt().isAfter(now))
                .toList();
        received.addAll(news);
        news.forEach(this::begin);
        turns.order(journeys).forEach(journey -> journey.turn(news, now));
        // Somebody may have been deleted by a run that came after theirs.
        journeys.forEach(journey -> journey.turn(List.of(), now));
    }

    private void begin(Happening happening) {
        for (int i = 0; i < charts.size(); i++) {
            if (charts.get(i).triggerEvent().equals(happening.name())) {
                journeys.add(new Journey(this, charts.get(i), i, happening));
            }
        }
    }

    /** What was received for somebody from an instant on, in order. */
    List<Happening> receivedFor(UUID personId, Instant from) {
        return received.stream()
                .filter(happening -> happening.personId().equals(personId))
                .filter(happening -> !happening.receivedAt().isBefore(from))
                .toList();
    }

    /** The person as they are now; null once they were deleted. */
    Person person(UUID id) {
        return people.get(id);
    }

    void change(Person person) {
        people.put(person.id(), person);
    }

    void delete(UUID personId) {
        people.remove(personId);
        members.remove(personId);
    }

    void join(UUID personId) {
        members.add(personId);
    }

    @Override
    public Instant nextDue() {
        return journeys.stream()
                .map(Journey::dueAt)
                .filter(Objects::nonNull)
                .min(Instant::compareTo)
                .orElse(null);
    }

    @Override
    public Account account() {
        return new Account(journeys.stream().map(Journey::story).toList(), Map.copyOf(people), Set.copyOf(members));
    }
}
