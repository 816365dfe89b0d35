package onward.flow.model;

import java.time.Instant;
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

        Visit withoutInstant() {
            return new Visit(key, status, output, null);
        }
    }

    /** The same without any instant at which the server acted. */
    Story withoutInstants() {
        List<Visit> timeless = visits.stream().map(Visit::withoutInstant).toList();
        return new Story(eventId, drawing, status, reason, timeless, restsAt, dueAt, mails);
    }
}
