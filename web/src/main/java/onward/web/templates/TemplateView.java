package onward.web.templates;

import java.util.List;
import onward.flow.message.TemplateCheck;
import onward.web.ui.Moment;
import onward.web.ui.Pill;
import onward.web.ui.ProblemRow;

/**
 * One template with its form, ready to show.
 *
 * @param id null for one that is being made
 * @param sentence where it stands
 * @param action where its form goes
 * @param problems what is wrong with what was typed; empty when nothing is
 * @param previewLink where its stored texts are shown in a frame; null for one that is being made
 * @param users automations that send it, at most {@code usersMax}
 * @param lookedAt among how many of the newest automations they were looked for
 */
public record TemplateView(
        String id,
        String title,
        Pill state,
        String sentence,
        String action,
        Typed typed,
        List<ProblemRow> problems,
        String previewLink,
        List<User> users,
        int lookedAt,
        Moment created,
        Moment updated,
        Moment published,
        String curl) {

    /** The types that a variable may have. */
    public List<String> types() {
        return TemplateCheck.TYPES;
    }

    /**
     * What stands in the form, as text.
     *
     * @param variables those that are there, then some empty lines for more
     */
    public record Typed(
            String name,
            String alias,
            String from,
            String subject,
            String replyTo,
            String html,
            String text,
            List<VariableRow> variables) {}

    /** A declared variable. @param number counts the lines, for their labels */
    public record VariableRow(int number, String key, String type, String fallback) {}

    /** An automation that sends the template. */
    public record User(String id, String name, Pill status) {}
}
