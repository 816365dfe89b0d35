package onward.web.explain;

import java.util.List;
import onward.web.ui.Moment;

/**
 * The question, and its answer once there is one.
 *
 * @param person as it was typed; null before
 * @param automationId the one that was chosen; null before
 * @param automations what can be chosen, the newest
 * @param sentence what it comes to; null before somebody asked
 * @param isTrouble there is a reason why no mail came
 * @param suggestion what to do about it; null when there is nothing to do
 */
public record ExplainView(
        String person,
        String automationId,
        List<Choice> automations,
        String sentence,
        boolean isTrouble,
        String suggestion,
        List<Decision> decisions) {

    public record Choice(String id, String name, boolean isChosen) {}

    /**
     * @param at null when that is not known
     * @param code the word for it
     * @param isVerdict the one that settled it
     * @param link the page of what it is about; null where there is none
     */
    public record Decision(Moment at, String code, String sentence, boolean isVerdict, String link, String linkText) {}
}
