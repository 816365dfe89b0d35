package onward.web.emails;

import java.util.List;
import onward.web.ui.Moment;
import onward.web.ui.Pill;

/** @param older where the next older page is; null on the last. {@code newest} is null on the first */
public record EmailsView(List<Row> rows, String older, String newest) {

    public record Row(String id, Pill state, String to, String subject, String from, Moment at) {}
}
