package onward.flow.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What a run of the model wrote down: where it was, whether it rests, and how it ended. */
final class Diary {

    private final UUID eventId;
    private final int drawing;
    private final List<Story.Visit> visits = new ArrayList<>();
    private String status = "running";
    private String reason;
    private String restsAt;
    private Instant dueAt;
    private int mails;

    Diary(UUID eventId, int drawing) {
        this.eventId = eventId;
        this.drawing = drawing;
    }

    boolean isLive() {
        return status.equals("running");
    }

    boolean rests() {
        return restsAt != null;
    }

    Instant dueAt() {
        return dueAt;
    }

    /** It came to a step and stays there, for ever when {@code until} is null. */
    void rest(String key, Instant until) {
        write(key, "waiting", Map.of(), null);
        restsAt = key;
        dueAt = until;
    }

    /** What it did at a step, in place of that it rests there. */
    void write(String key, String how, Map<String, Object> output, Instant endedAt) {
        if (rests()) {
            visits.remove(visits.size() - 1);
        }
        Map<String, Object> told = new LinkedHashMap<>(output);
        told.remove("payload");
        visits.add(new Story.Visit(key, how, told, endedAt));
        moveOn();
    }

    void countMail() {
        mails++;
    }

    /** It is over. */
    void end(String how, String why) {
        status = how;
        reason = why;
        moveOn();
    }

    private void moveOn() {
        restsAt = null;
        dueAt = null;
    }

    Story story() {
        return new Story(eventId, drawing, status, reason, List.copyOf(visits), restsAt, dueAt, mails);
    }
}
