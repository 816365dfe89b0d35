package onward.flow.run;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import onward.flow.fact.Dates;

/** An event that came when the step had ended, noted on the step's trail; it changes nothing. */
public record LateNote(String stepKey, int visit, UUID eventId, String eventName, Instant receivedAt) {

    /** In plain values, as the trail keeps it. */
    public Map<String, Object> toMap() {
        Map<String, Object> note = new LinkedHashMap<>();
        note.put("name", "late_event");
        note.put("event_name", eventName);
        note.put("event_id", eventId.toString());
        note.put("received_at", Dates.text(receivedAt));
        return note;
    }
}
