package onward.web.events;

import java.util.List;
import onward.web.ui.Moment;
import onward.web.ui.Pill;

/**
 * One event, ready to show.
 *
 * @param sentence what came of it
 * @param payload null when it came without
 */
public record EventView(
        String id,
        String name,
        String sentence,
        Pill state,
        String person,
        String personLink,
        Moment received,
        Moment occurred,
        String idempotencyKey,
        String payload,
        List<Started> runs,
        List<Refused> refusals) {

    public record Started(String automation, String link, Pill status) {}

    /** @param runLink the run that was in the way; null where there was none */
    public record Refused(String automation, String link, String why, String runLink) {}
}
