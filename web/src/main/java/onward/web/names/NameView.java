package onward.web.names;

import java.util.List;
import onward.web.ui.Moment;
import onward.web.ui.ProblemRow;

/**
 * One name, ready to show.
 *
 * @param name null where one is to be declared that nobody typed yet
 * @param fields those of the schema, then some empty lines for more
 * @param canSend whether events of that name may come from outside
 * @param last the newest event; null where none came lately
 */
public record NameView(
        String name,
        String sentence,
        boolean isDeclared,
        boolean canSend,
        List<FieldRow> fields,
        List<ProblemRow> problems,
        List<Beginner> beginners,
        String eventsLink,
        String sendLink,
        Moment last,
        String lastLink,
        String payload) {

    /** The types that a field may have. */
    public List<String> types() {
        return List.of("string", "number", "boolean", "date");
    }

    /** @param number counts the lines, for their labels */
    public record FieldRow(int number, String name, String type) {}

    public record Beginner(String name, String link) {}
}
