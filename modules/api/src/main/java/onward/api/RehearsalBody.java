package onward.api;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import onward.flow.fact.Event;
import onward.flow.fact.Ids;

/**
 * What a rehearsal is asked for.
 *
 * @param events in the order in which they happened; null when recorded ones are meant
 * @param from the first instant of recorded events; null when they are given
 * @param to the first instant behind them; null for now
 * @param definition of another version, which is rehearsed against the automation; null for the automation alone
 */
record RehearsalBody(List<Event> events, Instant from, Instant to, Map<String, Object> definition) {

    /** How many events a request may bring. */
    static final int EVENTS_MAX = 10_000;

    static RehearsalBody read(Fields fields, UUID projectId) {
        if (fields.has("events") == fields.has("from")) {
            String found = fields.has("events") ? "both" : "neither";
            fields.invalid("", "Expected exactly one of `events` and `from`, found " + found + ".");
        }
        List<Event> events = events(fields, projectId);
        Instant from = fields.optionalInstant("from");
        Instant to = fields.optionalInstant("to");
        if (from != null && to != null && !from.isBefore(to)) {
            fields.invalid("to", "Expected `to` after `from`, found it before.");
        }
        Map<String, Object> definition = fields.optionalMap("definition");
        fields.check();
        return new RehearsalBody(events, from, to, definition);
    }

    private static List<Event> events(Fields fields, UUID projectId) {
        List<Object> items = fields.optionalList("events", 1, EVENTS_MAX);
        if (items == null) {
            return null;
        }
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < Math.min(items.size(), EVENTS_MAX); i++) {
            events.add(event(fields.inside("events[" + i + "]", items.get(i)), projectId, i));
        }
        // Checked here, for an event without an instant has no place among the others.
        fields.check();
        events.sort(Comparator.comparing(Event::receivedAt));
        return events;
    }

    private static Event event(Fields fields, UUID projectId, int number) {
        String name = EventBody.name(fields, "event");
        UUID contactId = fields.optionalUuid("contact_id");
        String email = fields.optionalEmail("email");
        EventBody.onePerson(fields);
        Map<String, Object> payload = fields.optionalMap("payload");
        Instant at = fields.require("occurred_at") ? fields.optionalInstant("occurred_at") : null;
        Instant happened = at == null ? Instant.EPOCH : at;
        return new Event(
                projectId,
                Ids.numbered(happened, number),
                name,
                contactId,
                email,
                payload == null ? Map.of() : payload,
                happened,
                happened);
    }
}
