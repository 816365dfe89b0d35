package onward.web.metrics;

import java.util.List;

/**
 * What an automation did, in numbers, ready to show.
 *
 * @param ranges which ranges there are, with a link to each
 * @param chart inline SVG
 * @param tiles sums, each with a link to the runs it counts
 * @param curl the same of the API
 */
public record MetricsView(
        String id,
        String name,
        List<RangeLink> ranges,
        String chart,
        List<Tile> tiles,
        List<StepRow> steps,
        List<Rung> mails,
        List<IntervalRow> intervals,
        String curl) {

    /** @param isChosen the one that is shown */
    public record RangeLink(String words, String link, boolean isChosen) {}

    public record Tile(String label, String value, String link, String style) {}

    /**
     * A step of the version that new runs get.
     *
     * @param share of the runs that started, how many entered it; in percent
     * @param stay how long on average; null when nobody left
     */
    public record StepRow(
            String key, String type, String entered, long share, String completed, String failed, String stay) {}

    /** How far mails came. @param share of those that were sealed, in percent */
    public record Rung(String label, String count, long share) {}

    public record IntervalRow(String at, String started, String completed, String failed, String cancelled) {}
}
