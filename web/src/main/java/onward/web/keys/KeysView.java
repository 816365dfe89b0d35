package onward.web.keys;

import java.util.List;
import onward.web.ui.Moment;
import onward.web.ui.Paged;
import onward.web.ui.ProblemRow;

/**
 * The list, and the form of a new one.
 *
 * @param domains those that a key may be kept to
 * @param typed what stands in the form
 */
public record KeysView(Paged<Row> page, List<DomainRow> domains, Typed typed, List<ProblemRow> problems) {

    /**
     * @param hint the beginning and the end of its token
     * @param domain the only one it may send from; null for any
     * @param used null for one that never was
     */
    public record Row(
            String id, String name, String hint, String permission, String domain, Moment made, Moment used) {}

    public record DomainRow(String id, String name) {}

    public record Typed(String name, String permission, String domainId) {}
}
