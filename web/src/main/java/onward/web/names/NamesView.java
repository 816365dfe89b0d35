package onward.web.names;

import java.util.List;
import onward.web.ui.Moment;

/**
 * @param seen names that only came, on the first page
 * @param lookedAt among how many of the newest events the newest of each name is looked for
 * @param older where the next page is; null on the last. {@code newest} is where the list begins; null on its first page
 */
public record NamesView(List<Row> rows, List<Row> seen, int lookedAt, String older, String newest) {

    /**
     * @param schema its fields with their types; null where none was declared
     * @param last when the newest came; null where none came lately
     */
    public record Row(
            String name,
            String link,
            boolean isDeclared,
            String schema,
            String automations,
            Moment last,
            String lastLink) {}
}
