package onward.flow.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * That somebody ends a run.
 *
 * @param note why, in their words; null when they said nothing
 * @param keepsMails true when the mails it has sealed and that are not out yet go out all the same
 */
public record Cancellation(Actor by, String note, boolean keepsMails) {

    /** How long the words may be that somebody says why a run is cancelled or retried. */
    public static final int NOTE_CHARS_MAX = 500;

    /** What becomes of mails that are not out: by these words requests ask, and the reason tells. */
    public static final String KEEP = "keep";

    public static final String CANCEL = "cancel";

    public static final List<String> EMAILS = List.of(KEEP, CANCEL);

    /** Why the run is cancelled, as it stands on it; whether a mail of it may leave is read there too. */
    public Map<String, Object> reason() {
        Map<String, Object> reason = new LinkedHashMap<>();
        String who = Actor.words(by.toMap());
        String capital = Character.toUpperCase(who.charAt(0)) + who.substring(1);
        reason.put("name", Run.CANCELLED_BY_HAND);
        reason.put("message", capital + " cancelled it" + (note == null ? "." : ": " + note));
        reason.put("by", by.toMap());
        reason.put("note", note);
        reason.put("emails", keepsMails ? KEEP : CANCEL);
        return reason;
    }
}
