package onward.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import onward.flow.fact.Event;
import onward.store.table.Enablements.Enablement;
import onward.store.table.Key;

/**
 * Which events start runs of which versions.
 *
 * @param events those that were looked at: all, or as many from the first as start no more runs than allowed
 * @param matches one per event and automation enabled when it was received
 */
record Fan(List<Event> events, List<Match> matches) {

    /** An event and a version that was enabled when it was received. */
    record Match(Event event, Enablement enablement) {}

    /** Spreads the events; one alone may start more runs than the bound. */
    static Fan of(List<Event> events, List<Enablement> enablements, int runsMax) {
        Map<Key, List<Enablement>> byTrigger =
                enablements.stream().collect(Collectors.groupingBy(e -> new Key(e.projectId(), e.triggerEvent())));
        var seen = new ArrayList<Event>();
        var matches = new ArrayList<Match>();
        for (Event event : events) {
            var started = matches(event, byTrigger.getOrDefault(trigger(event), List.of()));
            if (!seen.isEmpty() && matches.size() + started.size() > runsMax) {
                break;
            }
            seen.add(event);
            matches.addAll(started);
        }
        return new Fan(seen, matches);
    }

    static Key trigger(Event event) {
        return new Key(event.projectId(), event.name());
    }

    private static Collection<Match> matches(Event event, List<Enablement> enablements) {
        var byAutomation = new LinkedHashMap<Object, Match>();
        for (Enablement enablement : enablements) {
            if (enablement.covers(event.receivedAt())) {
                byAutomation.putIfAbsent(enablement.automationId(), new Match(event, enablement));
            }
        }
        return byAutomation.values();
    }
}
