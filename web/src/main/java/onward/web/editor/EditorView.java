package onward.web.editor;

import java.util.List;

/**
 * The editor, ready to show.
 *
 * @param id null while the automation is new
 * @param action where the form is sent
 * @param definition as JSON, or as it was typed
 * @param version the number of the version that was opened; 0 while it is new
 * @param notice what was done; null for nothing
 * @param problems why it was not saved; empty when nothing was sent yet
 * @param offer what the script makes forms of, as JSON
 * @param style the link of the editor's stylesheet, {@code script} that of its script
 */
public record EditorView(
        String id,
        String title,
        String action,
        String name,
        String definition,
        int version,
        boolean isEnabled,
        String notice,
        List<ProblemRow> problems,
        String offer,
        String style,
        String script) {

    /** @param step the key of the step it belongs to; null where it belongs to none */
    public record ProblemRow(String step, String words) {}
}
