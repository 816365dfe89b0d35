package onward.web.emails;

import java.util.List;
import onward.web.ui.Moment;
import onward.web.ui.Pill;

/**
 * One email, ready to show.
 *
 * @param sentence what became of it
 * @param fields what its head says, and what is known beside it
 * @param bodyLink where its HTML is shown in a frame; null when it has none
 * @param html its source; null when it has none
 * @param text its plain part; null when it has none
 * @param runLink the run that sent it; null for one that was sent directly
 */
public record EmailView(
        String id,
        String subject,
        Pill state,
        String sentence,
        List<Field> fields,
        String bodyLink,
        String html,
        String text,
        String runLink,
        String step,
        Moment created,
        Moment sent,
        String curl) {

    public record Field(String name, String value) {}
}
