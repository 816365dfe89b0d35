package onward.web.contacts;

import java.util.List;
import onward.web.ui.Moment;

/** @param older where the next older page is; null on the last. {@code newest} is null on the first */
public record ContactsView(List<Row> rows, String older, String newest) {

    /** @param name empty when not known */
    public record Row(String id, String email, String name, boolean isUnsubscribed, Moment created) {}
}
