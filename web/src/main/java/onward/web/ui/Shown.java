package onward.web.ui;

/**
 * What a page answers with.
 *
 * @param template a file of {@code onward/pages}, without its ending
 * @param section the part of the dashboard that it belongs to, for example {@code runs}
 * @param view a public record, which the template knows as {@code view}
 */
public record Shown(String template, String section, Object view) {}
