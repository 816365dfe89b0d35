package onward.web.webhooks;

import java.util.List;
import onward.web.ui.Moment;
import onward.web.ui.Pill;
import onward.web.ui.ProblemRow;

/**
 * One webhook with its form, ready to show.
 *
 * @param id null for one that is being made
 * @param choices the types of events it may be told of
 * @param secret null until somebody asks to see it
 * @param deliveries what it was told of, newest first
 * @param older where the next older page of them is; null on the last. {@code newest} is null on the first
 */
public record WebhookView(
        String id,
        String title,
        Pill status,
        boolean isEnabled,
        String sentence,
        String action,
        String endpoint,
        List<Choice> choices,
        List<ProblemRow> problems,
        String secret,
        List<Delivery> deliveries,
        String older,
        String newest,
        Moment made,
        Moment changed,
        String curl) {

    public record Choice(String type, boolean isChosen) {}

    /**
     * It hears of one event.
     *
     * @param attempts since it was made, or told anew
     * @param answer what came back last, in a word; null before the first attempt
     * @param next when it is tried again; null when that is over
     */
    public record Delivery(
            String id, String type, Pill state, int attempts, String answer, Moment next, Moment happened) {}
}
