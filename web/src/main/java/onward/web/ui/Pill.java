package onward.web.ui;

import java.util.Map;

/**
 * A word of state, in a colour that says the same.
 *
 * @param style a class of the stylesheet
 */
public record Pill(String word, String style) {
    private static final String GOOD = "pill pill-good";
    private static final String BAD = "pill pill-bad";
    private static final String BUSY = "pill pill-busy";
    private static final String CALM = "pill pill-calm";
    private static final String OFF = "pill pill-off";

    private static final Map<String, String> STYLES = Map.ofEntries(
            Map.entry("completed", GOOD),
            Map.entry("enabled", GOOD),
            Map.entry("published", GOOD),
            Map.entry("sent", GOOD),
            Map.entry("delivered", GOOD),
            Map.entry("opened", GOOD),
            Map.entry("clicked", GOOD),
            Map.entry("answered", GOOD),
            Map.entry("success", GOOD),
            Map.entry("verified", GOOD),
            Map.entry("failed", BAD),
            Map.entry("bounced", BAD),
            Map.entry("complained", BAD),
            Map.entry("suppressed", BAD),
            Map.entry("quarantined", BAD),
            Map.entry("unsubscribed", BAD),
            Map.entry("running", BUSY),
            Map.entry("sending", BUSY),
            Map.entry("queued", BUSY),
            Map.entry("waiting", CALM),
            Map.entry("pending", CALM),
            Map.entry("scheduled", CALM),
            Map.entry("uncertain", CALM),
            Map.entry("delivery_delayed", CALM),
            Map.entry("draft", CALM));

    public static Pill of(String word) {
        return new Pill(word, STYLES.getOrDefault(word, OFF));
    }
}
