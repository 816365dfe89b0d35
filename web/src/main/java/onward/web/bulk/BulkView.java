package onward.web.bulk;

import java.util.List;
import onward.web.ui.Moment;
import onward.web.ui.Pill;

/**
 * One bulk action, ready to show.
 *
 * @param sentence what it does, and to which runs
 * @param progress for example {@code 120 of 300}
 * @param percent how far it is, 0 to 100
 * @param items a page of its runs
 */
public record BulkView(
        String id,
        String title,
        Pill status,
        String sentence,
        String reason,
        String by,
        boolean isDraft,
        boolean isOver,
        boolean isWhole,
        int itemsMax,
        int percent,
        String progress,
        String done,
        String unchanged,
        String refused,
        Moment made,
        Moment started,
        Moment ended,
        List<ItemRow> items,
        String older,
        String newest,
        String curl) {

    /** @param result what became of the run; {@code open} until it was dealt with */
    public record ItemRow(String run, Pill result, String message, Moment at) {}
}
