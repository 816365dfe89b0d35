package onward.flow.model;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What became of one run.
 *
 * @param drawing the place of its automation in the scenario
 * @param reason of a cancelled run what ended it, of a failed one the step; null otherwise
 * @param restsAt the step it rests at; null once it ended
 * @param dueAt when it is to go on by itself; null when it waits without end, or ended
 * @param mails how many it sealed
 */
public record Story(
        UUID eventId,
        int drawing,
        String status,
        String reason,
        List<Visit> visits,
        String restsAt,
        Instant dueAt,
        int mails) {

    /**
     * One step of it, in order of arrival.
     *
     * @param output what says which way it went and why: {@code result}, {@code branch}, {@code outcome},
     *     {@code event_name}, {@code event_id}, {@code reason}, and {@code error} with the name of one
     * @param endedAt when the server saw to it; null while it rests there
     */
    public record Visit(String key, String status, Map<String, Object> output, Instant endedAt) {

        private static final List<String> TOLD =
                List.of("result", "branch", "outcome", "event_name", "event_id", "reason");

        /** Of a line of a trail, whose output and error may be null. */
        public static Visit of(
                String key, String status, Map<String, Object> output, Map<String, Object> error, Instant endedAt) {
            Map<String, Object> told = new LinkedHashMap<>();
            if (output != null) {
                told.putAll(output);
                told.keySet().retainAll(TOLD);
            }
            if (error != null) {
                told.put("error", error.get("name"));
            }
            return new Visit(key, status, told, endedAt);
        }

        Visit withoutInstant() {
            return new Visit(key, status, output, null);
        }
    }

    /** Of what a run keeps about its end, which may be null. */
    public static String reason(Map<String, Object> kept) {
        if (kept == null) {
            return null;
        }
        Object step = kept.get("step_key");
        Object eventId = kept.get("event_id");
        return step != null ? "" + step : kept.get("name") + (eventId == null ? "" : " " + eventId);
    }

    /** The same without any instant at which the server acted. */
    Story withoutInstants() {
        List<Visit> timeless = visits.stream().map(Visit::withoutInstant).toList();
        return new Story(eventId, drawing, status, reason, timeless, restsAt, dueAt, mails);
    }
}
