package onward.web.events;

import java.util.List;
import onward.web.ui.Moment;
import onward.web.ui.Pill;

/**
 * @param name the one that is shown; null for all
 * @param older where the next older page is; null on the last. {@code newest} is null on the first
 * @param sendLink where one of the name that is shown is sent by hand
 * @param budget how many of the newest events were looked at, where the filter ends there; 0 where it does not
 */
public record EventsView(
        List<Row> rows, String name, String older, String newest, int budget, String curl, String sendLink) {

    /** @param state null for one that was looked at, as nearly all were */
    public record Row(String id, String name, String person, String personLink, Pill state, Moment received) {}
}
