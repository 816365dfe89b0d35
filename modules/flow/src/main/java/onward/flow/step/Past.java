package onward.flow.step;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a run did so far, as far as later steps look back at it: the completed steps with what they put out, in order. */
public record Past(List<Visit> visits) {

    public static final Past NONE = new Past(List.of());

    /** A completed step; the output is as its trail has it, never null. */
    public record Visit(String stepKey, String stepType, Map<String, Object> output) {}

    public Past {
        visits = List.copyOf(visits);
    }

    Past and(Visit visit) {
        List<Visit> more = new ArrayList<>(visits);
        more.add(visit);
        return new Past(more);
    }

    /** By event name the payload of the event that a wait received; of several waits the last (contract/resend.md 5.3). */
    public Map<String, Map<String, Object>> waitEvents() {
        Map<String, Map<String, Object>> events = new LinkedHashMap<>();
        visits.stream()
                .filter(visit -> WaitForEvent.RECEIVED.equals(visit.output().get("outcome")))
                .forEach(visit -> events.put((String) visit.output().get("event_name"), payload(visit)));
        return events;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> payload(Visit visit) {
        return visit.output().get("payload") instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    /** Ids, as text, of the events that ended waits of this run: none of them ends another one. */
    public Set<String> receivedEvents() {
        return texts("event_id");
    }

    /** Ids, as text, of the mails that this run sent. */
    public Set<String> sentEmails() {
        return texts("email_id");
    }

    private Set<String> texts(String field) {
        Set<String> texts = new LinkedHashSet<>();
        visits.forEach(visit -> {
            if (visit.output().get(field) instanceof String text) {
                texts.add(text);
            }
        });
        return texts;
    }

    /** By step key what it put out. */
    public Map<String, Map<String, Object>> outputs() {
        Map<String, Map<String, Object>> outputs = new LinkedHashMap<>();
        visits.forEach(visit -> outputs.put(visit.stepKey(), visit.output()));
        return outputs;
    }
}
