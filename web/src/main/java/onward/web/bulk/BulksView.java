package onward.web.bulk;

import java.util.List;
import onward.web.ui.Moment;
import onward.web.ui.Pill;

/** Bulk actions, newest first, ready to show. */
public record BulksView(List<Row> rows, String older, String newest) {

    public record Row(String id, String title, Pill status, String reason, String progress, Moment made) {}
}
