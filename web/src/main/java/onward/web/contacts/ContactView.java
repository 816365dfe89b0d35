package onward.web.contacts;

import java.util.List;
import onward.web.ui.Moment;
import onward.web.ui.Pill;

/**
 * One person, ready to show.
 *
 * @param mayGetMail why mail reaches them or does not, in a sentence
 * @param properties as JSON, laid out; null when there are none
 * @param timeline the newest first
 */
public record ContactView(
        String id,
        String email,
        String name,
        boolean getsMail,
        String mayGetMail,
        String properties,
        List<String> segments,
        List<Topic> topics,
        Moment created,
        Moment updated,
        List<Entry> timeline) {

    public record Topic(String name, boolean isIn) {}

    /**
     * Something that came or went.
     *
     * @param kind event, run or email
     * @param state null for events
     * @param more a word more, or null
     */
    public record Entry(String kind, Moment at, String title, String link, Pill state, String more) {}
}
