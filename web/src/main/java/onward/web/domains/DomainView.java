package onward.web.domains;

import java.util.List;
import onward.web.ui.Moment;
import onward.web.ui.Pill;

/**
 * One domain, ready to show.
 *
 * @param records what DNS has to have, then what it should have
 */
public record DomainView(
        String id,
        String name,
        Pill status,
        String sentence,
        List<RecordRow> records,
        String opens,
        String clicks,
        String tls,
        Moment made,
        Moment changed,
        String curl) {

    /** @param status null for one that nobody looks up */
    public record RecordRow(String kind, Pill status, String name, String value) {}
}
